import type { SessionView } from '../../../contracts/index.ts'
import { Meter } from '../../ui/index.ts'
import { costText, tokenText } from './usage-text.ts'

/** How full the agent's context window is, and what the session has cost where the agent says so. */
export function ContextMeter({ usage }: Pick<SessionView, 'usage'>) {
  if (!usage) return null
  return (
    <span className="mr-1.5 flex items-center gap-2 text-sm text-subtle tabular-nums">
      <Meter label="Context used" used={usage.used} size={usage.size} />
      {tokenText(usage.used)} / {tokenText(usage.size)}
      {usage.cost && <span title="What this session has cost so far">{costText(usage.cost)}</span>}
    </span>
  )
}
