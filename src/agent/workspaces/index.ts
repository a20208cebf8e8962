export type { WorkspaceDeps } from './deps.ts'
export type { CreateWorkspace } from './plan.ts'
export { WorkspaceService } from './workspace-service.ts'
export { workspaceMoves, moveWorkspace } from './workspace-moves.ts'
