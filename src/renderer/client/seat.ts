import type { Seat } from '../../contracts/index.ts'

const key = 'switchyard.seat'

/** This page's place at sessions. Kept for its tab: after a reload it is the same one. */
export function seatOf(storage: Storage, kind: Seat['kind'], newKey: () => string): Seat {
  const id = storage.getItem(key) ?? newKey()
  storage.setItem(key, id)
  return { id, kind }
}
