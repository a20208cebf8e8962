import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace, WorkspaceRepository } from '../../contracts/index.ts'
import { pruneWorktree } from '../git/index.ts'
import type { WorkspaceDeps } from './deps.ts'
import { assertManaged, assertWorktreeInside, managedFolder } from './managed-folder.ts'

/** In a workspace's folder: worktrees whose work is kept and whose files are being removed. */
const leaving = '.switchyard-leaving'

/**
 * Takes away a worktree whose work is kept: first out of sight in one step, then its entry in the repository, then
 * file by file. So one that is still in its place is whole, and may be kept again; what a removal that was cut short
 * left behind is removed by `removeLeavings`. The caller holds the branch.
 */
export async function takeWorktreeAway(
  deps: WorkspaceDeps,
  { id }: Pick<Workspace, 'id'>,
  { source, worktree }: Pick<WorkspaceRepository, 'source' | 'worktree'>,
): Promise<void> {
  if (await assertWorktreeInside(deps.worktrees, id, worktree)) {
    const aside = `${join(managedFolder(deps.worktrees, id), leaving)}-${deps.newId('event')}`
    await rename(worktree, aside)
  }
  await deps.locks.withWorktreeList(source, () => pruneWorktree(deps.gitAt(source), worktree))
  await removeLeavings(deps, id)
}

/** Removes the files of worktrees that were taken away. */
export async function removeLeavings(deps: WorkspaceDeps, id: Workspace['id']): Promise<void> {
  if (!(await assertManaged(deps.worktrees, id))) return
  const folder = managedFolder(deps.worktrees, id)
  for (const name of await readdir(folder))
    if (name.startsWith(leaving)) await rm(join(folder, name), { recursive: true, force: true })
}
