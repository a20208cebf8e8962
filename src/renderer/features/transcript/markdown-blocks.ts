const fence = /^ {0,3}(`{3,}|~{3,})/
/** What may reach over blank lines: raw HTML, and code in a list item, whose end depends on the list. */
const unsure = /^ {0,3}<|^ {1,3}(?:```|~~~)/
/** What means something all over the text. */
const definition = /^ {0,3}\[[^\]]+\]:/m
/** A line that may go on with a list, or with anything indented, after a blank line. */
const mayContinue = /^(?:[ \t]|[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$))/

/** Whether `line` closes a code block opened with `opening`: at least as long, and nothing behind it. */
function closes(line: string, opening: string): boolean {
  const mark = fence.exec(line)?.[1]
  return mark !== undefined && mark[0] === opening[0] && mark.length >= opening.length && line.trim() === mark
}

/**
 * Cuts Markdown into parts that mean the same one by one as together, so that of a text that grows only the last part
 * has to be parsed again. Cuts only where a blank line surely ends a block (CommonMark 0.31: outside fenced code, and
 * where what follows cannot belong to a list); in doubt it does not. Joined, the parts are the text.
 */
export function markdownBlocks(text: string): string[] {
  if (definition.test(text)) return [text]
  const blocks: string[] = []
  let [from, at] = [0, 0]
  let opening: string | null = null
  let afterBlank = false
  while (at < text.length) {
    const newline = text.indexOf('\n', at)
    const next = newline === -1 ? text.length : newline + 1
    const line = text.slice(at, next)
    const isBlank = line.trim() === ''
    if (opening !== null) {
      if (closes(line, opening)) opening = null
    } else if (!isBlank) {
      if (unsure.test(line)) break
      if (afterBlank && !mayContinue.test(line)) {
        blocks.push(text.slice(from, at))
        from = at
      }
      opening = fence.exec(line)?.[1] ?? null
    }
    afterBlank = isBlank && opening === null
    at = next
  }
  return [...blocks, text.slice(from)]
}
