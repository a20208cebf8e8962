/** Lines kept around a comment's own, to find them again by. */
export const mostAnchorContext = 3
/** Lines one comment can be about. */
export const mostAnchorLines = 500
/** Of a longer line the beginning is compared. Characters. */
export const mostLineLength = 2_000

/** Lines of a file, and where in it they are: numbers from 1, both included. */
export interface Anchor {
  startLine: number
  endLine: number
  code: readonly string[]
  before: readonly string[]
  after: readonly string[]
}

/** A text as lines to anchor to: without line ends, and without the empty one behind the last. */
export function anchorLines(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, '').slice(0, mostLineLength))
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** What to remember of lines `startLine` to `endLine` of a file; the range is cut to the file and to what is kept. */
export function anchorAt(
  lines: readonly string[],
  startLine: number,
  endLine: number,
): Anchor & { code: string[]; before: string[]; after: string[] } {
  const start = Math.min(Math.max(1, startLine), Math.max(1, lines.length))
  const last = Math.min(lines.length, start + mostAnchorLines - 1)
  const end = Math.max(start, Math.min(endLine, last))
  return {
    startLine: start,
    endLine: end,
    code: lines.slice(start - 1, end),
    before: lines.slice(Math.max(0, start - 1 - mostAnchorContext), start - 1),
    after: lines.slice(end, end + mostAnchorContext),
  }
}

/** Neighbours that are as they were, counted outwards until the first that is not. */
function matchingContext(lines: readonly string[], at: number, anchor: Anchor): number {
  let score = 0
  const { before, after, code } = anchor
  for (let back = 1; back <= before.length && lines[at - back] === before.at(-back); back++) score++
  for (let on = 0; on < after.length && lines[at + code.length + on] === after[on]; on++) score++
  return score
}

/** A line of brackets or nothing stands in many places. */
const tells = (line: string): boolean => /[\p{L}\p{N}]/u.test(line)

/**
 * Where in a changed file the lines of an anchor are now: the place with the same lines whose neighbours fit best,
 * of those the nearest to where they were. Null when the lines are no more, or say too little to be told from
 * others and none of their neighbours is there. An anchor without code stays at its beginning.
 */
export function reanchor(
  lines: readonly string[],
  anchor: Anchor,
): { startLine: number; endLine: number } | null {
  const { code, before, after } = anchor
  if (code.length === 0) return { startLine: 1, endLine: 1 }
  let best: { at: number; score: number; distance: number } | null = null
  for (let at = 0; at + code.length <= lines.length; at++) {
    if (!code.every((line, index) => lines[at + index] === line)) continue
    const score = matchingContext(lines, at, anchor)
    const distance = Math.abs(at + 1 - anchor.startLine)
    if (!best || score > best.score || (score === best.score && distance < best.distance))
      best = { at, score, distance }
  }
  if (!best) return null
  const alone = before.length + after.length === 0
  if (best.score === 0 && !alone && !code.some(tells)) return null
  return { startLine: best.at + 1, endLine: best.at + code.length }
}
