import { decodeNames } from './path-bytes.ts'
import type { GitRunner } from './runner.ts'

/** What differs between HEAD, the index and the worktree, by path. */
export interface StatusOfFiles {
  staged: ReadonlySet<string>
  /** Also those in conflict; not the untracked ones. */
  unstaged: ReadonlySet<string>
  /** A repository inside the worktree ends with a slash. */
  untracked: readonly string[]
}

/** Takes no lock and writes nothing. */
export async function lookAtStatus(git: GitRunner): Promise<StatusOfFiles> {
  const args = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all']
  return parseFlags(decodeNames(await git.bytes([...args, '--ignore-submodules=dirty'])))
}

/** `git status --porcelain=v1 -z --no-renames`: `XY path NUL` a file, X of the index and Y of the worktree. */
export function parseFlags(output: string): StatusOfFiles {
  const staged = new Set<string>()
  const unstaged = new Set<string>()
  const untracked: string[] = []
  for (const entry of output.split('\0')) {
    if (entry === '') continue
    const path = entry.slice(3)
    if (entry.startsWith('??')) {
      untracked.push(path)
      continue
    }
    if (entry[0] !== ' ') staged.add(path)
    if (entry[1] !== ' ') unstaged.add(path)
  }
  return { staged, unstaged, untracked }
}
