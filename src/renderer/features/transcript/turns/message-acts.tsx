import { Pencil, RotateCcw } from 'lucide-react'
import type { Message } from '../../../../contracts/index.ts'
import { CopyButton, IconButton } from '../../../ui/index.ts'
import { useTurnActs } from './turn-acts.ts'

/** What can be done with a message of the user; seen while it is pointed at or has the focus. */
export function MessageActs({ message }: { message: Message }) {
  const acts = useTurnActs()
  const disabled = acts?.blocked ?? false
  return (
    <div className="flex flex-none gap-0.5 opacity-0 transition-opacity group-focus-within/message:opacity-100 group-hover/message:opacity-100">
      <CopyButton text={message.content} label="Copy the message" />
      {acts && (
        <>
          <IconButton
            size="sm"
            label="Edit and send again"
            icon={<Pencil />}
            disabled={disabled}
            onClick={() => acts.retry(message, true)}
          />
          <IconButton
            size="sm"
            label="Retry"
            icon={<RotateCcw />}
            disabled={disabled}
            onClick={() => acts.retry(message, false)}
          />
        </>
      )}
    </div>
  )
}
