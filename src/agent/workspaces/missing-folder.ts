import { Failure, type Workspace } from '../../contracts/index.ts'
import type { WorkspaceDeps } from './deps.ts'
import { assertManaged, assertWorktreeInside } from './managed-folder.ts'

/** Why the workspace cannot be worked in: its folder or one of its worktrees is not where it was. */
export async function missingFolder(deps: WorkspaceDeps, workspace: Workspace): Promise<Failure | null> {
  try {
    // Nothing is missed of one whose files were put aside.
    const inPlace = workspace.archived
      ? workspace.repositories.filter(({ aside }) => !aside)
      : workspace.repositories
    if (inPlace.length === 0) return null
    const managed = await assertManaged(deps.worktrees, workspace.id)
    for (const { worktree } of inPlace)
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
