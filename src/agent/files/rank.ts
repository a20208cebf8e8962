import type { ListedFiles } from '../git/index.ts'
import { maskOf, prepare, scoreWord, type Scored } from './score.ts'

/** The most that having been changed lately is worth: less than two letters, so that a clearly better match wins. */
const recentBonus = 26
/** The bonus halves with each so many files that were changed later. */
const halfAfter = 24
/** Of matches that are alike the shorter path is meant. */
const lengthMalus = 0.05
const longestThatCounts = 200

export interface RankedFile extends Scored {
  /** 0: changed last; what was not changed lately has none. */
  recency: number | null
  changedAt: number | null
  uncommitted: boolean
}

/** The files of one repository, ready to be searched: those changed last first, then by path. */
export function rankFiles(listed: ListedFiles, most: number): { files: RankedFile[]; truncated: boolean } {
  const recent = new Map<string, number>()
  for (const [path] of [...listed.uncommitted].toSorted(([, a], [, b]) => b - a))
    recent.set(path, recent.size)
  for (const path of listed.committed.keys()) if (!recent.has(path)) recent.set(path, recent.size)
  const files = listed.paths.slice(0, most).map((path): RankedFile => {
    const time = listed.uncommitted.get(path) || listed.committed.get(path)
    return {
      ...prepare(path),
      recency: recent.get(path) ?? null,
      changedAt: time ?? null,
      uncommitted: listed.uncommitted.has(path),
    }
  })
  files.sort((a, b) => (a.recency ?? Infinity) - (b.recency ?? Infinity) || compare(a.path, b.path) || 0)
  return { files, truncated: listed.paths.length > most }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A query as words, each of which has to be found. */
export interface Words {
  words: readonly string[]
  mask: number
}

export function readWords(query: string): Words {
  const words = query.toLowerCase().replaceAll('\\', '/').split(/\s+/).filter(Boolean)
  return { words, mask: words.reduce((mask, word) => mask | maskOf(word), 0) }
}

/** How well a file fits, recency included; null when it does not. `at` receives the places that matched. */
export function scoreFile({ words, mask }: Words, file: RankedFile, at?: number[]): number | null {
  if ((mask & ~file.mask) !== 0) return null
  let score = 0
  for (const word of words) {
    const found = scoreWord(word, file, at)
    if (found < 0) return null
    score += found
  }
  return score + recencyBonus(file.recency) - lengthMalus * Math.min(file.path.length, longestThatCounts)
}

const recencyBonus = (recency: number | null): number =>
  recency === null ? 0 : recentBonus * 2 ** (-recency / halfAfter)
