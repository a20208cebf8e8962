export { AttachmentFiles } from './attachment-files.ts'
export { commandLineOf } from './command-line.ts'

export { SessionHost } from './session-host.ts'
export { AllSessions } from './all-sessions.ts'
export { TerminalSessionHost } from './terminal-session-host.ts'
export { endMarked } from './end-processes.ts'
export { groupAlive, markedSessions, processStartedAt } from './process-identity.ts'
