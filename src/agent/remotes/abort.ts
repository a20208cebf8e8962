import { Failure, type Backup, type Workspace, type WorkspaceRepository } from '../../contracts/index.ts'
import { gitFolderOf, gitMessage, operationIn, restoreState } from '../git/index.ts'
import type { RemotesDeps } from './act.ts'
import { keepWork } from './keep-work.ts'

/**
 * Ends what git has half done in a worktree and brings back branch and files as they were, byte for byte where the
 * app began it, as git does it where somebody else did. What was done since is kept as a backup first.
 * Throws `nothing_in_progress`, `git_act_failed`, `dirty_worktree`.
 */
export async function abortOperation(
  deps: Pick<RemotesDeps, 'gitAt' | 'store' | 'clock' | 'records'>,
  workspace: Workspace,
  repository: WorkspaceRepository,
): Promise<Backup | null> {
  const { gitAt, records } = deps
  const git = gitAt(repository.worktree)
  const operation = operationIn(await gitFolderOf(git))
  const before = records.get(workspace.id, repository.repositoryId)?.before ?? null
  if (operation === null && before === null)
    throw new Failure('nothing_in_progress', `Nothing is under way in ${repository.name}`)
  const backup = await keepWork(deps, workspace, repository)
  if (operation !== null) {
    try {
      await git([operation.kind, '--abort'], { slow: true })
    } catch (error) {
      throw new Failure(
        'git_act_failed',
        `The ${operation.kind} in ${repository.name} could not be aborted`,
        {
          hint: 'What git said is in the output; what was done so far is kept as a backup.',
          details: { output: gitMessage(error), backup },
          cause: error,
        },
      )
    }
  }
  // Somebody who has moved the branch meanwhile wants it there.
  const head = (await git(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '')).trim() || null
  if (before !== null && before.head === head) await restoreState(git, repository, before)
  records.remove(workspace.id, repository.repositoryId)
  return backup
}
