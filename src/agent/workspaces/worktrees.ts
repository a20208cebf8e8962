import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Workspace, WorkspaceRepository } from '../../contracts/index.ts'
import { addWorktree, deleteNewBranch, listWorktrees, removeWorktree } from '../git/index.ts'
import type { WorkspaceDeps } from './deps.ts'
import { checkManaged, makeManagedFolder } from './managed-folder.ts'
import { UndoStack } from './undo-stack.ts'

/** Takes back one repository's part of a creation that failed: the worktree, and the branch made with it. */
async function undoWorktree(deps: WorkspaceDeps, repository: WorkspaceRepository): Promise<void> {
  const git = deps.gitAt(repository.source)
  // Branch and worktree are made by one command. Without our worktree the branch is somebody else's.
  if (!(await listWorktrees(git)).includes(repository.worktree)) return
  await removeWorktree(git, repository.worktree)
  await deleteNewBranch(git, repository.branch, repository.baseCommit)
}

async function undoFolder(deps: WorkspaceDeps, workspace: Workspace): Promise<void> {
  if (await checkManaged(deps.root, workspace.folder, workspace.id))
    await rm(workspace.folder, { recursive: true })
}

/** Makes folder, branches and worktrees, or nothing: what was made before a failure is undone. Throws that failure. */
export async function makeWorktrees(deps: WorkspaceDeps, workspace: Workspace): Promise<void> {
  const undo = new UndoStack(deps.log)
  try {
    await undo.do(
      'folder',
      () => makeManagedFolder(deps.root, workspace.id),
      () => undoFolder(deps, workspace),
    )
    for (const repository of workspace.repositories)
      await undo.do(
        `worktree of ${repository.name}`,
        () =>
          deps.locks.withRef(repository.source, repository.branch, () =>
            addWorktree(
              deps.gitAt(repository.source),
              repository.worktree,
              repository.branch,
              repository.baseCommit,
            ),
          ),
        () => undoWorktree(deps, repository),
      )
  } catch (error) {
    await undo.run()
    throw error
  }
}

/** Takes back what a creation had made when the daemon died in it. */
export async function undoCreation(deps: WorkspaceDeps, workspace: Workspace): Promise<void> {
  for (const repository of workspace.repositories) await undoWorktree(deps, repository)
  await undoFolder(deps, workspace)
}

/** The repositories whose worktree is no longer there. */
export const missingWorktrees = (workspace: Workspace): WorkspaceRepository[] =>
  workspace.repositories.filter((repository) => !existsSync(repository.worktree))
