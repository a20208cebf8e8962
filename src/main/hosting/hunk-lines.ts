/** The lines a comment is on and those before them. */
export interface HunkLines {
  code: string[]
  before: string[]
}

/**
 * Reads a comment's lines from the piece of diff that hosts send with it, which ends at the commented line. Null when
 * it does not reach back to the first one, or is none.
 */
export function linesOfHunk(
  hunk: string | null | undefined,
  side: 'old' | 'new',
  count: number,
  context: number,
): HunkLines | null {
  const [head = '', ...rest] = (hunk ?? '').split('\n')
  if (!head.startsWith('@@')) return null
  const marks = side === 'new' ? [' ', '+'] : [' ', '-']
  const lines = rest
    .filter((line) => marks.includes(line.charAt(0)))
    .map((line) => line.slice(1).replace(/\r$/, ''))
  if (count < 1 || lines.length < count) return null
  const start = lines.length - count
  return { code: lines.slice(start), before: lines.slice(Math.max(0, start - context), start) }
}
