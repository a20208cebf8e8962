import type { Entry } from './entry.ts'
import { match, type Match } from './match.ts'

export interface Found {
  entry: Entry
  /** Indexes of the letters of the title to show as matched. */
  at: readonly number[]
}

export interface Group {
  title: string
  found: readonly Found[]
}

/** Lines of a group when groups stand below each other, so that each is seen. */
const mostOfMany = 6
/** Lines when there is one group. */
const mostOfOne = 50
/** What was used lately comes first among equals; a better match still wins. */
const recentBonus = 4
/** A match in other words of an entry is worth less than one in its title. */
const keywordMalus = 10

export type Mode = 'all' | 'actions' | 'sessions' | 'files'

/** What the user typed: `>` asks for actions only, `#` for sessions only, `/` for files only. */
export function readQuery(input: string): { mode: Mode; query: string } {
  const mark = input.trimStart().charAt(0)
  if (mark === '>') return { mode: 'actions', query: input.trimStart().slice(1).trim() }
  if (mark === '#') return { mode: 'sessions', query: input.trimStart().slice(1).trim() }
  if (mark === '/') return { mode: 'files', query: input.trimStart().slice(1).trim() }
  return { mode: 'all', query: input.trim() }
}

/**
 * What matches, best first, in groups. `recent` holds keys, last used first; `files` were found by the node and stay
 * in its order.
 */
export function findEntries(
  entries: readonly Entry[],
  { mode, query }: { mode: Mode; query: string },
  recent: readonly string[],
  files: readonly Found[] = [],
): Group[] {
  if (mode === 'files') return files.length > 0 ? [{ title: 'Files', found: files }] : []
  const scored = entries.flatMap((entry) => {
    const score = scoreOf(entry, query)
    if (!score) return []
    const place = recent.indexOf(entry.key)
    const bonus = place < 0 ? 0 : recentBonus * (1 - place / recent.length)
    return [{ entry, at: score.at, score: score.score + bonus }]
  })
  const sorted = scored.toSorted((a, b) => b.score - a.score)
  const of = (test: (entry: Entry) => boolean): typeof sorted => sorted.filter(({ entry }) => test(entry))
  const groups: [string, typeof sorted][] =
    mode === 'actions'
      ? [['Actions', of(({ kind }) => kind === 'action')]]
      : mode === 'sessions'
        ? [['Sessions', of(({ kind }) => kind === 'session')]]
        : [
            ['Suggested here', of(({ kind, here }) => kind === 'action' && here === true)],
            ['Go to', of(({ kind }) => kind !== 'action')],
            ['Actions', of(({ kind, here }) => kind === 'action' && here !== true)],
            ['Files', query === '' ? [] : files.map((found) => ({ ...found, score: 0 }))],
          ]
  const filled = groups.filter(([, found]) => found.length > 0)
  const most = filled.length > 1 ? mostOfMany : mostOfOne
  return filled.map(([title, found]) => ({ title, found: found.slice(0, most) }))
}

/** How well an entry fits: each word of the query must be found, in any order, in the title or beside it. */
function scoreOf(entry: Entry, query: string): { score: number; at: readonly number[] } | null {
  const at = new Set<number>()
  let score = 0
  for (const word of query.split(/\s+/)) {
    const inTitle = match(word, entry.title)
    const found = inTitle ?? matchBeside(entry, word)
    if (!found) return null
    score += found.score
    for (const index of inTitle?.at ?? []) at.add(index)
  }
  return { score, at: [...at] }
}

function matchBeside({ detail, keywords }: Entry, word: string): Match | null {
  const best = [detail ?? '', ...(keywords ?? [])]
    .map((text) => match(word, text))
    .filter((found) => found !== null)
    .toSorted((a, b) => b.score - a.score)[0]
  return best ? { ...best, score: best.score - keywordMalus } : null
}
