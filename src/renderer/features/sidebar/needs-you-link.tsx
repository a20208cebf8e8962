import { Inbox } from 'lucide-react'
import { waitingWords } from '../../../contracts/index.ts'
import { formatRoute, useEntities, useRoute } from '../../app/index.ts'
import { needsYouCount } from '../../state/index.ts'
import { Badge, Tooltip } from '../../ui/index.ts'
import { rowClass } from './row.ts'

/** Leads to what waits for the user; shows how much that is. */
export function NeedsYouLink({ folded }: { folded: boolean }) {
  const waiting = useEntities(needsYouCount)
  const on = useRoute().name === 'inbox'
  const words = waitingWords(waiting)
  const link = (
    <a
      data-row
      href={formatRoute({ name: 'inbox' })}
      aria-current={on ? 'page' : undefined}
      aria-label={folded ? `Needs you: ${words}` : undefined}
      className={`relative ${rowClass(on, folded)}`}
    >
      <Inbox aria-hidden strokeWidth={1.5} className="size-4 flex-none" />
      {!folded && <span className="flex-1">Needs you</span>}
      {waiting > 0 &&
        (folded ? (
          <span aria-hidden className="absolute top-1 right-1 size-2 rounded-full bg-attention" />
        ) : (
          <>
            <Badge tone="attention">{waiting}</Badge>
            <span className="sr-only">waiting</span>
          </>
        ))}
    </a>
  )
  return folded ? <Tooltip text={words}>{link}</Tooltip> : link
}
