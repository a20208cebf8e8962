export { TerminalService, type TerminalServiceDeps } from './terminal-service.ts'
