import { Check } from 'lucide-react'
import type { Plan } from '../../../contracts/index.ts'
import { cx } from '../../ui/index.ts'
import { planProgress } from './rows.ts'

const words = { completed: 'done', in_progress: 'in progress', pending: 'to do' }

/** The agent's plan as a checklist. */
export function PlanCard({ plan }: { plan: Plan }) {
  return (
    <section aria-label="Plan" className="rounded-md border border-line bg-panel">
      <header className="flex h-[30px] items-center gap-2 px-2.5 text-sm text-muted">
        <b className="font-medium text-fg">Plan</b>
        <span className="tabular-nums">{planProgress(plan.entries)}</span>
      </header>
      <ul className="flex flex-col gap-[3px] px-2.5 pt-0.5 pb-[9px]">
        {plan.entries.map((entry, index) => (
          // Agents send the whole list anew each time; an entry is its place.
          // oxlint-disable-next-line react/no-array-index-key
          <li
            key={index}
            className={cx(
              'flex items-start gap-2',
              entry.status === 'in_progress' ? 'text-fg' : 'text-muted',
              entry.status === 'completed' && 'text-subtle',
            )}
          >
            <span
              role="img"
              aria-label={words[entry.status]}
              className={cx(
                'mt-[3px] grid size-3.5 flex-none place-items-center rounded-sm border-[1.5px]',
                entry.status === 'completed' && 'border-transparent bg-running-bg text-running',
                entry.status === 'in_progress' && 'border-running',
                entry.status === 'pending' && 'border-strong',
              )}
            >
              {entry.status === 'completed' && <Check className="size-2.5" strokeWidth={3} />}
            </span>
            <span className="min-w-0 break-words">{entry.content}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
