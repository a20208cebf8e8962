export { WorkspaceService } from './workspace-service.ts'
