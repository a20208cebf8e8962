import type { Turn } from '../../../contracts/index.ts'
import { useEntities } from '../../app/index.ts'
import { ErrorNote } from '../../ui/index.ts'
import { AgentOutput, AgentTrouble } from './agent-trouble.tsx'

/** Stop reasons of the protocol, in words. */
const reasons: Record<string, string> = {
  max_tokens: 'The agent reached the length limit of its model.',
  max_turn_requests: 'The agent reached its limit of requests in one turn.',
  refusal: 'The agent refused to go on.',
}
/** Failures after which the agent itself may need help. */
const ofAgent: ReadonlySet<string> = new Set(['agent_failed', 'agent_unavailable', 'auth_required'])

/** How a turn ended that did not simply succeed. The last one of its session offers the ways on. */
export function TurnEnd({ turn }: { turn: Turn }) {
  const session = useEntities((entities) => entities.sessions[turn.sessionId])
  if (turn.status === 'cancelled')
    return (
      <div className="text-sm text-subtle">
        <p>
          You stopped this turn.{turn.error && <span className="text-error"> {turn.error.message}.</span>}
        </p>
        {turn.error && <AgentOutput error={turn.error} />}
      </div>
    )
  const interrupted = turn.status === 'interrupted'
  const error = {
    code: turn.error?.code ?? ('agent_failed' as const),
    message:
      turn.error?.message ??
      (interrupted
        ? 'The turn was interrupted: its agent ended.'
        : (reasons[turn.stopReason ?? ''] ?? 'The turn failed.')),
    hint:
      turn.error?.hint ??
      (interrupted ? 'What it had done is kept. Send the message again to go on.' : undefined),
    details: turn.error?.details,
  }
  // A stop reason is the agent's own decision: it works.
  const helpless = ofAgent.has(error.code) && turn.stopReason === null
  if (helpless && session?.lastTurn?.id === turn.id) return <AgentTrouble session={session} error={error} />
  return (
    <ErrorNote error={error}>
      <AgentOutput error={error} />
    </ErrorNote>
  )
}
