import type { RunningGitAct } from '../../../contracts/index.ts'
import { Spinner } from '../../ui/index.ts'

/** How far a git act is. */
export function ActProgress({ act }: { act: RunningGitAct | null }) {
  const percent = act?.percent ?? null
  const words = act ? [act.repository, act.phase].filter(Boolean).join(': ') : 'Starting'
  return (
    <div role="status" aria-label="Progress" className="flex flex-col gap-2 py-3">
      <span className="flex items-center gap-2">
        <Spinner label="Working" />
        <span className="min-w-0 flex-1 truncate">{words}</span>
        {percent !== null && <span className="text-sm text-muted tabular-nums">{percent} %</span>}
      </span>
      <span className="h-1 overflow-hidden rounded-full bg-active">
        <span
          style={{ width: `${percent ?? 0}%` }}
          className="block h-full bg-accent transition-[width] duration-(--base)"
        />
      </span>
    </div>
  )
}
