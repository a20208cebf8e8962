import { FileStatus } from '../../contracts/index.ts'

/** What git says of a file in `git diff --raw --numstat`. */
export interface DiffEntry {
  path: string
  oldPath: string | null
  status: FileStatus
  added: number
  removed: number
  binary: boolean
  oldMode: string | null
  newMode: string | null
  /** Objects of both sides; null where that side does not exist, or is a file whose object git has not made. */
  oldOid: string | null
  newOid: string | null
}

function statusOf(letter: string): FileStatus {
  // A copy is a new file; unknown letters do not occur with the options we pass.
  const parsed = FileStatus.safeParse(letter === 'C' ? 'A' : letter)
  return parsed.success ? parsed.data : 'M'
}

const orNull = (zeros: string): string | null => (/^0+$/.test(zeros) ? null : zeros)

/**
 * Output of `git diff --raw --numstat -z`: first one `:modes hashes status NUL path NUL [new path NUL]` a file, then
 * one `added TAB removed TAB path NUL` (or, renamed, an empty path and `old NUL new NUL`). Binary files count `-`.
 */
export function parseDiff(output: string): DiffEntry[] {
  const tokens = output.split('\0')
  const files = new Map<string, DiffEntry>()
  let at = 0
  const next = (): string => tokens[at++] ?? ''
  while (tokens[at]?.startsWith(':')) {
    const [oldMode = '', newMode = '', oldOid = '', newOid = '', letters = 'M'] = next().slice(1).split(' ')
    const letter = letters[0] ?? 'M'
    const first = next()
    const moved = letter === 'R' || letter === 'C'
    const path = moved ? next() : first
    const before = files.get(path)
    files.set(path, {
      path,
      oldPath: letter === 'R' ? first : null,
      // An unmerged file has two entries; what is in the worktree is told by the second.
      status: before?.status === 'U' ? 'U' : statusOf(letter),
      added: 0,
      removed: 0,
      binary: false,
      oldMode: letter === 'C' ? null : orNull(oldMode),
      newMode: orNull(newMode),
      oldOid: letter === 'C' ? null : orNull(oldOid),
      newOid: orNull(newOid),
    })
  }
  while (at < tokens.length) {
    const match = /^(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(next())
    if (!match) continue
    const [, added = '', removed = '', name = ''] = match
    if (name === '') next()
    const file = files.get(name === '' ? next() : name)
    if (!file) continue
    file.binary = added === '-'
    file.added = Number(added) || 0
    file.removed = Number(removed) || 0
  }
  return [...files.values()]
}
