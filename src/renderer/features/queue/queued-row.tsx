import { ArrowDown, ArrowUp, Pencil, SendHorizontal, X } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import type { QueuedMessage } from '../../../contracts/index.ts'
import { useServices } from '../../app/index.ts'
import { Badge, IconButton } from '../../ui/index.ts'
import { EditQueued } from './edit-queued.tsx'
import { neighbour } from './held.ts'

/** One waiting message: its text, and what can be done with it. */
export function QueuedRow({
  message,
  queue,
  index,
  sendable,
}: {
  message: QueuedMessage
  queue: readonly QueuedMessage[]
  index: number
  sendable: boolean
}) {
  const { client, toasts, newKey } = useServices()
  const [editing, setEditing] = useState(false)
  const messageId = message.id
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      toasts.failed(what, error)
    }
  }
  const move = (direction: 'up' | 'down'): void => {
    const to = neighbour(queue, messageId, direction)
    if (to) void attempt('Move the message', () => client.queue.move({ messageId, ...to }))
  }
  const putBack = (): void => {
    const { sessionId, text, attachments, approve } = message
    const before = queue[index + 1]?.id ?? null
    const again = { sessionId, text, attachments, approve, before, idempotencyKey: newKey() }
    void attempt('Undo', () => client.queue.add(again))
  }
  const discard = (): void =>
    void attempt('Remove the message', async () => {
      await client.queue.discard({ messageId })
      toasts.show({
        title: 'Message removed from the queue',
        detail: message.text.split('\n')[0] ?? '',
        action: { label: 'Undo', run: putBack },
      })
    })

  const onMoveKey = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(event.key === 'ArrowUp' ? 'up' : 'down')
  }

  if (editing) return <EditQueued message={message} onDone={() => setEditing(false)} />
  return (
    <li className="flex h-8 items-center gap-2 px-2.5 text-sm">
      <Badge tone={message.status === 'held' ? 'attention' : 'queued'}>
        {message.status} {index + 1}
      </Badge>
      <span className="min-w-0 flex-1 truncate" title={message.text}>
        {message.text}
      </span>
      {queue.length > 1 && (
        <>
          <IconButton
            size="sm"
            label="Move up"
            keys="Alt+ArrowUp"
            icon={<ArrowUp />}
            onKeyDown={onMoveKey}
            disabled={index === 0 ? 'It is the first' : false}
            onClick={() => move('up')}
          />
          <IconButton
            size="sm"
            label="Move down"
            keys="Alt+ArrowDown"
            icon={<ArrowDown />}
            onKeyDown={onMoveKey}
            disabled={index === queue.length - 1 ? 'It is the last' : false}
            onClick={() => move('down')}
          />
        </>
      )}
      {sendable && (
        <IconButton
          size="sm"
          label="Send now"
          icon={<SendHorizontal />}
          onClick={() => void attempt('Send now', () => client.queue.sendNow({ messageId }))}
        />
      )}
      <IconButton size="sm" label="Edit" icon={<Pencil />} onClick={() => setEditing(true)} />
      <IconButton size="sm" label="Remove" icon={<X />} onClick={discard} />
    </li>
  )
}
