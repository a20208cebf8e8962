import { Seat, toFailure, type AttachEvent, type SessionId } from '../../contracts/index.ts'
import type { Connection } from '../client/index.ts'
import { pause } from './pause.ts'

/** Between tries when the node does not answer. */
const retryMs = 1_000

export interface Sitting {
  connection: Connection
  sessionId: SessionId
  seat: Seat
  /** Who else writes in the session; null while this seat does, or nobody. */
  onWriter(writer: Seat | null): void
}

/**
 * Writes in a session for as long as `signal` is not aborted: sits down as soon as the place is free, at once with
 * `takeover`, and watches who writes meanwhile. Returns when the session was stopped or is gone.
 */
export async function sitDown(sitting: Sitting, takeover: boolean, signal: AbortSignal): Promise<void> {
  const { connection, sessionId, seat, onWriter } = sitting
  let mode: 'write' | 'watch' = 'write'
  let insist = takeover
  while (!signal.aborted) {
    try {
      await connection.connected(signal)
      const request = { sessionId, seat, mode, takeover: insist }
      for await (const event of await connection.client.session.attach(request, { signal })) {
        if (event.type === 'stopped') return onWriter(null)
        mode = next(event)
        if (event.type === 'attached') insist = false
        if (event.type === 'writer' && mode === 'write') break
      }
    } catch (error) {
      if (signal.aborted) return
      const { code, details } = toFailure(error)
      if (code === 'session_not_running' || code === 'session_not_found') return onWriter(null)
      if (code === 'session_already_attached') {
        onWriter(Seat.safeParse(details?.['writer']).data ?? null)
        mode = 'watch'
      } else if (connection.state === 'connected') await pause(retryMs, signal)
    }
  }

  /** What to ask for next: nobody writes, so sit down; else watch until the place is free. */
  function next(event: Exclude<AttachEvent, { type: 'stopped' }>): 'write' | 'watch' {
    const writer = event.type === 'attached' ? seat : event.type === 'taken' ? event.by : event.writer
    onWriter(writer?.id === seat.id ? null : writer)
    return writer === null || event.type === 'attached' ? 'write' : 'watch'
  }
}
