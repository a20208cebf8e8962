import { Check } from 'lucide-react'
import type { Need } from '../../../contracts/index.ts'
import { formatRoute, useEntities, useServices } from '../../app/index.ts'
import { sessionStatus } from '../../state/index.ts'
import { cx, IconButton, RelativeTime, StatusDot } from '../../ui/index.ts'
import { ApprovalCard, QuestionCard } from '../transcript/index.ts'

/** One thing that waits: where it is, then what it is. `current` is the one that keys answer. */
export function NeedView({ need, current }: { need: Need; current: boolean }) {
  return (
    <li data-need={need.id} className="flex min-w-0 flex-col gap-1">
      <Head need={need} current={current} />
      {need.kind === 'approval' && <ApprovalCard approval={need.approval} from="inbox" current={current} />}
      {need.kind === 'question' && <QuestionCard question={need.question} />}
    </li>
  )
}

function Head({ need, current }: { need: Need; current: boolean }) {
  const { client, toasts } = useServices()
  const { sessionId, workspaceId } = need
  const session = useEntities((entities) => entities.sessions[sessionId])
  const workspace = useEntities((entities) => entities.workspaces[workspaceId])
  const project = useEntities((entities) => workspace && entities.projects[workspace.projectId])
  if (!session) return null
  const asks = need.kind === 'approval' || need.kind === 'question'
  const { status, word } = sessionStatus(session, asks ? 1 : 0)
  const markSeen = (): void => {
    client.session.markSeen({ sessionId }).catch((error: unknown) => toasts.failed('Mark as seen', error))
  }
  return (
    <div
      className={cx(
        'flex h-9 items-center rounded-md pr-1',
        current && 'bg-active',
        !asks && 'border border-line bg-panel',
      )}
    >
      <a
        data-row
        href={formatRoute({ name: 'workspace', workspaceId, tab: { kind: 'session', id: sessionId } })}
        className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-md px-2.5 -outline-offset-2 hover:bg-hover"
      >
        <StatusDot status={status} label={word} />
        <span className="truncate font-medium" title={session.title}>
          {session.title}
        </span>
        <span className={cx('min-w-0 truncate text-sm', current ? 'text-muted' : 'text-subtle')}>
          {project ? `${project.name} / ` : ''}
          {workspace?.name} · {session.agentName}
        </span>
        <span className="flex-1" />
        {!asks && (
          <span className={cx('max-w-1/2 flex-none truncate text-sm', tones[need.kind])}>
            {need.kind === 'attention'
              ? need.attention.text || 'rang'
              : need.kind === 'finished'
                ? 'finished'
                : word}
          </span>
        )}
        {!asks && (
          <RelativeTime
            at={
              need.kind === 'attention' ? need.attention.at : (session.lastTurn?.endedAt ?? session.updatedAt)
            }
          />
        )}
      </a>
      {!asks && <IconButton size="sm" label="Mark as seen" icon={<Check />} onClick={markSeen} />}
    </div>
  )
}

const tones = { attention: 'text-attention', failed: 'text-error', finished: 'text-muted' }
