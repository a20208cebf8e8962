import type { Clock, NewId } from '../../base/index.ts'
import {
  Failure,
  isWaiting,
  type Approve,
  type HeldBecause,
  type Limits,
  type PromptContent,
  type QueuedMessage,
  type QueuedMessageId,
  type SessionId,
  type Turn,
  type TurnId,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { AgentStore, Change } from '../store/index.ts'
import { moveQueued, reordered, type QueueCommand } from './queue-state.ts'

interface QueueDeps {
  store: AgentStore
  clock: Clock
  newId: NewId
  limits: () => Limits
}

export interface NewMessage {
  turnId: TurnId
  content: PromptContent
  approve: Approve
}

/** The messages of one session that wait for their turn. All of it is in the database; nothing is kept here. */
export class MessageQueue {
  readonly #deps: QueueDeps
  readonly #sessionId: SessionId
  readonly #workspaceId: WorkspaceId

  constructor(deps: QueueDeps, sessionId: SessionId, workspaceId: WorkspaceId) {
    this.#deps = deps
    this.#sessionId = sessionId
    this.#workspaceId = workspaceId
  }

  /** Throws `queued_message_not_found`. */
  get(id: QueuedMessageId): QueuedMessage {
    const message = this.#deps.store.queue.get(id)
    if (message?.sessionId !== this.#sessionId)
      throw new Failure('queued_message_not_found', `Session ${this.#sessionId} has no queued message ${id}`)
    return message
  }

  /** The turn it became; undefined while it waits. Throws as `get`, and `invalid_transition` when it was discarded. */
  turnOf(id: QueuedMessageId): Turn | undefined {
    const turn = this.#deps.store.turns.get(this.get(id).turnId)
    if (!turn) this.#waiting(id, 'sent')
    return turn
  }

  /** Adds a message before another one (null: at the end). Throws `limit_reached`. */
  add(new_: NewMessage, status: 'queued' | 'held', before: QueuedMessageId | null): QueuedMessage {
    const { store, clock, newId, limits } = this.#deps
    const waiting = store.queue.waiting(this.#sessionId)
    const limit = limits().queuedMessages
    if (waiting.length >= limit)
      throw new Failure('limit_reached', `${waiting.length} messages wait in this session; ${limit} may`, {
        hint: 'Remove one, or put several into one message.',
        details: { limit },
      })
    const now = clock.now()
    const message: QueuedMessage = {
      ...new_.content,
      id: newId('queuedMessage'),
      sessionId: this.#sessionId,
      workspaceId: this.#workspaceId,
      turnId: new_.turnId,
      approve: new_.approve,
      status,
      heldBecause: null,
      place: (waiting.at(-1)?.place ?? 0) + 1,
      createdAt: now,
      updatedAt: now,
      revision: 1,
    }
    return store.change((change) => {
      this.#put(change, message)
      return before === null ? message : this.#moveInto(change, message.id, before)
    })
  }

  /** Throws `queued_message_not_found`, `invalid_transition` when it does not wait any more. */
  edit(id: QueuedMessageId, content: PromptContent): QueuedMessage {
    const { store, clock } = this.#deps
    const current = this.#waiting(id, 'edited')
    const { text, attachments } = content
    const next = { ...current, text, attachments, updatedAt: clock.now(), revision: current.revision + 1 }
    return store.change((change) => this.#put(change, next))
  }

  /** Throws `queued_message_not_found`, `invalid_transition` when it does not wait any more. */
  move(id: QueuedMessageId, before: QueuedMessageId | null): QueuedMessage {
    this.#waiting(id, 'moved')
    return this.#deps.store.change((change) => this.#moveInto(change, id, before))
  }

  /** A second time changes nothing. Throws `queued_message_not_found`, `invalid_transition` when it was sent. */
  discard(id: QueuedMessageId): QueuedMessage {
    const message = this.get(id)
    return this.#deps.store.change((change) => this.#apply(change, message, { type: 'discard' }))
  }

  /** The message that goes next; undefined when none is queued. */
  first(): QueuedMessage | undefined {
    return this.#deps.store.queue.waiting(this.#sessionId).find(({ status }) => status === 'queued')
  }

  sendInto(change: Change, message: QueuedMessage): QueuedMessage {
    return this.#apply(change, message, { type: 'send' })
  }

  /** Nothing goes by itself any more until the user decides. */
  holdInto(change: Change, because: HeldBecause): void {
    for (const message of this.#deps.store.queue.waiting(this.#sessionId))
      this.#apply(change, message, { type: 'hold', because })
  }

  resumeInto(change: Change): QueuedMessage[] {
    const waiting = this.#deps.store.queue.waiting(this.#sessionId)
    return waiting.map((message) => this.#apply(change, message, { type: 'resume' }))
  }

  #waiting(id: QueuedMessageId, verb: string): QueuedMessage {
    const message = this.get(id)
    if (isWaiting(message)) return message
    throw new Failure('invalid_transition', `The message was ${message.status} and cannot be ${verb}`, {
      details: { status: message.status },
    })
  }

  #moveInto(change: Change, id: QueuedMessageId, before: QueuedMessageId | null): QueuedMessage {
    const { store, clock } = this.#deps
    const byId = new Map(store.queue.waiting(this.#sessionId).map((message) => [message.id, message]))
    const places = [...byId.values()].map(({ place }) => place)
    reordered([...byId.keys()], id, before).forEach((each, index) => {
      const message = byId.get(each) as QueuedMessage
      const place = places[index] as number
      if (message.place === place) return
      this.#put(change, { ...message, place, updatedAt: clock.now(), revision: message.revision + 1 })
    })
    return this.get(id)
  }

  #apply(change: Change, message: QueuedMessage, command: QueueCommand): QueuedMessage {
    const moved = moveQueued(message, command, this.#deps.clock.now())
    return moved ? this.#put(change, moved) : message
  }

  #put(change: Change, message: QueuedMessage): QueuedMessage {
    this.#deps.store.queue.put(message)
    change.tell({ type: 'queued', entity: message })
    return message
  }
}
