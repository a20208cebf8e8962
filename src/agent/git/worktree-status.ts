import type { FileStatus, WorktreeStatus } from '../../contracts/index.ts'
import { GitFailed, nulList, type GitRunner } from './runner.ts'

/** What differs from HEAD, renames as a deletion and an addition. */
export async function worktreeStatus(git: GitRunner, mostFiles: number): Promise<WorktreeStatus> {
  const output = await git(['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames'])
  const files = nulList(output).map((entry) => ({
    path: entry.slice(3),
    status: statusOf(entry.slice(0, 2)),
  }))
  return { files: files.slice(0, mostFiles), truncated: files.length > mostFiles }
}

/** The two letters of `git status` (index, worktree) as one. */
export function statusOf(letters: string): FileStatus {
  if (letters.includes('U') || letters === 'AA' || letters === 'DD') return 'U'
  if (letters === '??') return 'A'
  if (letters.includes('D')) return 'D'
  if (letters.includes('A')) return 'A'
  return letters.includes('T') ? 'T' : 'M'
}

/** Which of some paths git ignores; they are relative to the worktree. Tracked ones never are. */
export async function ignoredAmong(git: GitRunner, paths: readonly string[]): Promise<Set<string>> {
  if (paths.length === 0) return new Set()
  // So that no name counts as an option or as a pattern.
  const input = `${paths.map((path) => `./${path}`).join('\0')}\0`
  try {
    const output = await git(['check-ignore', '-z', '--stdin'], { input, answer: 1 })
    return new Set(nulList(output).map((path) => path.slice(2)))
  } catch (error) {
    // A submodule's files are none of this repository's.
    if (error instanceof GitFailed) return new Set()
    throw error
  }
}
