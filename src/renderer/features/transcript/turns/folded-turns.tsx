import { ChevronRight, GitBranch } from 'lucide-react'
import type { TurnId } from '../../../../contracts/index.ts'
import { count } from '../../../app/index.ts'
import { Button, cx } from '../../../ui/index.ts'
import { useTurnActs } from './turn-acts.ts'

/** A branch of the conversation that was left: one line that opens, and the way back to it. */
export function FoldedTurns({
  turns,
  open,
  onToggle,
}: {
  turns: readonly TurnId[]
  open: boolean
  onToggle(): void
}) {
  const acts = useTurnActs()
  const last = turns.at(-1)
  return (
    <div className="flex h-[30px] items-center rounded-md border border-dashed border-strong text-sm text-subtle">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex h-full min-w-0 flex-1 items-center gap-2 px-2.5 text-left -outline-offset-2 hover:bg-hover"
      >
        <GitBranch aria-hidden className="size-4 flex-none" />
        <span className="truncate">{count(turns.length, 'turn')} of an earlier branch</span>
        <ChevronRight aria-hidden className={cx('size-3.5 flex-none', open && 'rotate-90')} />
      </button>
      {acts && (
        <Button
          size="sm"
          kind="ghost"
          disabled={acts.blocked ?? false}
          onClick={() => last && acts.goTo(last)}
        >
          Go on from here
        </Button>
      )}
    </div>
  )
}
