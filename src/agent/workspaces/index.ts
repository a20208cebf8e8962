export type { WorkspaceDeps } from './deps.ts'
export { workspaceMoves } from './moves.ts'
export type { CreateWorkspace } from './plan.ts'
export { WorkspaceService } from './workspace-service.ts'
