import type { WorkspaceDeps } from './deps.ts'
import { missingFolder } from './missing-folder.ts'
import type { WorkspaceRecords } from './records.ts'
import { resumeArchive, resumeDeletion, resumeRename, settleCreating } from './resume.ts'

/**
 * Puts in order what a daemon that died left behind. A creation is undone; a stop, an archiving and a deletion
 * are finished, since all processes have ended with the daemon; other acts are taken back. A workspace whose folder is gone is in
 * `error`. Nothing of the user's is deleted.
 */
export async function reconcileWorkspaces(deps: WorkspaceDeps, records: WorkspaceRecords): Promise<void> {
  for (const workspace of deps.store.workspaces.list()) {
    switch (workspace.status) {
      case 'pending':
      case 'creating':
        await settleCreating(deps, records, workspace)
        break
      case 'stopping':
        if (workspace.underWay?.kind === 'archive') await resumeArchive(deps, records, workspace)
        else records.move(workspace, { to: 'stopped' })
        break
      case 'deleting':
        await resumeDeletion(deps, records, workspace)
        break
      case 'running':
      case 'stopped': {
        if (workspace.underWay?.kind === 'rename-branch') await resumeRename(deps, records, workspace)
        const missing = await missingFolder(deps, workspace)
        if (missing) records.fail(records.get(workspace.id), missing)
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
