import type { Backup, Workspace, WorkspaceRepository } from '../../contracts/index.ts'
import { backupWorktree } from '../git/index.ts'
import type { RemotesDeps } from './act.ts'

/**
 * Keeps everything uncommitted as a backup and tells of it; null when there is nothing to keep.
 * Throws `dirty_worktree` for what a backup cannot keep.
 */
export async function keepWork(
  { gitAt, store, clock }: Pick<RemotesDeps, 'gitAt' | 'store' | 'clock'>,
  workspace: Workspace,
  repository: WorkspaceRepository,
): Promise<Backup | null> {
  const backup = await backupWorktree(gitAt(repository.worktree), repository, workspace.id, clock.now())
  if (backup === null) return null
  store.change(({ tell, note }) => {
    tell({ type: 'backup', entity: { ...backup, workspaceId: workspace.id, createdAt: clock.now() } })
    note(workspace.id, {
      level: 'info',
      type: 'workspace.backup',
      message: `Uncommitted work in ${backup.repository} (${backup.files} files) was kept as ${backup.ref}. Get it back with: ${backup.restore}`,
      details: { ...backup },
    })
  })
  return backup
}
