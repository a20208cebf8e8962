const fence = /^\s*(`{3,}|~{3,})/
const says = /[\p{L}\p{N}]/u

/**
 * The line of a prompt that says what it is about: the first with a letter or digit outside fenced code, else the
 * first inside. Trimmed; empty when there is none.
 */
export function tellingLine(text: string): string {
  let fenced = false
  let inside = ''
  for (const line of text.split('\n')) {
    if (fence.test(line)) fenced = !fenced
    else if (says.test(line)) {
      if (!fenced) return line.trim()
      inside ||= line.trim()
    }
  }
  return inside
}
