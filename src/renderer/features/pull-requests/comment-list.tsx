import { Bot } from 'lucide-react'
import type { PullRequest, PullRequestComment, ThreadId } from '../../../contracts/index.ts'
import { useEntities, useLoad, useServices } from '../../app/index.ts'
import { sessionsOf } from '../../state/index.ts'
import { Badge, Button, ErrorNote, RelativeTime, Skeleton } from '../../ui/index.ts'
import { Markdown } from '../transcript/index.ts'
import { Section } from './parts.tsx'
import { quoted } from './quoted.ts'

/** All comments of a pull request, by conversation; an agent of the workspace can be sent each. */
export function CommentList({ pull, onSent }: { pull: PullRequest; onSent(sessionId: string): void }) {
  const { client, toasts } = useServices()
  const { workspaceId, repositoryId, number } = pull
  const key = `${workspaceId} ${repositoryId} ${number} ${pull.commentsVersion}`
  const loaded = useLoad(key, (signal) =>
    Promise.all([
      client.pullRequest.comments({ workspace: workspaceId, repositoryId }, { signal }),
      client.comment.list({ workspace: workspaceId }, { signal }),
    ]),
  )
  const session = useEntities((entities) => sessionsOf(entities, workspaceId).at(-1))
  if (pull.comments === 0) return null
  if (loaded.phase === 'failed') return <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
  const [comments, threads] = loaded.phase === 'ready' ? loaded.data : (loaded.last ?? [null, []])
  if (comments === null) return <Skeleton height={96} />
  const conversations = [...Map.groupBy(comments, ({ threadId }) => threadId)]
  const threadOf = (id: string): ThreadId | undefined =>
    threads.find(({ origin }) => origin.kind === 'pull_request' && origin.key === id)?.id

  const to = session ? ({ kind: 'session', sessionId: session.id } as const) : ({ kind: 'new' } as const)
  const send = async (ids: readonly string[]): Promise<void> => {
    try {
      const onLines = ids.flatMap((id) => threadOf(id) ?? [])
      const general = comments.filter(({ threadId, path }) => ids.includes(threadId) && path === null)
      if (onLines.length > 0) {
        const note = general.length > 0 ? quoted(general) : ''
        const sent = await client.comment.send({ workspace: workspaceId, threadIds: onLines, to, note })
        return onSent(sent.sessionId)
      }
      const sessionId = session?.id ?? (await client.session.create({ workspace: workspaceId })).id
      await client.session.prompt({ sessionId, text: quoted(general), whenBusy: 'queue' })
      onSent(sessionId)
    } catch (error) {
      toasts.failed('Send to agent', error)
    }
  }
  const open = conversations.filter(([, own]) => !own.some(({ resolved }) => resolved)).map(([id]) => id)
  return (
    <Section title="Comments" note={`${comments.length}`}>
      <ul className="flex flex-col gap-2">
        {conversations.map(([id, own]) => (
          <Conversation key={id} comments={own} onSend={() => void send([id])} />
        ))}
      </ul>
      {open.length > 1 && (
        <Button className="self-start" icon={<Bot className="size-3.5" />} onClick={() => void send(open)}>
          Send all {open.length} open ones to agent
        </Button>
      )}
    </Section>
  )
}

function Conversation({ comments, onSend }: { comments: readonly PullRequestComment[]; onSend(): void }) {
  const [first] = comments
  if (!first) return null
  const { path, line, side, resolved, outdated } = first
  return (
    <li className="rounded-md border border-line bg-panel">
      <div className="flex h-8 items-center gap-2 border-b border-line px-2.5 text-sm">
        <span className={path === null ? 'text-subtle' : 'truncate font-mono text-muted'}>
          {path === null ? 'General' : `${path}${line === null ? '' : `:${line}`}`}
        </span>
        {side === 'old' && <Badge>before the change</Badge>}
        {resolved && <Badge>resolved</Badge>}
        {outdated && <Badge tone="attention">outdated</Badge>}
        <span className="flex-1" />
        <Button size="sm" kind="ghost" icon={<Bot className="size-3.5" />} onClick={onSend}>
          Send to agent
        </Button>
      </div>
      {comments.map(({ id, author, body, at }) => (
        <div key={id} className="px-2.5 py-1.5">
          <p className="flex items-baseline gap-2 text-sm">
            <span className="font-medium">{author}</span>
            <RelativeTime at={at} />
          </p>
          <Markdown text={body} />
        </div>
      ))}
    </li>
  )
}
