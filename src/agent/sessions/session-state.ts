import {
  Failure,
  type FailureShape,
  type Session,
  type SessionStatus,
  type Turn,
} from '../../contracts/index.ts'
import { invalidMove, mayMove, type Moves } from './moves.ts'

export const sessionMoves: Moves<SessionStatus> = {
  starting: ['idle', 'error', 'stopped'],
  idle: ['running', 'stopped', 'error'],
  running: ['idle', 'needs_attention', 'stopped'],
  needs_attention: ['running', 'idle', 'stopped'],
  // A prompt starts the agent anew, so a session that could not start can be tried again.
  error: ['starting', 'running', 'stopped'],
  stopped: [],
}

export type SessionCommand =
  | { type: 'start' }
  | { type: 'ready' }
  | { type: 'fail'; error: FailureShape }
  | { type: 'work'; turn: Turn }
  | { type: 'ask' }
  | { type: 'answered' }
  | { type: 'rest'; turn: Turn | null; error: FailureShape | null }
  | { type: 'stop'; turn: Turn | null }

const targets: Readonly<Record<SessionCommand['type'], SessionStatus>> = {
  start: 'starting',
  ready: 'idle',
  fail: 'error',
  work: 'running',
  ask: 'needs_attention',
  answered: 'running',
  rest: 'idle',
  stop: 'stopped',
}

export type SessionEvent = SessionCommand & { to: SessionStatus; at: number }

/** Events of a command; none when the session is where the command would take it. */
export function decideSession(
  session: Session,
  command: SessionCommand,
  at: number,
): SessionEvent[] | Failure {
  const to = targets[command.type]
  if (session.status === to) return []
  if (!mayMove(sessionMoves, session.status, to)) return invalidMove('The session', session.status, to)
  return [{ ...command, to, at }]
}

const lastTurnOf = ({ id, status, endedAt }: Turn): Session['lastTurn'] => ({ id, status, endedAt })

export function evolveSession(session: Session, event: SessionEvent): Session {
  const next: Session = { ...session, status: event.to, updatedAt: event.at, revision: session.revision + 1 }
  switch (event.type) {
    case 'work':
      return { ...next, error: null, turnCount: event.turn.ordinal, lastTurn: lastTurnOf(event.turn) }
    case 'rest':
    case 'stop':
      return {
        ...next,
        error: event.type === 'rest' ? event.error : next.error,
        lastTurn: event.turn ? lastTurnOf(event.turn) : next.lastTurn,
      }
    case 'fail':
      return { ...next, error: event.error }
    case 'ready':
      return { ...next, error: null }
    case 'start':
    case 'ask':
    case 'answered':
      return next
  }
}

/** The session after a command; null when the command changes nothing. Throws `invalid_transition`. */
export function moveSession(session: Session, command: SessionCommand, at: number): Session | null {
  const events = decideSession(session, command, at)
  if (events instanceof Failure) throw events
  return events.length === 0 ? null : events.reduce(evolveSession, session)
}
