import type { FoundLine, WorkspaceRepository } from '../../contracts/index.ts'

/** Longest text of a line that is shown, and how much of it stands before the first match. */
const longest = 300
const before = 60

interface Hit {
  path: string
  line: number
  text: string
  /** In UTF-16 units. */
  matches: readonly (readonly [number, number])[]
  /** Where the first match begins, also when its end is not known. */
  start: number
}

/** A matching line as it is shown: without its end, cut around the first match. */
export function foundLine(
  { repositoryId, name }: Pick<WorkspaceRepository, 'repositoryId' | 'name'>,
  { path, line, text, matches, start }: Hit,
): FoundLine {
  const whole = text.replace(/\r?\n$/, '')
  const from = whole.length <= longest ? 0 : Math.max(0, start - before)
  const shown = whole.slice(from, from + longest)
  const at = matches.flatMap(([first, last]): [number, number][] => {
    const begin = Math.max(0, first - from)
    const end = Math.min(shown.length, last - from)
    return begin < end ? [[begin, end]] : []
  })
  return { repositoryId, repository: name, path, line, column: start + 1, text: shown, at }
}

/** A place in the bytes of a UTF-8 text as a place in its UTF-16 units. */
export const unitsAt = (bytes: Buffer, at: number): number => bytes.toString('utf8', 0, at).length

/** Every place where a plain text stands in a line, as a search for it finds them. */
export function plainMatches(
  line: string,
  pattern: string,
  { matchCase, wholeWord }: { matchCase: boolean; wholeWord: boolean },
): [number, number][] {
  const found: [number, number][] = []
  const plain = pattern.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
  // No quantifier is left in it, so it takes no time to speak of.
  for (const match of line.matchAll(new RegExp(plain, matchCase ? 'gu' : 'giu'))) {
    const end = match.index + match[0].length
    if (!wholeWord || (!isWord(line[match.index - 1]) && !isWord(line[end]))) found.push([match.index, end])
  }
  return found
}

const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}_]/u.test(character)
