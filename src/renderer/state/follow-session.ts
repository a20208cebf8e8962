import { toFailure, type Cursor, type SessionEvent, type SessionId } from '../../contracts/index.ts'
import type { StoreApi } from 'zustand/vanilla'
import type { Connection } from '../client/index.ts'
import { pause } from './pause.ts'
import {
  applyLiveText,
  applyNewestPage,
  applyTranscriptChange,
  emptyTranscript,
  type Transcript,
} from './transcript.ts'

/** Between tries when the control plane answers but refuses. */
const retryMs = 1_000

export interface SessionFollower {
  connection: Connection
  store: StoreApi<Transcript>
  sessionId: SessionId
  /** Items of the first page. */
  pageSize: number
  /** Runs a batch of changes; many events a frame become one render. */
  schedule: (flush: () => void) => void
}

/**
 * Keeps one transcript in step until `signal` aborts. Following starts before the page is asked for, so nothing
 * falls between the two; what comes twice is known by its revision.
 */
export async function followSession(follower: SessionFollower, signal: AbortSignal): Promise<void> {
  const { connection, store, sessionId, pageSize } = follower
  let after: Cursor | null = null
  let fresh = false
  let waiting: SessionEvent[] = []

  const flush = (): void => {
    const batch = waiting
    waiting = []
    if (!signal.aborted) store.setState(batch.reduce(fold, store.getState()), true)
  }

  while (!signal.aborted) {
    try {
      await connection.connected(signal)
      const events = await connection.client.session.follow({ sessionId, after }, { signal })
      for await (const event of events) {
        if (event.type === 'reset') {
          after = null
          fresh = true
          break
        }
        if (event.type === 'ready') {
          if (store.getState().phase !== 'ready' || fresh) await loadPage()
          after = event.cursor
          continue
        }
        if (event.type === 'change') after = event.cursor
        waiting.push(event)
        if (waiting.length === 1) follower.schedule(flush)
      }
    } catch (error) {
      if (signal.aborted) return
      if (connection.state !== 'connected') continue
      const failure = toFailure(error)
      if (store.getState().phase !== 'ready')
        store.setState({ ...emptyTranscript, phase: 'failed', failure }, true)
      // A session that is gone stays gone.
      if (failure.code === 'session_not_found') return
      await pause(retryMs, signal)
    }
  }

  async function loadPage(): Promise<void> {
    store.setState({ loadingNewer: true })
    const page = await connection.client.session.items(
      { sessionId, before: null, limit: pageSize },
      { signal },
    )
    store.setState(applyNewestPage(store.getState(), page, fresh), true)
    fresh = false
  }
}

function fold(transcript: Transcript, event: SessionEvent): Transcript {
  if (event.type === 'change') return applyTranscriptChange(transcript, event.change)
  return event.type === 'delta' ? applyLiveText(transcript, event.delta) : transcript
}
