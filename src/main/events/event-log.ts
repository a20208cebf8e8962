import { Hub } from '../../base/index.ts'
import type { AppEvent, Cursor, MessageDelta, SessionEvent, SessionId } from '../../contracts/index.ts'
import type { Told } from '../store/index.ts'
import { changeKey } from './change-key.ts'

interface Entry {
  seq: number
  key: string
  /** Null once a newer entry of the same key has made it pointless to send. */
  told: Told | null
}
type Live = { seq: number; told: Told } | { delta: MessageDelta }

/** Entries kept for those who come back; older cursors get `reset`. */
const defaultCapacity = 10_000

/**
 * The control plane's sequence of changes, in memory. `epoch` names this run: a cursor of another run is answered
 * with `reset`. Entries hold whole entities, so of several with one key only the newest is kept in full: what a
 * follower that comes back must be sent, and memory, stay bounded by what exists and not by how often it changed.
 */
export class EventLog {
  readonly #epoch: string
  readonly #capacity: number
  readonly #ring: Entry[] = []
  readonly #newest = new Map<string, Entry>()
  readonly #app = new Hub<{ seq: number; told: Told }>()
  readonly #sessions = new Map<SessionId, Hub<Live>>()
  #seq = 0
  /** Index of the oldest entry in `#ring`; the array is compacted now and then, not on every append. */
  #first = 0

  constructor(epoch: string, capacity = defaultCapacity) {
    this.#epoch = epoch
    this.#capacity = capacity
  }

  cursor(): Cursor {
    return { epoch: this.#epoch, seq: this.#seq }
  }

  append(changes: readonly Told[]): void {
    for (const told of changes) {
      const entry: Entry = { seq: ++this.#seq, key: changeKey(told), told }
      const older = this.#newest.get(entry.key)
      if (older) older.told = null
      this.#newest.set(entry.key, entry)
      this.#ring.push(entry)
      this.#forgetOldest()
      if (told.session === null) this.#app.publish({ seq: entry.seq, told })
      else this.#sessions.get(told.session)?.publish({ seq: entry.seq, told })
    }
  }

  /** Text ahead of the journal: for those who listen now, never kept. */
  delta(delta: MessageDelta): void {
    this.#sessions.get(delta.sessionId)?.publish({ delta })
  }

  /**
   * `ready`, then every change of the picture after `after` (null: from now on). Where the log cannot continue
   * from `after`, one `reset` and the end. Also ends when the follower falls too far behind: it then resumes
   * from its last cursor.
   */
  async *followApp(after: Cursor | null, signal?: AbortSignal): AsyncGenerator<AppEvent, void, void> {
    const live = this.#app.subscribe(signal)
    try {
      if (!this.#continues(after)) return yield { type: 'reset', cursor: this.cursor() }
      const missed = after ? this.#since(after.seq, null) : []
      yield { type: 'ready', cursor: after ?? this.cursor() }
      for (const { seq, told } of missed) if (told.session === null) yield this.#appEvent(seq, told)
      for await (const { seq, told } of live) if (told.session === null) yield this.#appEvent(seq, told)
    } finally {
      await live.return()
    }
  }

  /** As `followApp`, for the transcript of one session, with live text in between. */
  async *followSession(
    sessionId: SessionId,
    after: Cursor | null,
    signal?: AbortSignal,
  ): AsyncGenerator<SessionEvent, void, void> {
    const hub = this.#sessions.get(sessionId) ?? new Hub<Live>()
    this.#sessions.set(sessionId, hub)
    const live = hub.subscribe(signal)
    try {
      if (!this.#continues(after)) return yield { type: 'reset', cursor: this.cursor() }
      const missed = after ? this.#since(after.seq, sessionId) : []
      yield { type: 'ready', cursor: after ?? this.cursor() }
      for (const { seq, told } of missed) if (told.session !== null) yield this.#sessionEvent(seq, told)
      for await (const entry of live) {
        if ('delta' in entry) yield { type: 'delta', delta: entry.delta }
        else if (entry.told.session !== null) yield this.#sessionEvent(entry.seq, entry.told)
      }
    } finally {
      await live.return()
      if (hub.size === 0 && this.#sessions.get(sessionId) === hub) this.#sessions.delete(sessionId)
    }
  }

  #continues(after: Cursor | null): boolean {
    if (after === null) return true
    const oldest = this.#ring[this.#first]?.seq ?? this.#seq + 1
    return after.epoch === this.#epoch && after.seq <= this.#seq && after.seq >= oldest - 1
  }

  #since(seq: number, session: SessionId | null): { seq: number; told: Told }[] {
    const oldest = this.#ring[this.#first]?.seq ?? 0
    return this.#ring
      .slice(this.#first + Math.max(0, seq + 1 - oldest))
      .filter(
        (entry): entry is Entry & { told: Told } => entry.told !== null && entry.told.session === session,
      )
  }

  #forgetOldest(): void {
    if (this.#ring.length - this.#first <= this.#capacity) return
    const gone = this.#ring[this.#first] as Entry
    if (this.#newest.get(gone.key) === gone) this.#newest.delete(gone.key)
    gone.told = null
    this.#first++
    if (this.#first <= this.#capacity) return
    this.#ring.splice(0, this.#first)
    this.#first = 0
  }

  #appEvent(seq: number, told: Told & { session: null }): AppEvent {
    return { type: 'change', cursor: { epoch: this.#epoch, seq }, change: told.change }
  }

  #sessionEvent(seq: number, told: Told & { session: SessionId }): SessionEvent {
    return { type: 'change', cursor: { epoch: this.#epoch, seq }, change: told.change }
  }
}
