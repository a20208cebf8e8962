import { createStore, type StoreApi } from 'zustand/vanilla'
import { toFailure, type Failure, type SessionId } from '../../contracts/index.ts'
import type { Connection } from '../client/index.ts'
import { followSession } from './follow-session.ts'
import {
  applyNewerPage,
  applyNewestPage,
  applyOlderPage,
  applyPageAround,
  emptyTranscript,
  keepLast,
  type Transcript,
  type TranscriptPage,
} from './transcript.ts'

/** Transcripts of closed sessions kept up to date, so that going back to one shows it at once. */
const keptClosed = 3

/** Where a reader was: the item whose row was at the top, and how far it had gone out of view, in pixels. */
export interface ReadingPlace {
  position: number
  offset: number
}

/** What a transcript's list keeps of itself while it is off the screen; lasts as long as the page. */
export interface TranscriptView {
  /** Null at the end. */
  reading: ReadingPlace | null
  /** Heights of the rows that were drawn, in pixels: without them there is no place to go back to. */
  heights: ReadonlyMap<string, number>
}

export interface OpenTranscript {
  readonly store: StoreApi<Transcript>
  /** How it was last on screen. */
  readonly view: TranscriptView
  /** Fetches the page before the first item; null when it worked or there was nothing to do. */
  loadOlder(): Promise<Failure | null>
  /** Fetches the page after the last item; null when it worked or there was nothing to do. */
  loadNewer(): Promise<Failure | null>
  /** Puts the items around a position in place of those here, unless it is among them. */
  showAround(position: number): Promise<Failure | null>
  /** Puts the newest items in place of those here, unless the end is among them. */
  showEnd(): Promise<Failure | null>
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
  /** Counts pages asked for that replace all: only the answer to the newest one counts. */
  jumps: number
  /** Null while nobody ever retained it. */
  stop: AbortController | null
}

/** Which page, as `session.items` takes it. */
interface Place {
  before: number | null
  after?: number
  around?: number
}
type Apply = (transcript: Transcript, page: TranscriptPage) => Transcript

const nothing: Promise<null> = Promise.resolve(null)

/** The transcripts of the sessions on screen, and of a few that were lately. */
export class Transcripts {
  readonly #options: TranscriptsOptions
  /** In order of use: the one released longest ago first. */
  readonly #entries = new Map<SessionId, Entry>()
  readonly #views = new Map<SessionId, TranscriptView>()

  constructor(options: TranscriptsOptions) {
    this.#options = options
  }

  /** The transcript of a session; empty and still until it is retained. */
  open(sessionId: SessionId): OpenTranscript {
    const entry = this.#entries.get(sessionId) ?? {
      sessionId,
      store: createStore<Transcript>(() => emptyTranscript),
      users: 0,
      jumps: 0,
      stop: null,
    }
    if (!this.#entries.has(sessionId)) this.#entries.set(sessionId, entry)
    const view = this.#views.get(sessionId) ?? { reading: null, heights: new Map() }
    this.#views.set(sessionId, view)
    return {
      store: entry.store,
      view,
      loadOlder: () => this.#loadOlder(entry),
      loadNewer: () => this.#loadNewer(entry),
      showAround: (position) => this.#showAround(entry, position),
      showEnd: () => this.#showEnd(entry),
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
      // Kept, it would show some place far back to whoever opens the session next.
      if (entry.store.getState().moreAfter) return this.#forget(entry)
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

  #loadOlder(entry: Entry): Promise<Failure | null> {
    const { items, more, loadingOlder } = entry.store.getState()
    const first = items[0]
    if (!first || !more || loadingOlder) return nothing
    entry.store.setState({ loadingOlder: true })
    return this.#load(entry, { before: first.position }, applyOlderPage)
  }

  #loadNewer(entry: Entry): Promise<Failure | null> {
    const { items, moreAfter, loadingNewer } = entry.store.getState()
    const last = items.at(-1)
    if (!last || !moreAfter || loadingNewer) return nothing
    entry.store.setState({ loadingNewer: true })
    return this.#load(entry, { before: null, after: last.position }, applyNewerPage)
  }

  #showAround(entry: Entry, position: number): Promise<Failure | null> {
    const { items, more, moreAfter } = entry.store.getState()
    const isBefore = more && position < (items[0]?.position ?? position)
    const isAfter = moreAfter && position > (items.at(-1)?.position ?? position)
    if (!isBefore && !isAfter) return nothing
    return this.#jump(entry, { before: null, around: position }, applyPageAround)
  }

  #showEnd(entry: Entry): Promise<Failure | null> {
    if (!entry.store.getState().moreAfter) return nothing
    return this.#jump(entry, { before: null }, (transcript, page) => applyNewestPage(transcript, page, false))
  }

  /** A page instead of what is here; pages asked for before come to nothing. */
  #jump(entry: Entry, place: Place, apply: Apply): Promise<Failure | null> {
    entry.jumps += 1
    entry.store.setState({ loadingNewer: true, loadingOlder: false })
    return this.#load(entry, place, apply)
  }

  async #load(entry: Entry, place: Place, apply: Apply): Promise<Failure | null> {
    const { store, sessionId, stop, jumps } = entry
    const { connection, pageSize } = this.#options
    try {
      const page = await connection.client.session.items(
        { sessionId, limit: pageSize(), ...place },
        stop ? { signal: stop.signal } : {},
      )
      if (entry.jumps === jumps) store.setState((transcript) => apply(transcript, page), true)
      return null
    } catch (error) {
      if (entry.jumps === jumps) store.setState({ loadingOlder: false, loadingNewer: false })
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
    for (const entry of closed.slice(0, Math.max(0, closed.length - keptClosed))) this.#forget(entry)
  }

  #forget(entry: Entry): void {
    entry.stop?.abort()
    entry.stop = null
    entry.jumps += 1
    entry.store.setState(emptyTranscript, true)
    this.#entries.delete(entry.sessionId)
  }
}
