import { describe, expect, it } from 'vitest'
import type { AppEvent, Cursor, Snapshot } from '../../../src/contracts/index.ts'
import type { AppClient, Connection } from '../../../src/renderer/client/index.ts'
import { createPictureStore, followPicture, type PictureStore } from '../../../src/renderer/state/index.ts'
import { snapshot, workspace, workspaceId } from './make.ts'

type Script = { events: AppEvent[]; breaks?: boolean }

/** A control plane that gives each snapshot and each event stream of a list once; the last stream stays open. */
function controlPlane(snapshots: Snapshot[], streams: Script[]) {
  const followed: (Cursor | null)[] = []
  const client = {
    snapshot: () => Promise.resolve(snapshots.shift()!),
    events: {
      follow: ({ after }: { after: Cursor | null }, { signal }: { signal: AbortSignal }) => {
        followed.push(after)
        const script = streams.shift()
        return Promise.resolve(
          (async function* () {
            yield* script?.events ?? []
            if (script?.breaks) throw new Error('connection lost')
            if (streams.length > 0) return
            if (signal.aborted) return
            await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
          })(),
        )
      },
    },
  } as unknown as AppClient
  const connection: Connection = {
    client,
    // A broken stream is a broken connection: no wait of its own.
    state: 'connecting',
    subscribe: () => () => undefined,
    connected: () => Promise.resolve(),
    retry: () => undefined,
    close: () => undefined,
  }
  return { connection, followed }
}

const change = (seq: number, name: string, epoch = 'a'): AppEvent => ({
  type: 'change',
  cursor: { epoch, seq },
  change: { type: 'workspace', entity: workspace({ revision: seq, name }) },
})

const nameIn = (store: PictureStore) => {
  const state = store.getState()
  return state.phase === 'ready' ? state.entities.workspaces[workspaceId()]?.name : undefined
}

async function play(snapshots: Snapshot[], streams: Script[], until: string) {
  const { connection, followed } = controlPlane(snapshots, streams)
  const store = createPictureStore()
  const stop = new AbortController()
  const seen = Promise.withResolvers<void>()
  store.subscribe(() => nameIn(store) === until && seen.resolve())
  const done = followPicture(connection, store, stop.signal)
  await seen.promise
  stop.abort()
  await done
  return { store, followed }
}

describe('following the picture', () => {
  it('starts from a snapshot and goes on with the events after its cursor', async () => {
    const { followed } = await play([snapshot()], [{ events: [change(11, 'one')] }], 'one')
    expect(followed).toEqual([{ epoch: 'a', seq: 10 }])
  })

  it('goes on after the last event when the connection was lost', async () => {
    const { followed } = await play(
      [snapshot()],
      [{ events: [change(11, 'one')], breaks: true }, { events: [change(12, 'two')] }],
      'two',
    )
    expect(followed).toEqual([
      { epoch: 'a', seq: 10 },
      { epoch: 'a', seq: 11 },
    ])
  })

  it('takes a new snapshot after a reset and forgets what is no longer in it', async () => {
    const other = snapshot({ cursor: { epoch: 'b', seq: 3 } })
    const { store, followed } = await play(
      [snapshot({ workspaces: [workspace({ id: workspaceId('gone') })] }), other],
      [{ events: [{ type: 'reset', cursor: { epoch: 'b', seq: 2 } }] }, { events: [change(4, 'new', 'b')] }],
      'new',
    )
    const state = store.getState()
    expect(state.phase === 'ready' && Object.keys(state.entities.workspaces)).toEqual([workspaceId()])
    expect(followed.at(-1)).toEqual({ epoch: 'b', seq: 3 })
  })
})
