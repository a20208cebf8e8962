import { useStore } from 'zustand'
import { useServices } from '../../app/index.ts'
import { ArchiveWorkspace } from './archive-workspace.tsx'
import { ArchivedWorkspaces } from './archived-workspaces.tsx'
import { DeleteWorkspace } from './delete-workspace.tsx'
import { ProjectMcp } from './project-mcp.tsx'
import { RemoveProject } from './remove-project.tsx'
import { RenameProject, RenameWorkspace } from './rename.tsx'

/** The dialogs that rename, remove and delete. Open when `dialogs` says so. */
export function ProjectDialogs() {
  const { dialogs } = useServices()
  const dialog = useStore(dialogs, (state) => state.dialog)
  switch (dialog?.kind) {
    case 'rename-project':
      return <RenameProject projectId={dialog.projectId} />
    case 'project-mcp':
      return <ProjectMcp projectId={dialog.projectId} />
    case 'remove-project':
      return <RemoveProject projectId={dialog.projectId} />
    case 'rename-workspace':
      return <RenameWorkspace workspaceId={dialog.workspaceId} />
    case 'archive-workspace':
      return <ArchiveWorkspace workspaceId={dialog.workspaceId} />
    case 'archived-workspaces':
      return <ArchivedWorkspaces projectId={dialog.projectId} />
    case 'delete-workspace':
      return <DeleteWorkspace workspaceId={dialog.workspaceId} />
    // Other features' dialogs.
    case 'add-project':
    case 'create-workspace':
    case 'continue-conversation':
    case 'git-act':
    case 'git-conflicts':
    case 'quick-open':
    case 'pull-request':
    case 'create-pull-request':
    case 'cheat-sheet':
    case undefined:
      return null
    default:
      return dialog satisfies never
  }
}
