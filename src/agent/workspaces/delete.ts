import type { Backup, DeletionImpact, Workspace, WorkspaceDeleted } from '../../contracts/index.ts'
import { Failure } from '../../contracts/index.ts'
import { backupWorktree, countUncommitted, countUnmerged, gitMessage, removeWorktree } from '../git/index.ts'
import type { WorkspaceDeps } from './deps.ts'
import { checkInside, checkManaged, removeManagedFolder } from './managed-folder.ts'
import { missingWorktrees } from './worktrees.ts'

/** What deleting would end and save. A worktree that is gone has nothing to save. */
export async function deletionImpact(deps: WorkspaceDeps, workspace: Workspace): Promise<DeletionImpact> {
  const missing = new Set(missingWorktrees(workspace))
  const repositories = await Promise.all(
    workspace.repositories.map(async (repository) => {
      const git = deps.gitAt(repository.worktree)
      const gone = missing.has(repository)
      const [uncommittedFiles, unmergedCommits] = gone
        ? [0, 0]
        : await Promise.all([countUncommitted(git), countUnmerged(git, repository)])
      const { repositoryId, name, branch } = repository
      return { repositoryId, repository: name, branch, uncommittedFiles, unmergedCommits }
    }),
  )
  const alive = new Set(['starting', 'idle', 'running', 'needs_attention'])
  return {
    repositories,
    runningSessions: deps.store.sessions.listIn(workspace.id).filter((row) => alive.has(row.entity.status)).length,
    terminals: deps.store.terminals.listIn(workspace.id).filter((terminal) => terminal.status === 'running').length,
  }
}

/** Saves all uncommitted work of the workspace. Nothing has been removed when this throws. */
async function backUp(deps: WorkspaceDeps, workspace: Workspace): Promise<Backup[]> {
  const missing = new Set(missingWorktrees(workspace))
  const backups: Backup[] = []
  for (const repository of workspace.repositories) {
    if (missing.has(repository)) continue
    await checkInside(workspace.folder, repository.worktree)
    try {
      const backup = await backupWorktree(deps.gitAt(repository.worktree), repository, workspace.id, deps.clock.now())
      if (backup) backups.push(backup)
    } catch (error) {
      if (error instanceof Failure) throw error
      throw new Failure('repository_corrupt', `The work in ${repository.worktree} could not be saved: ${gitMessage(error)}`, {
        hint: 'Nothing was deleted. Put the repository right, or copy the folder away and delete it by hand.',
        cause: error,
      })
    }
  }
  return backups
}

/**
 * Deletes a workspace's folders after saving what is uncommitted; branches stay. The workspace is in `deleting` and
 * its processes have ended. `told` gets the backups as soon as they exist, before anything is removed.
 */
export async function deleteFolders(
  deps: WorkspaceDeps,
  workspace: Workspace,
  told: (backups: Backup[]) => void,
): Promise<{ deleted: WorkspaceDeleted; kept: string | null }> {
  const managed = await checkManaged(deps.root, workspace.folder, workspace.id)
  const backups = managed ? await backUp(deps, workspace) : []
  told(backups)
  for (const repository of workspace.repositories) {
    const git = deps.gitAt(repository.source)
    await deps.locks.withRef(repository.source, repository.branch, async () => {
      try {
        await removeWorktree(git, repository.worktree)
      } catch (error) {
        // Git no longer knows the worktree, or the user's repository is gone; its folder is dealt with below.
        deps.log.warn({ err: error, worktree: repository.worktree }, 'worktree was not registered')
      }
    })
  }
  const kept = managed ? await removeManagedFolder(deps.root, workspace.folder, workspace.id, deps.keptRoot) : null
  const branchesKept = workspace.repositories.map(({ name, branch }) => ({ repository: name, branch }))
  return { deleted: { id: workspace.id, status: 'deleted', backups, branchesKept }, kept }
}
