import type { ShownHunk } from '../../../../contracts/index.ts'
import type { LinesTarget } from '../extension.ts'

/** The hunks of a patch without header, as the node wants them named. */
export function hunksOf(patch: string): ShownHunk[] {
  const hunks: ShownHunk[] = []
  for (const line of patch.split('\n')) {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line)
    if (head) hunks.push({ oldStart: Number(head[1]), newStart: Number(head[2]), lines: [], chosen: null })
    // What begins otherwise says that the last line has no end.
    else if (/^[ +-]/.test(line)) hunks.at(-1)?.lines.push(line)
  }
  return hunks
}

/** The one hunk that begins at these lines. */
export const hunkAt = (patch: string, oldStart: number, newStart: number): ShownHunk[] =>
  hunksOf(patch).filter((hunk) => hunk.oldStart === oldStart && hunk.newStart === newStart)

/**
 * The hunks with the changed lines between two places. Both on one side: the lines of that side alone, as in two
 * columns; on different sides: all between them, as in one.
 */
export function chosenHunks(patch: string, { start, end }: Pick<LinesTarget, 'start' | 'end'>): ShownHunk[] {
  let within = false
  return hunksOf(patch).flatMap((hunk) => {
    let [old, now] = [hunk.oldStart, hunk.newStart]
    const chosen: number[] = []
    for (const [index, line] of hunk.lines.entries()) {
      const sign = line[0]
      const is = (place: LinesTarget['start']): boolean =>
        place.side === 'old' ? sign !== '+' && place.line === old : sign !== '-' && place.line === now
      if (start.side === end.side) {
        const at = start.side === 'old' ? old : now
        const changed = sign === (start.side === 'old' ? '-' : '+')
        if (changed && at >= start.line && at <= end.line) chosen.push(index)
      } else {
        const [first, last] = [is(start), is(end)]
        if (sign !== ' ' && (within || first || last)) chosen.push(index)
        // Whichever of the two stands first on the screen opens the range.
        if (first !== last) within = !within
      }
      if (sign !== '+') old++
      if (sign !== '-') now++
    }
    return chosen.length > 0 ? [{ ...hunk, chosen }] : []
  })
}
