import { Check, CornerDownRight, ExternalLink, Pencil, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { CommentId, ReviewComment, ReviewThread } from '../../../../contracts/index.ts'
import { navigate, useServices } from '../../../app/index.ts'
import { Badge, Button, IconButton, RelativeTime } from '../../../ui/index.ts'
import { CommentEditor } from './comment-editor.tsx'

/** Comments on one place, with what can be done with them. */
export function ThreadView({ thread, outdated }: { thread: ReviewThread; outdated: boolean }) {
  const { client, toasts } = useServices()
  const [writing, setWriting] = useState(false)
  const { id: threadId, comments, draft, resolvedAt, origin, code } = thread
  const [open, setOpen] = useState(resolvedAt === null)
  const own = origin.kind === 'local'
  const act = (what: string, work: Promise<unknown>): void =>
    void work.catch((error: unknown) => toasts.failed(what, error))
  const isWriting = own && (writing || (draft !== null && draft.commentId === null))
  const resolve = (resolved: boolean): void => {
    setOpen(!resolved)
    act('Resolving', client.comment.resolve({ threadId, resolved }))
  }
  return (
    <section
      aria-label={`Comments on ${thread.path}, line ${thread.endLine}`}
      className="my-1 ml-3 mr-3 max-w-[760px] rounded-md border border-line bg-raised"
    >
      <header className="flex min-h-8 items-center gap-2 px-3 text-sm text-muted">
        <button
          type="button"
          aria-expanded={open}
          className="truncate hover:text-fg"
          onClick={() => setOpen(!open)}
        >
          {range(thread)}
          {thread.side === 'old' && ' before the change'}
        </button>
        {outdated && <Badge>Outdated</Badge>}
        {resolvedAt !== null && <Badge>Resolved</Badge>}
        {origin.kind === 'pull_request' && (
          <a
            className="flex items-center gap-1 hover:text-fg"
            href={origin.url}
            target="_blank"
            rel="noreferrer"
          >
            #{origin.number} <ExternalLink aria-hidden className="size-3.5" />
          </a>
        )}
        <span className="flex-1" />
        {own && comments.length > 0 && (
          <Button
            size="sm"
            kind="ghost"
            icon={resolvedAt === null ? <Check className="size-3.5" /> : <RotateCcw className="size-3.5" />}
            onClick={() => resolve(resolvedAt === null)}
          >
            {resolvedAt === null ? 'Resolve' : 'Reopen'}
          </Button>
        )}
      </header>
      {open && (
        <div className="flex flex-col gap-2 px-3 pb-3">
          {outdated && code.length > 0 && (
            <pre
              aria-label="The lines as they were"
              className="max-h-32 overflow-auto rounded-sm bg-input p-2 font-mono text-sm text-muted"
            >
              {code.join('\n')}
            </pre>
          )}
          {comments.map((comment) => (
            <Comment key={comment.id} thread={thread} comment={comment} own={own} act={act} />
          ))}
          {isWriting ? (
            <CommentEditor
              label={comments.length === 0 ? 'Comment on these lines' : 'Reply'}
              act={comments.length === 0 ? 'Add comment' : 'Reply'}
              initial={draft?.commentId === null ? draft.text : ''}
              onKeep={(text) =>
                act('Keeping the draft', client.comment.draft({ threadId, draft: { commentId: null, text } }))
              }
              onSubmit={async (text) => {
                await client.comment.reply({ threadId, text })
                setWriting(false)
              }}
              onCancel={() => {
                setWriting(false)
                act('Discarding the draft', client.comment.draft({ threadId, draft: null }))
              }}
            />
          ) : (
            own && (
              <Button
                size="sm"
                kind="ghost"
                className="self-start"
                icon={<CornerDownRight className="size-3.5" />}
                onClick={() => setWriting(true)}
              >
                Reply
              </Button>
            )
          )}
        </div>
      )}
    </section>
  )
}

const range = ({ startLine, endLine, code }: ReviewThread): string =>
  code.length === 0
    ? 'The file'
    : startLine === endLine
      ? `Line ${startLine}`
      : `Lines ${startLine}–${endLine}`

interface CommentProps {
  thread: ReviewThread
  comment: ReviewComment
  own: boolean
  act(what: string, work: Promise<unknown>): void
}

function Comment({ thread, comment, own, act }: CommentProps) {
  const { client, toasts } = useServices()
  const { id: threadId, workspaceId, draft } = thread
  const { id: commentId, author, text, createdAt, sent } = comment
  const [editing, setEditing] = useState(draft?.commentId === commentId)
  const keep = (typed: { commentId: CommentId; text: string } | null): Promise<unknown> =>
    client.comment.draft({ threadId, draft: typed })
  const remove = async (): Promise<void> => {
    const { thread: left } = await client.comment.remove({ threadId, commentId })
    const { repositoryId, path, side, startLine, endLine, code, before, after } = thread
    const place = { repositoryId, path, side, startLine, endLine, code, before, after }
    const undo = (): void =>
      act(
        'Undo',
        left ? client.comment.reply({ threadId, text }) : client.comment.add({ workspaceId, place, text }),
      )
    toasts.show({ title: 'Comment deleted', action: { label: 'Undo', run: undo } })
  }
  if (editing)
    return (
      <CommentEditor
        label="Edit the comment"
        act="Save"
        initial={draft?.commentId === commentId ? draft.text : text}
        onKeep={(typed) => act('Keeping the draft', keep({ commentId, text: typed }))}
        onSubmit={async (typed) => {
          await client.comment.edit({ threadId, commentId, text: typed })
          setEditing(false)
        }}
        onCancel={() => {
          setEditing(false)
          act('Discarding the draft', keep(null))
        }}
      />
    )
  return (
    <article className="group/comment flex flex-col">
      <div className="flex min-h-6 items-center gap-2 text-sm text-subtle">
        <b className="font-medium text-fg">{author ?? 'You'}</b>
        <RelativeTime at={createdAt} />
        {sent ? (
          <button
            type="button"
            className="text-muted underline-offset-2 hover:underline"
            onClick={() =>
              navigate({ name: 'workspace', workspaceId, tab: { kind: 'session', id: sent.sessionId } })
            }
          >
            Sent to the agent
          </button>
        ) : (
          own && <span>Not sent yet</span>
        )}
        {own && (
          <span className="flex opacity-0 group-focus-within/comment:opacity-100 group-hover/comment:opacity-100">
            <IconButton
              size="sm"
              label="Edit the comment"
              icon={<Pencil />}
              onClick={() => setEditing(true)}
            />
            <IconButton
              size="sm"
              label="Delete the comment"
              icon={<Trash2 />}
              onClick={() => act('Deleting', remove())}
            />
          </span>
        )}
      </div>
      <p className="break-words whitespace-pre-wrap select-text">{text}</p>
    </article>
  )
}
