import { MonitorUp } from 'lucide-react'
import type { Seat } from '../../../contracts/index.ts'
import { Button } from '../../ui/index.ts'

const places: Readonly<Record<Seat['kind'], string>> = {
  window: 'Another window writes in this session.',
  tab: 'Another browser tab writes in this session.',
  command_line: 'A command line writes in this session.',
}

/** Stands in place of the composer while somebody else writes; what happens is watched here. */
export function AttachedElsewhere({ writer, onTakeOver }: { writer: Seat; onTakeOver(): void }) {
  return (
    <div className="mx-auto w-full max-w-[892px] flex-none px-4 pb-4">
      <div
        role="status"
        className="flex min-h-11 items-center gap-2.5 rounded-lg border border-strong bg-raised px-3 py-2"
      >
        <MonitorUp aria-hidden className="size-4 flex-none text-subtle" />
        <p className="min-w-0 flex-1">
          {places[writer.kind]} <span className="text-muted">Here it is watched.</span>
        </p>
        <Button onClick={onTakeOver}>Take over</Button>
      </div>
    </div>
  )
}
