/** A word of the query, or several that stand next to each other: folded as the index folds them. */
export interface Term {
  words: string[]
  /** The last of `words` is the beginning of a word. */
  prefix: boolean
}

export interface ParsedQuery {
  terms: Term[]
  /** The terms as an expression of FTS5, all of which must be found. */
  match: string
}

/** More words than this say nothing more and cost time. */
const mostTerms = 24

// The index splits text at anything else (unicode61).
const wordPattern = /[\p{L}\p{N}\p{M}\p{Co}]+/gu

/** Words of a text with their places, as the index sees them. */
export function* wordsOf(text: string): Generator<{ word: string; start: number; end: number }> {
  for (const found of text.matchAll(wordPattern))
    yield { word: fold(found[0]), start: found.index, end: found.index + found[0].length }
}

/** A word without case and accents. */
const fold = (word: string): string =>
  // The short way for what most words are made of.
  /^\w*$/.test(word) ? word.toLowerCase() : word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** One letter or digit begins too many words to be of use; signs that are whole words by themselves do not. */
const isTooShort = (word: string): boolean => /^[a-z0-9]$/.test(word)

/**
 * What to look for. Any text is understood: double quotes hold words together, every other sign only separates, and
 * the last word may be the beginning of one unless it is quoted. Null when there is no word in it.
 */
export function parseQuery(query: string): ParsedQuery | null {
  const pieces = [...query.matchAll(/"([^"]*)("|$)|[^\s"]+/g)].map(([piece, quoted, close]) => ({
    words: [...wordsOf(quoted ?? piece)].map(({ word }) => word),
    closed: close === '"',
  }))
  const found = pieces.filter(({ words }) => words.length > 0).slice(0, mostTerms)
  const terms = found.map(({ words, closed }, index): Term => {
    const last = words.at(-1) ?? ''
    return { words, prefix: index === found.length - 1 && !closed && !isTooShort(last) }
  })
  if (terms.length === 0) return null
  return { terms, match: terms.map(expression).join(' AND ') }
}

/** Letters and digits in quotes: nothing in it can be taken for an operator. */
const expression = ({ words, prefix }: Term): string => `"${words.join(' ')}"${prefix ? ' *' : ''}`
