import {
  Failure,
  type Approve,
  type PromptContent,
  type Session,
  type Turn,
  type TurnId,
  type TurnUndone,
} from '../../contracts/index.ts'
import type { TurnHost as Host, TurnRef } from '../hosts.ts'
import type { SessionHostDeps } from './deps.ts'
import { busy, checkAlive, checkPrompt, isFree } from './guards.ts'
import type { LiveSession } from './live-session.ts'
import type { SessionRecords } from './session-records.ts'

interface TurnHostDeps extends Pick<SessionHostDeps, 'store' | 'limits' | 'restore' | 'undo'> {
  records: SessionRecords
  live(session: Session): LiveSession
}

/** Branches of the conversation: retrying, editing, and going back to an earlier branch. */
export class TurnHost implements Host {
  readonly #deps: TurnHostDeps
  /** Sessions whose files are being put back: nothing may begin meanwhile. */
  readonly #restoring = new Set<Session['id']>()

  constructor(deps: TurnHostDeps) {
    this.#deps = deps
  }

  /**
   * Begins a new turn where an earlier one began; that one and what followed are folded away. With `restore` the
   * worktrees are first put back to where it began. A second request with the same `newTurnId` returns the first
   * turn. Throws `turn_not_found`, `session_busy`, `session_not_running`, `workspace_not_running`,
   * `worktree_failed`, `invalid_input`.
   */
  async retry(
    input: TurnRef & { newTurnId: TurnId; content: PromptContent; approve: Approve; restore: boolean },
  ): Promise<Turn> {
    const { store, limits } = this.#deps
    const known = store.turns.get(input.newTurnId)
    if (known?.sessionId === input.sessionId) return known
    checkPrompt(input.content, limits())
    const { session, turn } = this.#free(input)
    if (input.restore) await this.#alone(session, () => this.#deps.restore(input))
    const { newTurnId: turnId, content, approve } = input
    return this.#deps.live(session).branch({ turnId, content, approve }, turn.parentId)
  }

  /** Makes the branch that ends with this turn the conversation again. Throws as `retry`. */
  async goTo(input: TurnRef): Promise<Session> {
    const { session, turn } = this.#free(input)
    return this.#deps.live(session).goTo(turn)
  }

  /** Takes back what a turn changed. Throws as `retry`, and `merge_conflict`. */
  async undo(input: TurnRef): Promise<TurnUndone> {
    const { session } = this.#free(input)
    const undone = await this.#alone(session, () => this.#deps.undo(input))
    this.#deps.live(session).sendNext()
    return undone
  }

  /** While files are put back a session has no turns: what is sent then is queued. */
  isPuttingBack(id: Session['id']): boolean {
    return this.#restoring.has(id)
  }

  async #alone<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
    this.#restoring.add(session.id)
    try {
      return await work()
    } catch (error) {
      this.#restoring.delete(session.id)
      this.#deps.live(session).sendNext()
      throw error
    } finally {
      this.#restoring.delete(session.id)
    }
  }

  #free({ workspaceId, sessionId, turnId }: TurnRef): { session: Session; turn: Turn } {
    const { store, records } = this.#deps
    const session = records.conversation(workspaceId, sessionId).entity
    checkAlive(store, session)
    if (!isFree(session) || this.#restoring.has(session.id)) throw busy(session)
    const turn = store.turns.get(turnId)
    if (turn?.sessionId === sessionId) return { session, turn }
    throw new Failure('turn_not_found', `Session ${session.title} has no turn ${turnId}`)
  }
}
