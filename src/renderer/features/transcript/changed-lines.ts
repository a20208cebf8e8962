/** Lines of context kept around a change. */
const context = 2

export interface ChangedLine {
  mark: ' ' | '+' | '−'
  text: string
}

/** Lines of a text; a final line end does not begin another line. */
const linesOf = (text: string | null): string[] => (text ? text.replace(/\n$/, '').split('\n') : [])

/** How many lines two texts share at their start and, apart from those, at their end. */
function sharedEnds(before: readonly string[], after: readonly string[]): { start: number; end: number } {
  const shortest = Math.min(before.length, after.length)
  let start = 0
  while (start < shortest && before[start] === after[start]) start++
  let end = 0
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++
  return { start, end }
}

/** Added and removed lines of a change, counted as a diff that keeps the common start and end. */
export function countChange(oldText: string | null, newText: string): { added: number; removed: number } {
  const [before, after] = [linesOf(oldText), linesOf(newText)]
  const { start, end } = sharedEnds(before, after)
  return { added: after.length - start - end, removed: before.length - start - end }
}

/** The changed lines between the common start and end of two texts, with a little context. */
export function changedLines(oldText: string | null, newText: string): ChangedLine[] {
  const [before, after] = [linesOf(oldText), linesOf(newText)]
  const { start, end } = sharedEnds(before, after)
  const marked = (mark: ChangedLine['mark'], lines: readonly string[]): ChangedLine[] =>
    lines.map((text) => ({ mark, text }))
  const rest = after.length - end
  return [
    ...marked(' ', after.slice(Math.max(0, start - context), start)),
    ...marked('−', before.slice(start, before.length - end)),
    ...marked('+', after.slice(start, rest)),
    ...marked(' ', after.slice(rest, rest + context)),
  ]
}
