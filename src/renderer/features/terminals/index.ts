export { runInTerminal } from './run-in-terminal.ts'
export { TerminalStreams } from './terminal-streams.ts'
export { TerminalView } from './terminal-view.tsx'
