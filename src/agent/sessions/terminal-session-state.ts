import type { Attention, FailureShape, Session, SessionStatus, TerminalId } from '../../contracts/index.ts'
import { invalidMove, mayMove, type Moves } from './moves.ts'

/** Of sessions in a terminal. An ended one can be started again; that is another program in another terminal. */
export const terminalSessionMoves: Moves<SessionStatus> = {
  starting: ['running', 'error', 'stopped'],
  running: ['idle', 'needs_attention', 'stopped', 'error'],
  idle: ['running', 'needs_attention', 'stopped', 'error'],
  needs_attention: ['running', 'idle', 'stopped', 'error'],
  error: ['starting', 'stopped'],
  stopped: ['starting'],
}

export type TerminalSessionCommand =
  | { type: 'start' }
  /** What its program does, as long as that lives. */
  | { type: 'live'; working: boolean; attention: Attention | null; terminalId: TerminalId }
  /** Its program has ended, or will in a moment. */
  | { type: 'end'; error: FailureShape | null }

function target(command: TerminalSessionCommand): SessionStatus {
  switch (command.type) {
    case 'start':
      return 'starting'
    case 'live':
      return command.attention ? 'needs_attention' : command.working ? 'running' : 'idle'
    case 'end':
      return command.error ? 'error' : 'stopped'
    default:
      return command satisfies never
  }
}

/** Stopping one that failed leaves the reason. */
const factsOf = (session: Session, command: TerminalSessionCommand): Partial<Session> =>
  command.type === 'start'
    ? { attention: null, error: null }
    : command.type === 'live'
      ? { attention: command.attention, terminalId: command.terminalId }
      : { attention: null, error: command.error ?? session.error }

/** The session after a command; null when it changes nothing. Throws `invalid_transition`. */
export function moveTerminalSession(
  session: Session,
  command: TerminalSessionCommand,
  at: number,
): Session | null {
  const to = target(command)
  const facts = factsOf(session, command)
  const same = command.type !== 'live' || session.attention?.at === command.attention?.at
  if (session.status === to && same) return null
  if (session.status !== to && !mayMove(terminalSessionMoves, session.status, to))
    throw invalidMove('The session', session.status, to)
  return { ...session, ...facts, status: to, updatedAt: at, revision: session.revision + 1 }
}

/** Whether its program lives, or is being started. */
export const isAlive = ({ status }: Session): boolean => status !== 'stopped' && status !== 'error'
