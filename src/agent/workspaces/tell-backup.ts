import type { Backup, Workspace } from '../../contracts/index.ts'
import type { WorkspaceDeps } from './deps.ts'

/** Puts a backup into the journal, with an event that says how to get the work back. */
export function tellBackup(deps: WorkspaceDeps, { id }: Pick<Workspace, 'id'>, backup: Backup): void {
  deps.store.change(({ tell, note }) => {
    tell({ type: 'backup', entity: { ...backup, workspaceId: id, createdAt: deps.clock.now() } })
    note(id, {
      level: 'warning',
      type: 'workspace.backup',
      message: `Uncommitted work in ${backup.repository} (${backup.files} files) was kept as ${backup.ref}. Get it back with: ${backup.restore}`,
      details: { ...backup },
    })
  })
}
