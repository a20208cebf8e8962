import { existsSync } from 'node:fs'
import { Failure, type Workspace } from '../../contracts/index.ts'
import { finishArchive } from './archive.ts'
import { undoCopyOf } from './copy.ts'
import { undoWorktree } from './create.ts'
import { finishDeletion } from './delete.ts'
import type { WorkspaceDeps } from './deps.ts'
import { removeManagedFolder } from './managed-folder.ts'
import { missingFolder } from './missing-folder.ts'
import type { WorkspaceRecords } from './records.ts'
import { takeBackRename } from './rename-branch.ts'
import { takeBackReturn } from './unarchive.ts'

/** Ends what was being made when the daemon died, by what it was. */
export async function settleCreating(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
): Promise<void> {
  const { underWay } = workspace
  // One that was only made ready again holds work: nothing of it is taken back.
  if (underWay?.kind === 'restart') return finishRestart(deps, records, workspace)
  if (underWay?.kind !== 'unarchive') return undoCreation(deps, records, workspace)
  try {
    await takeBackReturn(deps, workspace, underWay.branch)
    records.move(workspace, { to: 'stopped' })
  } catch (error) {
    failed(deps, records, workspace, 'Unarchiving', error)
  }
}

/** Finishes an archiving; when it fails the workspace is in `error`, and it can be archived again. */
export async function resumeArchive(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
): Promise<void> {
  const worktrees = workspace.underWay?.kind === 'archive' ? workspace.underWay.worktrees : 'keep'
  try {
    await finishArchive(deps, records, workspace.id, worktrees)
  } catch (error) {
    failed(deps, records, workspace, 'Archiving', error)
  }
}

/** Finishes a deletion, which itself records how it ended. */
export async function resumeDeletion(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
): Promise<void> {
  const branches = workspace.underWay?.kind === 'delete' ? workspace.underWay.branches : 'keep'
  await finishDeletion(deps, records, workspace.id, branches).catch((error: unknown) =>
    deps.log.error({ err: error, workspace: workspace.id }, 'an interrupted deletion could not be finished'),
  )
}

/** Gives the branch its old name wherever it had the new one already. */
export async function resumeRename(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
): Promise<void> {
  if (workspace.underWay?.kind !== 'rename-branch') return
  try {
    await takeBackRename(deps, records, workspace, workspace.underWay.to)
  } catch (error) {
    failed(deps, records, workspace, 'Renaming the branch', error)
  }
}

function failed(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
  what: string,
  error: unknown,
): void {
  const reason = error instanceof Error ? error.message : String(error)
  deps.log.error({ err: error, workspace: workspace.id }, `${what} was interrupted and could not be settled`)
  records.fail(
    records.get(workspace.id),
    new Failure('worktree_failed', `${what} of "${workspace.name}" was interrupted: ${reason}`, {
      hint: 'Nothing is lost: what is not in its place is in backup refs. Try it again.',
    }),
  )
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
    const starts = workspace.underWay?.kind === 'copy' ? workspace.underWay.starts : null
    for (const [at, repository] of workspace.repositories.entries())
      // Branch and worktree are made by one command: without our worktree the branch is somebody else's.
      if (starts) await undoCopyOf(deps, workspace, repository, starts[at] ?? null)
      else await undoWorktree(deps, workspace, repository, existsSync(repository.worktree))
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
