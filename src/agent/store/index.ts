export { AgentStore, type Change, type EventText } from './agent-store.ts'

export type { SessionRow } from './sessions-table.ts'
