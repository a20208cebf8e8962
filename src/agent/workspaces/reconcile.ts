import { existsSync } from 'node:fs'
import { Failure, type Workspace } from '../../contracts/index.ts'
import { undoWorktree } from './create.ts'
import type { WorkspaceDeps } from './deps.ts'
import { assertManaged, assertWorktreeInside, removeManagedFolder } from './managed-folder.ts'
import type { WorkspaceRecords } from './records.ts'

/**
 * Puts in order what a daemon that died left behind. A creation is undone; a stop is finished, since all processes
 * have ended with the daemon; a deletion is left to be asked for again. A workspace whose folder is gone is in
 * `error`. Nothing of the user's is deleted.
 */
export async function reconcileWorkspaces(deps: WorkspaceDeps, records: WorkspaceRecords): Promise<void> {
  for (const workspace of deps.store.workspaces.list()) {
    switch (workspace.status) {
      case 'pending':
      case 'creating':
        // One that was only made ready again holds work: nothing of it is taken back.
        if (workspace.underWay?.kind === 'restart') await finishRestart(deps, records, workspace)
        else await undoCreation(deps, records, workspace)
        break
      case 'stopping':
        records.move(workspace, { to: 'stopped' })
        break
      case 'deleting':
        records.fail(
          workspace,
          new Failure('worktree_failed', `Deleting workspace "${workspace.name}" was interrupted`, {
            hint: 'What was left is still there. Delete it again to finish.',
          }),
        )
        break
      case 'running':
      case 'stopped': {
        const missing = await missingFolder(deps, workspace)
        if (missing) records.fail(workspace, missing)
        break
      }
      case 'error':
      case 'deleted':
        break
      default:
        workspace.status satisfies never
    }
  }
}

/** All processes ended with the daemon, and sessions of before are not revived: it is as good as just restarted. */
async function finishRestart(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
): Promise<void> {
  const missing = await missingFolder(deps, workspace)
  if (missing) records.fail(workspace, missing)
  else records.move(workspace, { to: 'running' })
}

async function undoCreation(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
): Promise<void> {
  let left = ''
  try {
    for (const repository of workspace.repositories)
      // Branch and worktree are made by one command: without our worktree the branch is somebody else's.
      await undoWorktree(deps, workspace, repository, existsSync(repository.worktree))
    await removeManagedFolder(deps.worktrees, workspace.id)
  } catch (error) {
    deps.log.error({ err: error, workspace: workspace.id }, 'could not undo an interrupted creation')
    left = ` It could not be undone: ${(error as Error).message}`
  }
  records.fail(
    workspace,
    new Failure('worktree_failed', `Creating workspace "${workspace.name}" was interrupted.${left}`, {
      hint: 'Delete it and create it again.',
    }),
  )
}

/** Why the workspace cannot be worked in: its folder or one of its worktrees is not where it was. */
export async function missingFolder(deps: WorkspaceDeps, workspace: Workspace): Promise<Failure | null> {
  try {
    const managed = await assertManaged(deps.worktrees, workspace.id)
    for (const { worktree } of workspace.repositories)
      if (!managed || !(await assertWorktreeInside(deps.worktrees, workspace.id, worktree)))
        return new Failure('worktree_failed', `The folder ${managed ? worktree : workspace.folder} is gone`, {
          hint: 'Put it back and restart the workspace, or delete the workspace; its branch is still there.',
        })
    return null
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}
