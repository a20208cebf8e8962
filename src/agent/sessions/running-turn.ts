import type { Approve, Failure, PromptContent, QueuedMessageId, Turn } from '../../contracts/index.ts'
import type { TurnOutcome } from './turn-state.ts'

/** The turn a session is in. */
export interface RunningTurn {
  readonly turn: Turn
  readonly content: PromptContent
  readonly approve: Approve
  /** How somebody ended it before the agent did; it ends so, whatever the agent says. */
  endAs: TurnOutcome | null
  /** The message that goes next however this turn ends. */
  next: QueuedMessageId | null
  /** Why its end could not be written; it is still to be, and until then the turn is the running one. */
  unwritten: Failure | null
  /** It has ended, written or not. */
  readonly ended: Promise<void>
  markEnded(): void
}

export function runningTurn(turn: Turn, content: PromptContent, approve: Approve): RunningTurn {
  const { promise: ended, resolve: markEnded } = Promise.withResolvers<void>()
  return { turn, content, approve, endAs: null, next: null, unwritten: null, ended, markEnded }
}
