import { FileStatus } from '../../contracts/index.ts'

export interface DiffEntry {
  path: string
  oldPath: string | null
  status: FileStatus
  added: number
  removed: number
  binary: boolean
}

function statusOf(letter: string): FileStatus {
  // A copy is a new file; unknown letters do not occur with the options we pass.
  const parsed = FileStatus.safeParse(letter === 'C' ? 'A' : letter)
  return parsed.success ? parsed.data : 'M'
}

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
    const letter = next().split(' ')[4]?.[0] ?? 'M'
    const first = next()
    const moved = letter === 'R' || letter === 'C'
    const path = moved ? next() : first
    const oldPath = letter === 'R' ? first : null
    // An unmerged file has two entries; what is in the worktree is told by the second.
    const status = files.get(path)?.status === 'U' ? 'U' : statusOf(letter)
    files.set(path, { path, oldPath, status, added: 0, removed: 0, binary: false })
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
