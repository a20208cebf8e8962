import { toFailure, type AppEvent } from '../../contracts/index.ts'
import type { Connection } from '../client/index.ts'
import { pause } from './pause.ts'
import { applyEvent, pictureOf, type PictureStore } from './picture.ts'

/** Between tries when the control plane answers but refuses; a broken connection has its own backoff. */
const retryMs = 1_000

/**
 * Keeps the picture in step with the control plane until `signal` aborts: snapshot, then events from its cursor;
 * after a reset the snapshot again, after a lost connection on from the last cursor.
 */
export async function followPicture(
  connection: Connection,
  store: PictureStore,
  signal: AbortSignal,
): Promise<void> {
  const { client } = connection
  while (!signal.aborted) {
    try {
      await connection.connected(signal)
      const picture = store.getState()
      if (picture.phase !== 'ready')
        store.setState(pictureOf(await client.snapshot(undefined, { signal })), true)
      const current = store.getState()
      const after = current.phase === 'ready' ? current.cursor : null
      for await (const event of await client.events.follow({ after }, { signal }))
        if (await receive(event)) break
    } catch (error) {
      if (signal.aborted) return
      if (connection.state !== 'connected') continue
      const failure = toFailure(error)
      if (store.getState().phase !== 'ready') store.setState({ phase: 'failed', failure }, true)
      await pause(retryMs, signal)
    }
  }

  /** True when the stream cannot go on. */
  async function receive(event: AppEvent): Promise<boolean> {
    if (event.type === 'reset') {
      store.setState(pictureOf(await client.snapshot(undefined, { signal })), true)
      return true
    }
    store.setState(applyEvent(store.getState(), event), true)
    return false
  }
}
