import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useServices } from '../../app/index.ts'
import type { OpenTranscript } from '../../state/index.ts'
import { rowAt, type Row } from './rows.ts'

interface Options {
  transcript: OpenTranscript
  /** Position of the item to show; null for none. */
  at: number | null
  rows: readonly Row[]
  /** Brings a row into view. */
  show(index: number): void
}

/** Loads the item at a position and brings it into view, once. Returns the index of its row, -1 without one. */
export function useHit({ transcript, at, rows, show }: Options): number {
  const { toasts } = useServices()
  useEffect(() => {
    if (at === null) return
    void transcript.showAround(at).then((failure) => failure && toasts.failed('Load the messages', failure))
  }, [transcript, at, toasts])
  const index = useMemo(() => (at === null ? -1 : rowOf(rows, at)), [rows, at])
  const shownAt = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (at === null || index < 0) shownAt.current = null
    else if (shownAt.current !== at) {
      shownAt.current = at
      show(index)
    }
  })
  return index
}

/** -1 while the item is not among those loaded. */
function rowOf(rows: readonly Row[], position: number): number {
  const positions = rows.flatMap((row) =>
    row.kind === 'item'
      ? row.item.position
      : row.kind === 'looks'
        ? row.calls.map((call) => call.position)
        : [],
  )
  const [first, last] = [positions[0], positions.at(-1)]
  if (first === undefined || last === undefined || position < first || position > last) return -1
  return rowAt(rows, position)
}
