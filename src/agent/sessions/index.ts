export { AttachmentFiles } from './attachment-files.ts'
export { commandLineOf } from './command-line.ts'

export { SessionHost } from './session-host.ts'
