import { createStore, type StoreApi } from 'zustand/vanilla'
import { toFailure, type Failure, type SessionId } from '../../contracts/index.ts'
import type { Connection } from '../client/index.ts'
import { followSession } from './follow-session.ts'
import { applyOlderPage, emptyTranscript, keepLast, type Transcript } from './transcript.ts'

/** Transcripts of closed sessions kept up to date, so that going back to one shows it at once. */
const keptClosed = 3

export interface OpenTranscript {
  readonly store: StoreApi<Transcript>
  /** Fetches the page before the first item; null when it worked or there was nothing to do. */
  loadOlder(): Promise<Failure | null>
  /** Follows the session until the returned function is called. */
  retain(): () => void
}

export interface TranscriptsOptions {
  connection: Connection
  pageSize: () => number
  schedule: (flush: () => void) => void
}

interface Entry {
  sessionId: SessionId
  store: StoreApi<Transcript>
  users: number
  /** Null while nobody ever retained it. */
  stop: AbortController | null
}

/** The transcripts of the sessions on screen, and of a few that were lately. */
export class Transcripts {
  readonly #options: TranscriptsOptions
  /** In order of use: the one released longest ago first. */
  readonly #entries = new Map<SessionId, Entry>()

  constructor(options: TranscriptsOptions) {
    this.#options = options
  }

  /** The transcript of a session; empty and still until it is retained. */
  open(sessionId: SessionId): OpenTranscript {
    const entry = this.#entries.get(sessionId) ?? {
      sessionId,
      store: createStore<Transcript>(() => emptyTranscript),
      users: 0,
      stop: null,
    }
    if (!this.#entries.has(sessionId)) this.#entries.set(sessionId, entry)
    return {
      store: entry.store,
      loadOlder: () => this.#loadOlder(entry),
      retain: () => this.#retain(entry),
    }
  }

  /** Stops following everything. */
  close(): void {
    for (const { stop } of this.#entries.values()) stop?.abort()
    this.#entries.clear()
  }

  #retain(entry: Entry): () => void {
    entry.users += 1
    this.#touch(entry)
    entry.stop ??= this.#follow(entry)
    this.#evict()
    return () => {
      entry.users -= 1
      if (entry.users > 0) return
      entry.store.setState((transcript) => keepLast(transcript, this.#options.pageSize()), true)
      this.#touch(entry)
      this.#evict()
    }
  }

  #follow(entry: Entry): AbortController {
    const stop = new AbortController()
    const { connection, schedule, pageSize } = this.#options
    const { store, sessionId } = entry
    void followSession({ connection, store, sessionId, pageSize: pageSize(), schedule }, stop.signal)
    return stop
  }

  async #loadOlder({ store, sessionId, stop }: Entry): Promise<Failure | null> {
    const { items, more, loadingOlder } = store.getState()
    const first = items[0]
    if (!first || !more || loadingOlder) return null
    store.setState({ loadingOlder: true })
    try {
      const page = await this.#options.connection.client.session.items(
        { sessionId, before: first.position, limit: this.#options.pageSize() },
        stop ? { signal: stop.signal } : {},
      )
      store.setState((transcript) => applyOlderPage(transcript, page), true)
      return null
    } catch (error) {
      store.setState({ loadingOlder: false })
      return toFailure(error)
    }
  }

  #touch(entry: Entry): void {
    this.#entries.delete(entry.sessionId)
    this.#entries.set(entry.sessionId, entry)
  }

  /** Lets go of closed transcripts beyond those kept. Opened again, one starts anew. */
  #evict(): void {
    const closed = [...this.#entries.values()].filter(({ users }) => users === 0)
    for (const entry of closed.slice(0, Math.max(0, closed.length - keptClosed))) {
      entry.stop?.abort()
      entry.stop = null
      entry.store.setState(emptyTranscript, true)
      this.#entries.delete(entry.sessionId)
    }
  }
}
