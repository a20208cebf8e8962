import { useEffect, useRef } from 'react'
import type { ThreadId } from '../../../../contracts/index.ts'
import { useServices } from '../../../app/index.ts'
import { fileOf, useDiffList } from '../diff-list-context.ts'
import type { LinesTarget } from '../extension.ts'
import { CommentEditor } from './comment-editor.tsx'
import { useBeingWritten } from './being-written.ts'
import { placeOfLines } from './place-of-lines.ts'

/** The first comment on chosen lines. What is typed becomes a thread that holds a draft, and so outlives the app. */
export function NewComment({ lines, onClose }: { lines: LinesTarget; onClose(): void }) {
  const { client, toasts } = useServices()
  const list = useDiffList()
  const setBeingWritten = useBeingWritten()
  const thread = useRef<Promise<ThreadId> | null>(null)
  useEffect(() => () => setBeingWritten(null), [setBeingWritten])
  const begin = async (text: string, draft: boolean): Promise<ThreadId> => {
    const { repository, file } = lines
    const texts = await client.git.file({ ...fileOf(list, { id: '', repository, file }), large: true })
    const place = placeOfLines(lines, texts)
    const { id } = await client.comment.add({ workspaceId: lines.workspaceId, place, text, draft })
    if (draft) setBeingWritten(id)
    return id
  }
  const keep = (text: string): void => {
    const known = thread.current
    if (known) {
      const draft = { commentId: null, text }
      known
        .then((threadId) => client.comment.draft({ threadId, draft }))
        .catch((error: unknown) => toasts.failed('Keeping the draft', error))
    } else if (text.trim() !== '') {
      thread.current = begin(text, true)
      thread.current.catch((error: unknown) => {
        thread.current = null
        toasts.failed('Keeping the draft', error)
      })
    }
  }
  const submit = async (text: string): Promise<void> => {
    const threadId = await thread.current
    await (threadId ? client.comment.reply({ threadId, text }) : begin(text, false))
    onClose()
  }
  const cancel = (): void => {
    void thread.current
      ?.then((threadId) => client.comment.draft({ threadId, draft: null }))
      .catch((error: unknown) => toasts.failed('Discarding the draft', error))
    onClose()
  }
  return (
    <CommentEditor
      label="Comment on these lines"
      act="Add comment"
      initial=""
      onKeep={keep}
      onSubmit={submit}
      onCancel={cancel}
    />
  )
}
