export { AgentStore, type Change } from './agent-store.ts'

export type { SessionRow } from './sessions-table.ts'
