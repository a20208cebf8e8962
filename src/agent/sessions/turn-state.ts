import {
  Failure,
  type FailureShape,
  type SessionId,
  type Turn,
  type TurnId,
  type TurnStatus,
} from '../../contracts/index.ts'
import { invalidMove, isFinal, mayMove, type Moves } from './moves.ts'

export const turnMoves: Moves<TurnStatus> = {
  queued: ['running', 'cancelled', 'interrupted'],
  running: ['succeeded', 'failed', 'cancelled', 'interrupted'],
  succeeded: [],
  failed: [],
  cancelled: [],
  interrupted: [],
}

export type TurnEnding = 'succeeded' | 'failed' | 'cancelled' | 'interrupted'

export interface TurnOutcome {
  status: TurnEnding
  stopReason: string | null
  error: FailureShape | null
}

export type TurnCommand = { type: 'start' } | ({ type: 'end' } & TurnOutcome)
export type TurnEvent = { type: 'started'; at: number } | ({ type: 'ended'; at: number } & TurnOutcome)

export const newTurn = (
  id: TurnId,
  sessionId: SessionId,
  ordinal: number,
  parentId: TurnId | null,
  at: number,
): Turn => ({
  id,
  sessionId,
  ordinal,
  parentId,
  folded: false,
  snapshots: [],
  status: 'queued',
  stopReason: null,
  error: null,
  createdAt: at,
  startedAt: null,
  endedAt: null,
  revision: 0,
})

/** Events of a command at time `at`; none when the turn has ended already: the first ending wins. */
export function decideTurn(turn: Turn, command: TurnCommand, at: number): TurnEvent[] | Failure {
  const to = command.type === 'start' ? 'running' : command.status
  if (command.type === 'end' && isFinal(turnMoves, turn.status)) return []
  if (!mayMove(turnMoves, turn.status, to)) return invalidMove('The turn', turn.status, to)
  if (command.type === 'start') return [{ type: 'started', at }]
  return [{ ...command, type: 'ended', at }]
}

export function evolveTurn(turn: Turn, event: TurnEvent): Turn {
  const revision = turn.revision + 1
  if (event.type === 'started') return { ...turn, revision, status: 'running', startedAt: event.at }
  const { status, stopReason, error, at } = event
  return { ...turn, revision, status, stopReason, error, endedAt: at }
}

/** The turn after a command; null when the command changes nothing. Throws `invalid_transition`. */
export function moveTurn(turn: Turn, command: TurnCommand, at: number): Turn | null {
  const events = decideTurn(turn, command, at)
  if (events instanceof Failure) throw events
  return events.length === 0 ? null : events.reduce(evolveTurn, turn)
}
