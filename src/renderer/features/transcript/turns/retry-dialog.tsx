import { useRef, useState } from 'react'
import type { Message, Turn } from '../../../../contracts/index.ts'
import { count, useAct, useServices } from '../../../app/index.ts'
import { Button, Checkbox, Dialog, ErrorNote } from '../../../ui/index.ts'

/** Asks how a message is sent again: changed or not, with the files put back or as they are. */
export function RetryDialog({
  message,
  turn,
  following,
  edit,
  onClose,
}: {
  message: Message
  turn: Turn | undefined
  /** Turns after this one that are folded away with it. */
  following: number
  edit: boolean
  onClose(): void
}) {
  const { client, newKey } = useServices()
  const [text, setText] = useState(message.content)
  const [restore, setRestore] = useState(false)
  const act = useAct()
  const key = useRef(newKey())
  const input = useRef<HTMLTextAreaElement>(null)
  const restorable = turn?.snapshots.some(({ before }) => before !== null) ?? false
  const send = async (): Promise<void> => {
    const { sessionId, turnId } = message
    const changed = edit ? { text: text.trim() } : {}
    const sent = await act.run(() =>
      client.turn.retry({ sessionId, turnId, restore, idempotencyKey: key.current, ...changed }),
    )
    if (sent) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={edit ? 'Edit and send again' : 'Retry'}
      width={560}
      {...(edit ? { initialFocus: input } : {})}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            kind="primary"
            {...(edit ? { keys: 'Mod+Enter' } : {})}
            loading={act.busy}
            disabled={edit && text.trim() === '' ? 'Write a message first' : false}
            onClick={() => void send()}
          >
            {restore ? 'Put back and send' : 'Send again'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 px-[18px] py-4">
        {edit ? (
          <textarea
            ref={input}
            value={text}
            aria-label="Message"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') void send()
            }}
            className="block field-sizing-content max-h-[40vh] min-h-20 w-full resize-none rounded-md border border-strong bg-input px-2.5 py-2"
          />
        ) : (
          <p className="line-clamp-3 rounded-md border border-line bg-raised px-3 py-2 whitespace-pre-wrap">
            {message.content}
          </p>
        )}
        <p className="text-muted">
          {following === 0
            ? 'The earlier answer is folded away, not deleted.'
            : `The earlier answer and ${count(following, 'later turn')} are folded away, not deleted.`}
        </p>
        <Checkbox checked={restore} disabled={!restorable} onChange={setRestore}>
          Put the files back to before this turn
        </Checkbox>
        <p className="-mt-2 pl-6 text-sm text-subtle">
          {restorable
            ? 'Branch and files go back; everything since is kept in a backup ref first.'
            : 'The start of this turn was not recorded.'}
        </p>
        {act.failure && <ErrorNote error={act.failure} />}
      </div>
    </Dialog>
  )
}
