import type { Clock } from '../../base/index.ts'
import {
  isWaiting,
  type QueuedMessage,
  type Session,
  type SessionId,
  type Turn,
  type TurnId,
} from '../../contracts/index.ts'
import type { SessionLocks } from '../file-locks/index.ts'
import type { AgentStore, Change } from '../store/index.ts'
import { refold } from './branches.ts'
import type { Permissions } from './permissions.ts'
import type { Questions } from './questions.ts'
import type { MessageQueue, NewMessage } from './queue.ts'
import { runningTurn, type RunningTurn } from './running-turn.ts'
import type { SessionRecords } from './session-records.ts'
import type { SessionTitle } from './session-title.ts'
import { settleItems } from './settle-items.ts'
import type { Transcript } from './transcript.ts'
import { moveTurn, newTurn, type TurnOutcome } from './turn-state.ts'

interface TurnWriterDeps {
  store: AgentStore
  clock: Clock
  records: SessionRecords
  transcript: Transcript
  permissions: Permissions
  questions: Questions
  queue: MessageQueue
  title: SessionTitle
  locks: SessionLocks
}

/** Writes the beginnings and ends of a session's turns, each inside the caller's change. */
export class TurnWriter {
  readonly #deps: TurnWriterDeps
  readonly #id: SessionId

  constructor(deps: TurnWriterDeps, id: SessionId) {
    this.#deps = deps
    this.#id = id
  }

  /** A new turn after `parent`, its prompt and the working session. */
  begin(change: Change, { turnId, content, approve }: NewMessage, parent?: TurnId | null): RunningTurn {
    const { store, clock, records, transcript, title } = this.#deps
    const now = clock.now()
    const after = parent === undefined ? (records.session(this.#id).lastTurn?.id ?? null) : parent
    const queued = newTurn(turnId, this.#id, store.turns.nextOrdinal(this.#id), after, now)
    const turn = moveTurn(queued, { type: 'start' }, now) ?? queued
    transcript.begin(change, turn.id)
    this.#deps.locks.begin(turn.id)
    records.putTurn(change, turn)
    transcript.addMessage(change, 'user', content.text, content.attachments)
    records.moveSession(change, this.#id, { type: 'work', turn })
    if (turn.ordinal === 1) title.suggest(change, content.text)
    return runningTurn(turn, content, approve)
  }

  /** As `begin`, after `parent`; what followed there is folded away. */
  branch(change: Change, message: NewMessage, parent: TurnId | null): RunningTurn {
    const begun = this.begin(change, message, parent)
    refold(this.#deps, change, this.#id, begun.turn.id)
    return begun
  }

  /** The conversation goes on from this turn. */
  goTo(change: Change, { id, status, endedAt }: Turn): Session {
    refold(this.#deps, change, this.#id, id)
    return this.#deps.records.patchSession(change, this.#id, { lastTurn: { id, status, endedAt } })
  }

  /** A waiting message becomes a turn. */
  send(change: Change, message: QueuedMessage): RunningTurn {
    const { turnId, text, attachments, approve } = this.#deps.queue.sendInto(change, message)
    return this.begin(change, { turnId, content: { text, attachments }, approve })
  }

  /**
   * The end of a turn; of one whose end could not be written before, with what the database holds of it. The
   * function returned tells the agent what became of its questions, and others that files are free.
   */
  end(change: Change, { turn: running, unwritten }: RunningTurn, outcome: TurnOutcome): () => void {
    const { records, transcript, permissions, questions, locks } = this.#deps
    if (unwritten) settleItems(this.#deps, change, running.id, true)
    else transcript.settle(change, outcome.status === 'succeeded')
    const tellAgents = [permissions.cancelInto(change), questions.cancelInto(change), locks.endInto(change)]
    const turn = records.moveTurn(change, running.id, { type: 'end', ...outcome })
    const error = outcome.status === 'interrupted' ? outcome.error : null
    records.moveSession(change, this.#id, { type: 'rest', turn, error })
    return () => tellAgents.forEach((tell) => tell())
  }

  /**
   * What follows a turn that has ended: after success the first message that waits; after any other ending all are
   * held, unless the user wants one sent now. `closing`: the session ends, so nothing follows.
   */
  next(change: Change, { next }: RunningTurn, { status }: TurnOutcome, closing: boolean): RunningTurn | null {
    const { queue } = this.#deps
    if (!closing) {
      const wanted = next === null ? undefined : queue.get(next)
      const chosen = wanted && isWaiting(wanted) ? wanted : undefined
      const message = chosen ?? (status === 'succeeded' ? queue.first() : undefined)
      if (message) return this.send(change, message)
    }
    if (status !== 'succeeded') queue.holdInto(change, status)
    return null
  }
}
