export { assertReadable } from './readable.ts'
export { WorkspaceService } from './workspace-service.ts'
export { assertManaged, assertWorktreeInside, markerName, removeManagedFolder } from './managed-folder.ts'
