export { AgentCatalog } from './agent-catalog.ts'
export { ApprovalService } from './approval-service.ts'
export { QueueService } from './queue-service.ts'
export { SessionService } from './session-service.ts'
