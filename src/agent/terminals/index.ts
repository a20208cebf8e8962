export { TerminalService } from './terminal-service.ts'
