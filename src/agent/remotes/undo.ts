import { Failure, type UndoPoint } from '../../contracts/index.ts'
import { assertAtRest, restoreState } from '../git/index.ts'
import type { Act, ActEnd, RemotesDeps } from './act.ts'
import { commitOf } from './facts.ts'
import { keepWork } from './keep-work.ts'

/**
 * Takes a rebase or pull back that was done: branch and files are as they were before it. What was changed since is
 * kept as a backup first. Throws `git_act_refused` where the branch has moved since, `worktree_failed` where
 * something is half done or the state was never recorded.
 */
export async function undoAct(
  deps: Pick<RemotesDeps, 'gitAt' | 'store' | 'clock'>,
  { git, workspace, repository }: Pick<Act, 'git' | 'workspace' | 'repository'>,
  { before, head }: UndoPoint,
): Promise<ActEnd> {
  await assertAtRest(git, repository)
  if ((await commitOf(git, 'HEAD')) !== head)
    throw new Failure('git_act_refused', `${repository.branch} has moved since; it was not taken back`, {
      hint: 'The commits of before are in the reflog: git reflog',
    })
  // Only what was recorded for this workspace: no other commit may become its branch this way.
  const recorded = await git([
    'for-each-ref',
    '--format=%(refname)',
    '--contains',
    before.commit,
    'refs/switchyard/turns',
  ])
  if (!recorded.includes(workspace.id) || (await commitOf(git, `${before.commit}^`)) !== before.head)
    throw new Failure('worktree_failed', `What ${repository.name} was like before is not on record`)
  const backup = await keepWork(deps, workspace, repository)
  await restoreState(git, repository, before)
  return { outcome: 'done', message: `${repository.branch} is as it was before`, backup }
}
