export type { RunningProgram, RunProgram } from './session-program.ts'
export { TerminalService } from './terminal-service.ts'
