/** Cuts text into pieces of `words` words each, white space kept, so that joining gives the text again. */
export function chunksOf(text: string, words: number): string[] {
  const parts = text.match(/\s*\S+|\s+$/g) ?? []
  const chunks: string[] = []
  for (let at = 0; at < parts.length; at += words) chunks.push(parts.slice(at, at + words).join(''))
  return chunks
}
