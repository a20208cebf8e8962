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
 * by hand could not be put back. Throws `worktree_failed`.
 */
export async function assertAtRest(
  git: GitRunner,
  { name, worktree }: Pick<WorkspaceRepository, 'name' | 'worktree'>,
): Promise<void> {
  const names = [...Object.keys(unfinished), 'index.lock']
  const paths = (await git(['rev-parse', ...names.flatMap((file) => ['--git-path', file])]))
    .trim()
    .split('\n')
  const found = names.find((_, index) => existsSync(resolve(worktree, paths[index] ?? '')))
  if (found === undefined) return
  if (found === 'index.lock')
    throw new Failure('worktree_failed', `Another git command works in ${name}`, {
      hint: `Try again when it is done. If none runs, one was killed: remove ${resolve(worktree, paths.at(-1) ?? '')}`,
    })
  throw new Failure(
    'worktree_failed',
    `${unfinished[found as keyof typeof unfinished]} is under way in ${name}`,
    {
      hint: 'Finish or abort it, then try again. Nothing was changed.',
    },
  )
}
