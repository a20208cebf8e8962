import type { Snippet } from '../../contracts/index.ts'
import { wordsOf, type Term } from './parse-query.ts'

/** Characters of a snippet, and how many of them stand before the first match. */
const length = 200
const lead = 50
/** Matches looked at for the best place of a long text. */
const mostMatches = 200

interface Range {
  start: number
  end: number
}

/** The piece of `text` that holds the most of what was looked for, as one line with its matches. */
export function snippetOf(text: string, terms: readonly Term[]): Snippet {
  const from = cutBefore(text, bestPlace(text, terms) - lead)
  const to = cutAfter(text, from + length)
  const line = text.slice(from, to).replace(/\s+/gu, ' ').trim()
  const shown = `${from > 0 ? '…' : ''}${line}${to < text.length ? '…' : ''}`
  return { text: shown, marks: joined(matchesOf(shown, terms)) }
}

/** Where the most terms stand close together; the first such place, 0 where there is none. */
function bestPlace(text: string, terms: readonly Term[]): number {
  const matches = [...matchesOf(text, terms, mostMatches)]
  let best = { start: 0, different: 0 }
  matches.forEach(({ start }, index) => {
    const near = new Set<Term>()
    for (const match of matches.slice(index, index + 2 * terms.length))
      if (match.start - start < length - lead) near.add(match.term)
    if (near.size > best.different) best = { start, different: near.size }
  })
  return best.start
}

/** Where the terms stand in `text`, ascending by start, at most `most` of them. */
function* matchesOf(
  text: string,
  terms: readonly Term[],
  most = Number.POSITIVE_INFINITY,
): Generator<Range & { term: Term }> {
  const longest = Math.max(1, ...terms.map(({ words }) => words.length))
  const window: { word: string; start: number; end: number }[] = []
  let found = 0
  const words = wordsOf(text)
  for (let next = words.next(); ; next = words.next()) {
    if (next.value) window.push(next.value)
    if (window.length === 0) return
    // Full, or nothing more to come: the first word of the window has all that may follow it.
    if (window.length < longest && !next.done) continue
    const [first] = window
    for (const term of terms) {
      const last = endOf(term, window)
      if (first && last !== null) {
        yield { start: first.start, end: last, term }
        found += 1
        if (found === most) return
      }
    }
    window.shift()
  }
}

/** Where `term` ends when it begins with the first word of `window`; null when it does not. */
function endOf({ words, prefix }: Term, window: readonly { word: string; end: number }[]): number | null {
  const fits = words.every((word, index) => {
    const there = window[index]?.word
    return prefix && index === words.length - 1 ? there?.startsWith(word) : there === word
  })
  return fits ? (window[words.length - 1]?.end ?? null) : null
}

/** Ranges that overlap as one. */
function joined(ranges: Iterable<Range>): Range[] {
  const result: Range[] = []
  for (const { start, end } of ranges) {
    const last = result.at(-1)
    if (last && start < last.end) last.end = Math.max(last.end, end)
    else result.push({ start, end })
  }
  return result
}

/** `at`, moved forward to the beginning of a word, unless that is far. */
function cutBefore(text: string, at: number): number {
  if (at <= 0) return 0
  const space = text.slice(at, at + lead / 2).search(/\s/u)
  return space < 0 ? whole(text, at) : at + space + 1
}

/** `at`, moved back to the end of a word, unless that is far. */
function cutAfter(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.slice(at - lead / 2, at).search(/\s\S*$/u)
  return space < 0 ? whole(text, at) : at - lead / 2 + space
}

/** Never between the halves of one character. */
const whole = (text: string, at: number): number =>
  /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) ? at - 1 : at
