export type { AgentCommandLine } from './agent-process.ts'
export { commandLineOf } from './command-line.ts'
export type { SessionHostDeps, WorkspaceRoot } from './deps.ts'
export { SessionHost } from './session-host.ts'
