import { Inbox } from 'lucide-react'
import { useState } from 'react'
import { count, useEntities } from '../../app/index.ts'
import { needsYouCount } from '../../state/index.ts'
import { Badge, cx, Popover } from '../../ui/index.ts'
import { NeedsYouList } from './needs-you-list.tsx'

/** Opens the list of what waits for the user; shows how much that is. */
export function NeedsYouButton({ folded }: { folded: boolean }) {
  const waiting = useEntities(needsYouCount)
  const [open, setOpen] = useState(false)
  const words = waiting === 0 ? 'Needs you: nothing' : `Needs you: ${count(waiting, 'thing')}`
  return (
    <Popover
      title="Needs you"
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          data-row
          aria-label={folded ? words : undefined}
          title={folded ? words : undefined}
          className={cx(
            'relative flex h-7 w-full items-center gap-2 rounded-md px-2 text-muted hover:bg-hover data-popup-open:bg-active [&_svg]:size-4 [&_svg]:flex-none',
            folded && 'justify-center',
          )}
        >
          <Inbox aria-hidden strokeWidth={1.5} />
          {!folded && <span className="flex-1 text-left">Needs you</span>}
          {waiting > 0 &&
            (folded ? (
              <span aria-hidden className="absolute top-1 right-1 size-2 rounded-full bg-attention" />
            ) : (
              <>
                <Badge tone="attention">{waiting}</Badge>
                <span className="sr-only">waiting</span>
              </>
            ))}
        </button>
      }
    >
      <NeedsYouList onGo={() => setOpen(false)} />
    </Popover>
  )
}
