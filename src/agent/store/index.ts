export { AgentStore, type Change } from './agent-store.ts'
export { agentMigrations } from './open.ts'
export type { SessionProcess, SessionRow } from './sessions-table.ts'
