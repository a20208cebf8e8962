import type { Turn } from '../../../contracts/index.ts'
import { ErrorNote } from '../../ui/index.ts'

/** Stop reasons of the protocol, in words. */
const reasons: Record<string, string> = {
  max_tokens: 'The agent reached the length limit of its model.',
  max_turn_requests: 'The agent reached its limit of requests in one turn.',
  refusal: 'The agent refused to go on.',
}

/** How a turn ended that did not simply succeed. */
export function TurnEnd({ turn }: { turn: Turn }) {
  if (turn.status === 'cancelled') return <p className="text-sm text-subtle">You stopped this turn.</p>
  if (turn.status === 'interrupted')
    return (
      <ErrorNote
        error={{
          code: turn.error?.code ?? 'interrupted',
          message: turn.error?.message ?? 'The turn was interrupted: its agent ended.',
          hint: turn.error?.hint ?? 'What it had done is kept. Send the message again to go on.',
        }}
      />
    )
  const stderr = turn.error?.details?.['stderr']
  return (
    <ErrorNote
      error={{
        code: turn.error?.code ?? turn.stopReason ?? 'agent_failed',
        message: turn.error?.message ?? reasons[turn.stopReason ?? ''] ?? 'The turn failed.',
        hint: turn.error?.hint,
      }}
    >
      {typeof stderr === 'string' && stderr.trim() !== '' && (
        <pre className="mt-1 max-h-40 overflow-auto rounded-sm bg-input p-2 font-mono text-sm whitespace-pre-wrap select-text">
          {stderr}
        </pre>
      )}
    </ErrorNote>
  )
}
