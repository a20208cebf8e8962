export type PromptPart = { type: 'text'; text: string } | { type: 'code'; info: string; code: string }

// CommonMark 0.31, section 4.5, without indented fences: a closing fence is as long as its opening one.
const fence = /(?<=^|\n)(`{3,}|~{3,})([^\n`]*)\n(?:([\s\S]*?)\n)?\1[ \t]*(?=\n|$)/g

/** A prompt cut at its fenced code. What is between stays as it was typed, without the empty lines at its ends. */
export function promptParts(prompt: string): PromptPart[] {
  const parts: PromptPart[] = []
  const add = (text: string): void => {
    const trimmed = text.replace(/^\s*\n|\n\s*$/g, '')
    if (trimmed.trim() !== '') parts.push({ type: 'text', text: trimmed })
  }
  let from = 0
  for (const match of prompt.matchAll(fence)) {
    add(prompt.slice(from, match.index))
    parts.push({ type: 'code', info: (match[2] ?? '').trim(), code: match[3] ?? '' })
    from = match.index + match[0].length
  }
  add(prompt.slice(from))
  return parts
}
