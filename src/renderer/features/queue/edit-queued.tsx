import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { QueuedMessage } from '../../../contracts/index.ts'
import { useAct, useServices } from '../../app/index.ts'
import { Button, ErrorNote } from '../../ui/index.ts'

/** A waiting message while its text is changed. It may be sent meanwhile: saving then says so. */
export function EditQueued({ message, onDone }: { message: QueuedMessage; onDone: () => void }) {
  const { client } = useServices()
  const [text, setText] = useState(message.text)
  const act = useAct()
  const input = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const area = input.current
    area?.focus()
    area?.setSelectionRange(area.value.length, area.value.length)
  }, [])
  const save = async (): Promise<void> => {
    const trimmed = text.trim()
    if (trimmed === '') return
    const { id: messageId, attachments } = message
    if (await act.run(() => client.queue.edit({ messageId, text: trimmed, attachments }))) onDone()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      onDone()
    } else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      void save()
    }
  }
  return (
    <li className="space-y-2 p-2">
      {act.failure && <ErrorNote error={act.failure} />}
      <textarea
        ref={input}
        value={text}
        aria-label="Text of the queued message"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="block field-sizing-content max-h-[30vh] min-h-8 w-full resize-none rounded-md border border-strong bg-input px-2.5 py-1.5"
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" kind="ghost" keys="Escape" onClick={onDone}>
          Cancel
        </Button>
        <Button
          size="sm"
          kind="primary"
          keys="Enter"
          loading={act.busy}
          disabled={text.trim() === '' ? 'Write a message first' : false}
          onClick={() => void save()}
        >
          Save
        </Button>
      </div>
    </li>
  )
}
