export { assertReadable } from './readable.ts'
export { WorkspaceService } from './workspace-service.ts'
