import { Failure, type ShownHunk } from '../../contracts/index.ts'
import { allLines, type Block, type Line, type LineChoice } from './lines.ts'

const latin1 = new TextDecoder('windows-1252')

/** A line as it may have been shown: without its end, as UTF-8 or, where it is none, as Windows-1252. */
function shows(line: Line | undefined, shown: string): boolean {
  if (!line) return false
  const text = Buffer.from(line)
  const without = text.subarray(0, text.length - (text.at(-1) === 0x0a ? 1 : 0))
  const plain = (decoded: string): string => decoded.replace(/\r$/, '')
  const wanted = plain(shown)
  return plain(without.toString('utf8')) === wanted || plain(latin1.decode(without)) === wanted
}

/** Both sides as they are now. */
export interface ViewNow {
  old: readonly Line[]
  now: readonly Line[]
  blocks: readonly Block[]
}

const changedSince = (path: string): Failure =>
  new Failure('file_changed', `${path} has changed since it was shown`, {
    hint: 'Look at it again, then choose.',
    details: { path },
  })

/**
 * The lines of shown hunks that are meant, by their numbers on both sides. Throws `file_changed` where a line, also
 * one that is not meant, is not in its place any more.
 */
export function chosenLines(path: string, hunks: readonly ShownHunk[], view: ViewNow): LineChoice {
  const all = allLines(view.blocks)
  const removed = new Set<number>()
  const added = new Set<number>()
  for (const { oldStart, newStart, lines, chosen } of hunks) {
    const meant = chosen && new Set(chosen)
    let [old, now] = [oldStart - 1, newStart - 1]
    for (const [index, line] of lines.entries()) {
      const text = line.slice(1)
      const sign = line[0]
      if (sign !== '+' && !shows(view.old[old], text) && !(sign === ' ' && shows(view.now[now], text)))
        throw changedSince(path)
      if (sign === '+' && !shows(view.now[now], text)) throw changedSince(path)
      if ((sign === '-' && !all.removed.has(old)) || (sign === '+' && !all.added.has(now)))
        throw changedSince(path)
      if (sign === '-' && (meant?.has(index) ?? true)) removed.add(old)
      if (sign === '+' && (meant?.has(index) ?? true)) added.add(now)
      if (sign !== '+') old++
      if (sign !== '-') now++
    }
  }
  return { removed, added }
}
