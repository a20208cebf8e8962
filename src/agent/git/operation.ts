import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GitOperationKind, RepositoryGit } from '../../contracts/index.ts'
import type { GitRunner } from './runner.ts'

/** Git's own folder of a worktree, absolute: HEAD, index and what is half done. */
export const gitFolderOf = async (git: GitRunner): Promise<string> =>
  (await git(['rev-parse', '--absolute-git-dir'])).trim()

const readNumber = (file: string): number => {
  try {
    return Number(readFileSync(file, 'utf8')) || 0
  } catch {
    // Not every kind of rebase keeps it.
    return 0
  }
}

/** What git has half done in a worktree, from the files it keeps of it; null when nothing. */
export function operationIn(
  gitFolder: string,
): Omit<NonNullable<RepositoryGit['operation']>, 'unmerged'> | null {
  const has = (name: string): boolean => existsSync(join(gitFolder, name))
  const plain = (kind: GitOperationKind) => ({ kind, done: 0, total: 0 })
  for (const [folder, done, total] of [
    ['rebase-merge', 'msgnum', 'end'],
    ['rebase-apply', 'next', 'last'],
  ] as const)
    if (has(folder))
      return {
        kind: 'rebase',
        done: readNumber(join(gitFolder, folder, done)),
        total: readNumber(join(gitFolder, folder, total)),
      }
  if (has('MERGE_HEAD')) return plain('merge')
  if (has('CHERRY_PICK_HEAD')) return plain('cherry-pick')
  if (has('REVERT_HEAD')) return plain('revert')
  return null
}

/** The branch a half-done rebase will come back to; null when none is under way or it is of no branch. */
export function rebasedBranch(gitFolder: string): string | null {
  for (const folder of ['rebase-merge', 'rebase-apply']) {
    const file = join(gitFolder, folder, 'head-name')
    if (existsSync(file))
      return readFileSync(file, 'utf8')
        .trim()
        .replace(/^refs\/heads\//, '')
  }
  return null
}
