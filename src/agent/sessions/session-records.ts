import type { Clock } from '../../base/index.ts'
import {
  Failure,
  type Session,
  type SessionId,
  type Turn,
  type TurnId,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { AgentStore, Change, SessionRow } from '../store/index.ts'
import { moveSession, type SessionCommand } from './session-state.ts'
import { moveTerminalSession, type TerminalSessionCommand } from './terminal-session-state.ts'
import { moveTurn, type TurnCommand } from './turn-state.ts'

/** What changes beside a session's status. */
export type SessionFacts = Partial<
  Pick<
    Session,
    | 'agentVersion'
    | 'title'
    | 'error'
    | 'configOptions'
    | 'commands'
    | 'usage'
    | 'lastTurn'
    | 'turnCount'
    | 'capabilities'
    | 'authMethods'
  >
>

/** Reads and writes rows of sessions and turns; writes go through the state machines and tell the journal. */
export class SessionRecords {
  readonly #store: AgentStore
  readonly #clock: Clock

  constructor(store: AgentStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** The session's row; throws `session_not_found` when there is none in this workspace. */
  find(workspaceId: WorkspaceId, id: SessionId): SessionRow {
    const row = this.#store.sessions.get(id)
    if (!row || row.entity.workspaceId !== workspaceId)
      throw new Failure('session_not_found', `Session ${id} does not exist in workspace ${workspaceId}`)
    return row
  }

  /** As `find`, of a session that has turns. Throws `session_in_terminal` for one that has none. */
  conversation(workspaceId: WorkspaceId, id: SessionId): SessionRow {
    const row = this.find(workspaceId, id)
    if (row.entity.terminalId === null) return row
    throw new Failure(
      'session_in_terminal',
      `Session ${row.entity.title} runs in a terminal and has no turns`,
      {
        hint: 'Type into its terminal, or send it a prompt, which is typed for you.',
      },
    )
  }

  row(id: SessionId): SessionRow {
    const row = this.#store.sessions.get(id)
    if (!row) throw new Error(`session ${id} has no row`)
    return row
  }

  session(id: SessionId): Session {
    return this.row(id).entity
  }

  moveSession(change: Change, id: SessionId, command: SessionCommand): Session {
    const current = this.session(id)
    const next = moveSession(current, command, this.#clock.now())
    return next ? this.#put(change, next) : current
  }

  /** As `moveSession`, of a session in a terminal. */
  moveTerminalSession(change: Change, id: SessionId, command: TerminalSessionCommand): Session {
    const current = this.session(id)
    const next = moveTerminalSession(current, command, this.#clock.now())
    return next ? this.#put(change, next) : current
  }

  patchSession(change: Change, id: SessionId, facts: SessionFacts): Session {
    const current = this.session(id)
    return this.#put(change, {
      ...current,
      ...facts,
      updatedAt: this.#clock.now(),
      revision: current.revision + 1,
    })
  }

  putTurn(change: Change, turn: Turn): Turn {
    this.#store.turns.put(turn)
    change.tell({ type: 'turn', entity: turn })
    return turn
  }

  /** Facts of a turn that are no matter of its status. */
  patchTurn(change: Change, id: TurnId, facts: Partial<Pick<Turn, 'folded' | 'snapshots'>>): Turn {
    const current = this.#store.turns.get(id)
    if (!current) throw new Error(`turn ${id} has no row`)
    return this.putTurn(change, { ...current, ...facts, revision: current.revision + 1 })
  }

  /** The turn after the command; null when it had ended already. */
  moveTurn(change: Change, id: TurnId, command: TurnCommand): Turn | null {
    const current = this.#store.turns.get(id)
    if (!current) throw new Error(`turn ${id} has no row`)
    const next = moveTurn(current, command, this.#clock.now())
    if (next?.error && (next.status === 'failed' || next.status === 'interrupted'))
      change.note(this.session(next.sessionId).workspaceId, {
        level: next.status === 'failed' ? 'error' : 'warning',
        type: `turn.${next.status}`,
        message: next.error.message,
        details: { sessionId: next.sessionId, turnId: id },
      })
    return next && this.putTurn(change, next)
  }

  #put(change: Change, session: Session): Session {
    this.#store.sessions.put(session)
    change.tell({ type: 'session', entity: session })
    return session
  }
}
