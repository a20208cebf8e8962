import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Failure, type WorkspaceRepository } from '../../contracts/index.ts'
import type { GitRunner } from './runner.ts'

/** What git leaves in its folder while something is half done, and how a person calls that. */
const unfinished = {
  MERGE_HEAD: 'A merge',
  CHERRY_PICK_HEAD: 'A cherry-pick',
  REVERT_HEAD: 'A revert',
  'rebase-merge': 'A rebase',
  'rebase-apply': 'A rebase',
} as const

/**
 * Refuses what would change the files of a worktree in which git has something half done: the half that a person did
 * by hand could not be put back. A git command at work is waited for. Throws `worktree_failed`, `branch_lock_timeout`.
 */
export async function assertAtRest(
  git: GitRunner,
  { name, worktree }: Pick<WorkspaceRepository, 'name' | 'worktree'>,
): Promise<void> {
  const names = ['index.lock', ...Object.keys(unfinished)]
  const paths = (await git(['rev-parse', ...names.flatMap((file) => ['--git-path', file])]))
    .trim()
    .split('\n')
  await git.unlocked(resolve(worktree, paths[0] ?? ''))
  const found = names.find((_, index) => index > 0 && existsSync(resolve(worktree, paths[index] ?? '')))
  if (found === undefined) return
  throw new Failure(
    'worktree_failed',
    `${unfinished[found as keyof typeof unfinished]} is under way in ${name}`,
    {
      hint: 'Finish or abort it, then try again. Nothing was changed.',
    },
  )
}
