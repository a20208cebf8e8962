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

type Retry = TurnRef & { newTurnId: TurnId; content: PromptContent; approve: Approve; restore: boolean }

/** Branches of the conversation: retrying, editing, and going back to an earlier branch. */
export class TurnHost implements Host {
  readonly #deps: TurnHostDeps
  /** Sessions whose files are being put back: nothing may begin meanwhile. */
  readonly #restoring = new Set<Session['id']>()
  /** Retries whose turn has not begun yet, by session and new turn. */
  readonly #retries = new Map<string, Promise<Turn>>()

  constructor(deps: TurnHostDeps) {
    this.#deps = deps
  }

  /**
   * Begins a new turn where an earlier one began; that one and what followed are folded away. With `restore` the
   * worktrees are first put back to where it began. A second request with the same `newTurnId` returns the first
   * turn. Throws `turn_not_found`, `session_busy`, `session_not_running`, `workspace_not_running`,
   * `worktree_failed`, `invalid_input`.
   */
  async retry(input: Retry): Promise<Turn> {
    const known = this.#deps.store.turns.get(input.newTurnId)
    if (known?.sessionId === input.sessionId) return known
    const key = `${input.sessionId} ${input.newTurnId}`
    const retrying = this.#retries.get(key) ?? this.#retry(input).finally(() => this.#retries.delete(key))
    this.#retries.set(key, retrying)
    return retrying
  }

  /** Makes the branch that ends with this turn the conversation again. Throws as `retry`. */
  async goTo(input: TurnRef): Promise<Session> {
    const { session, turn } = this.#free(input)
    return this.#deps.live(session).goTo(turn)
  }

  /** Takes back what a turn changed. Throws as `retry`, and `merge_conflict`. */
  async undo(input: TurnRef): Promise<TurnUndone> {
    const { session } = this.#free(input)
    try {
      return await this.#alone(session, () => this.#deps.undo(input))
    } finally {
      this.#sendNext(session)
    }
  }

  /** While files are put back a session has no turns: what is sent then is queued. */
  isPuttingBack(id: Session['id']): boolean {
    return this.#restoring.has(id)
  }

  async #retry(input: Retry): Promise<Turn> {
    checkPrompt(input.content, this.#deps.limits())
    const { session } = this.#free(input)
    if (input.restore) await this.#restore(session, input)
    // Looked at again: it may have been stopped meanwhile.
    const { turn } = this.#free(input)
    const { newTurnId: turnId, content, approve } = input
    return this.#deps.live(session).branch({ turnId, content, approve }, turn.parentId)
  }

  async #restore(session: Session, input: Retry): Promise<void> {
    try {
      await this.#alone(session, () => this.#deps.restore(input))
    } catch (error) {
      this.#sendNext(session)
      throw error
    }
  }

  async #alone<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
    this.#restoring.add(session.id)
    try {
      return await work()
    } finally {
      this.#restoring.delete(session.id)
    }
  }

  /** What was queued while files were put back. */
  #sendNext({ id }: Session): void {
    const session = this.#deps.records.session(id)
    if (session.status !== 'stopped') this.#deps.live(session).sendNext()
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
