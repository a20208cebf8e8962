export interface Match {
  score: number
  /** Indexes of the letters of the text that matched, ascending. */
  at: readonly number[]
}

/** Weights of what makes a match look right to a person; only their order matters. */
const startOfWord = 8
const nextToLast = 9
const anyLetter = 1
const startOfText = 4

/**
 * Finds the letters of `query` in `text` in order, not caring for case, or null. Of all ways to place them it takes
 * the one that scores best: beginnings of words and letters side by side count most. Dynamic programming over
 * query × text (the alignment of fuzzy finders such as fzf); texts here are titles, so the square is small.
 */
export function match(query: string, text: string): Match | null {
  const wanted = Array.from(query.toLowerCase()).filter((letter) => letter.trim() !== '')
  if (wanted.length === 0) return { score: 0, at: [] }
  const letters = Array.from(text.toLowerCase())
  const original = Array.from(text)
  if (wanted.length > letters.length) return null
  /** best[i] = best placing of the letters so far with the last one at index i. */
  let best: (Match | null)[] = letters.map(() => null)
  wanted.forEach((letter, row) => {
    const before = best
    let reached: Match | null = row === 0 ? { score: 0, at: [] } : null
    best = letters.map((candidate, index) => {
      const previous = before[index - 1] ?? null
      const base = row === 0 ? reached : better(reached, previous)
      // What ends two or more places back stays reachable for all later letters.
      const placed = candidate === letter ? place(base, previous, index, row) : null
      if (row > 0) reached = better(reached, previous)
      return placed
    })
  })
  return best.reduce(better, null)

  function place(base: Match | null, previous: Match | null, index: number, row: number): Match | null {
    const worth =
      anyLetter + (isWordStart(original, index) ? startOfWord : 0) + (index === 0 ? startOfText : 0)
    const apart = base && { score: base.score + worth, at: [...base.at, index] }
    const joined =
      row > 0 && previous ? { score: previous.score + worth + nextToLast, at: [...previous.at, index] } : null
    return better(apart, joined)
  }
}

const better = (a: Match | null, b: Match | null): Match | null =>
  !a ? b : !b ? a : b.score > a.score ? b : a

function isWordStart(letters: readonly string[], index: number): boolean {
  const before = letters[index - 1]
  const here = letters[index] ?? ''
  if (before === undefined || /[\s\-_/.#(]/.test(before)) return true
  return /[a-z]/.test(before) && /[A-Z]/.test(here)
}
