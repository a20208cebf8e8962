/** `name:12:3` as a name and a place in it. */
export function readWanted(text: string): { query: string; at: { line: number; column: number } | null } {
  const found = /^(.*?):(\d+)(?::(\d+))?$/.exec(text.trim())
  if (!found) return { query: text.trim(), at: null }
  const [, query = '', line, column] = found
  return { query, at: { line: Number(line), column: column ? Number(column) : 1 } }
}
