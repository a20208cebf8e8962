export { runInTerminal } from './run-in-terminal.ts'
export { TerminalView } from './terminal-view.tsx'
export { SessionTerminal } from './session-terminal.tsx'
export { useStreams } from './use-streams.ts'
