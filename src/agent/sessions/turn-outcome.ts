import type { Logger } from '../../base/index.ts'
import { Failure } from '../../contracts/index.ts'
import type { TurnOutcome } from './turn-state.ts'

export type PromptResult = { stopReason: string } | { failure: Failure; died: boolean }

/** Stop reasons that mean the agent stopped before it was done, in words. */
const stoppedShort: Readonly<Record<string, { how: string; hint: string }>> = {
  max_tokens: { how: 'reached its token limit', hint: 'Prompt again to let it go on.' },
  max_turn_requests: {
    how: 'reached its limit of requests in one turn',
    hint: 'Prompt again to let it go on.',
  },
  refusal: { how: 'refused to go on', hint: 'Change the prompt; the agent does not keep the refused one.' },
}

export const cancelledOutcome: TurnOutcome = { status: 'cancelled', stopReason: 'cancelled', error: null }

export const failedOutcome = (failure: Failure): TurnOutcome => ({
  status: 'failed',
  stopReason: null,
  error: failure.toJSON(),
})

export const interruptedOutcome = (failure: Failure): TurnOutcome => ({
  status: 'interrupted',
  stopReason: null,
  error: failure.toJSON(),
})

export const shutDownOutcome: TurnOutcome = interruptedOutcome(
  new Failure('agent_failed', 'The node agent was shut down during the turn', {
    hint: 'Prompt again to go on.',
  }),
)

/** How often the end of a turn is tried again that found no room on the disk. */
export const unwrittenRetryMs = 1_000

/** Why something of the transcript could not be written: a full disk, a damaged database, or a bug. */
export const unwrittenFailure = (error: unknown): Failure =>
  error instanceof Failure
    ? error
    : new Failure('internal', 'The transcript could not be written', {
        hint: 'See the log file.',
        cause: error,
      })

/** An expected failure as it is; anything else is a bug: logged, and told as `internal`. */
export function unexpectedFailure(error: unknown, log: Logger): Failure {
  if (error instanceof Failure) return error
  log.error({ err: error }, 'unexpected failure of a session')
  return new Failure('internal', 'The session failed unexpectedly', {
    hint: 'See the log file.',
    cause: error,
  })
}

export const brokenOutcome = (error: unknown, log: Logger): TurnOutcome =>
  failedOutcome(unexpectedFailure(error, log))

/** The ending that a prompt's answer means. A stop reason we do not know counts as done, and is kept. */
export function outcomeOf(result: PromptResult, agentName: string): TurnOutcome {
  if ('failure' in result)
    return result.died ? interruptedOutcome(result.failure) : failedOutcome(result.failure)
  const { stopReason } = result
  if (stopReason === 'cancelled') return cancelledOutcome
  const short = stoppedShort[stopReason]
  if (!short) return { status: 'succeeded', stopReason, error: null }
  const failure = new Failure('agent_failed', `${agentName} ${short.how}`, {
    hint: short.hint,
    details: { stopReason },
  })
  return { status: 'failed', stopReason, error: failure.toJSON() }
}
