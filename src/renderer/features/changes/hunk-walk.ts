import type { CodeViewHandle } from '@pierre/diffs/react'
import type { ChangedEntry } from './changed-entry.ts'
import type { Note } from './diff-items.ts'
import { firstChange } from './diff-metadata.ts'
import { headerHeight } from './diff-options.ts'

type Handle = CodeViewHandle<Note, undefined>
type Place = NonNullable<ReturnType<typeof firstChange>>

interface Stop {
  id: string
  place: Place
}

/** Lines of context that stay in view above a change that was scrolled to. */
const contextAbove = 60
/** Rounding. */
const tolerance = 3

/** Goes from change to change through all files. */
export class HunkWalk {
  /** Where it went last, and how far the view was scrolled then. */
  #last: { stop: Stop; top: number } | null = null

  go(handle: Handle | null, entries: readonly ChangedEntry[], step: 1 | -1): void {
    const view = handle?.getInstance()
    if (!handle || !view) return
    const stops = entries.flatMap(({ id }) => stopsOf(handle, id))
    const at = this.#indexNow(handle, stops, step)
    const stop = stops[Math.max(0, Math.min(stops.length - 1, at + step))]
    if (!stop) return
    const { id, place } = stop
    handle.scrollTo({ type: 'line', id, ...place, align: 'start', offset: contextAbove, behavior: 'instant' })
    this.#last = {
      stop,
      top: Math.min(wantedTop(handle, stop) ?? 0, view.getScrollHeight() - view.getHeight()),
    }
  }

  /** The change the user is at; between two of them the one behind him. */
  #indexNow(handle: Handle, stops: readonly Stop[], step: 1 | -1): number {
    const now = handle.getInstance()?.getScrollTop() ?? 0
    const { stop: last, top } = this.#last ?? {}
    if (last && top !== undefined && Math.abs(top - now) <= tolerance)
      return stops.findIndex(({ id, place }) => id === last.id && isSame(place, last.place))
    // Only what is drawn has a place; what is above is behind, what is below is ahead.
    const found = stops.findIndex((stop) => {
      const wanted = wantedTop(handle, stop)
      return wanted !== undefined && wanted > now + (step === 1 ? tolerance : -tolerance)
    })
    if (found >= 0) return step === 1 ? found - 1 : found
    const drawn = new Set(
      handle
        .getInstance()
        ?.getRenderedItems()
        .map(({ id }) => id),
    )
    return stops.findLastIndex(({ id }) => drawn.has(id)) + (step === 1 ? 0 : 1)
  }
}

const isSame = (a: Place, b: Place): boolean => a.side === b.side && a.lineNumber === b.lineNumber

function stopsOf(handle: Handle, id: string): Stop[] {
  const item = handle.getItem(id)
  if (item?.type !== 'diff' || item.collapsed) return []
  return item.fileDiff.hunks.flatMap((hunk) => {
    const place = firstChange(hunk)
    return place ? [{ id, place }] : []
  })
}

/** How far the view is scrolled when the stop stands where it should; undefined when it is not drawn. */
function wantedTop(handle: Handle, { id, place }: Stop): number | undefined {
  const view = handle.getInstance()
  const drawn = view?.getRenderedItems().find((item) => item.id === id)
  const top = view?.getTopForItem(id)
  if (drawn?.type !== 'diff' || top === undefined) return undefined
  const line = drawn.instance.getLinePosition(place.lineNumber, place.side)
  return line && Math.max(0, top + line.top - headerHeight - contextAbove)
}
