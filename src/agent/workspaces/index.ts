export { assertReadable } from './readable.ts'
export {
  additionalFolders,
  agentWorktree,
  assertWorkingFolder,
  hiddenFolders,
  workingFolder,
  type WorkspaceRoot,
} from './working-folder.ts'
export { WorkspaceService } from './workspace-service.ts'
export { assertManaged, assertWorktreeInside, markerName, removeManagedFolder } from './managed-folder.ts'
