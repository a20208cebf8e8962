import type { Cursor, SessionEvent, SessionId } from '../contracts/index.ts'
import type { AppClient } from './connect.ts'

/**
 * A session's events from now on (or from `after`), resuming over resets. Ends when `signal` aborts.
 * Yields `ready` first; what happened before it is in `session.items`.
 */
export async function* followSession(
  client: AppClient,
  sessionId: SessionId,
  after: Cursor | null,
  signal: AbortSignal,
): AsyncGenerator<SessionEvent> {
  let cursor = after
  while (!signal.aborted) {
    try {
      for await (const event of await client.session.follow({ sessionId, after: cursor }, { signal })) {
        if (event.type !== 'delta') cursor = event.type === 'reset' ? null : event.cursor
        yield event
        if (event.type === 'reset') break
      }
    } catch (error) {
      if (signal.aborted) return
      throw error
    }
  }
}
