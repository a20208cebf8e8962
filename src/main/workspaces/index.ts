export { WorkspaceLife } from './life-service.ts'
export { WorkspaceService } from './workspace-service.ts'
