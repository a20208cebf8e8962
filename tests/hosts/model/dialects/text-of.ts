/** Text of a message's content: a string, or a list of parts of which some have a `text`. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return content === undefined || content === null ? '' : JSON.stringify(content)
  return content.map((part: unknown) => partText(part)).join('\n')
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part
  const text = (part as { text?: unknown } | null)?.text
  return typeof text === 'string' ? text : ''
}
