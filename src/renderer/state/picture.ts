import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent, Cursor, Failure, Snapshot } from '../../contracts/index.ts'
import { applyChange, fromSnapshot, type Entities } from './entities.ts'

/** `loading` until the first snapshot; `failed` when that was refused. A ready picture stays through reconnects. */
export type Picture =
  | { phase: 'loading' }
  | { phase: 'failed'; failure: Failure }
  | { phase: 'ready'; cursor: Cursor; entities: Entities }

export type PictureStore = StoreApi<Picture>

export const createPictureStore = (): PictureStore => createStore<Picture>(() => ({ phase: 'loading' }))

export const pictureOf = (snapshot: Snapshot): Picture => ({
  phase: 'ready',
  cursor: snapshot.cursor,
  entities: fromSnapshot(snapshot),
})

/** The picture after one event; an event at or before its cursor changes nothing. `reset` is the follower's matter. */
export function applyEvent(picture: Picture, event: AppEvent): Picture {
  if (picture.phase !== 'ready' || event.type !== 'change') return picture
  const { cursor, entities } = picture
  if (event.cursor.epoch !== cursor.epoch || event.cursor.seq <= cursor.seq) return picture
  return { phase: 'ready', cursor: event.cursor, entities: applyChange(entities, event.change) }
}
