/** Longest title made from a prompt; lists cut later anyway. */
const maxTitleChars = 80

/** The first line of a text, short enough for a list; empty when the text says nothing. */
export function titleFrom(text: string): string {
  const [first = ''] = text.trim().split('\n', 1)
  // Control characters would garble a terminal that prints the list.
  const line = first.replace(/[\u0000-\u001f\u007f]/g, ' ').trim()
  return line.length > maxTitleChars ? `${line.slice(0, maxTitleChars - 1).trimEnd()}…` : line
}
