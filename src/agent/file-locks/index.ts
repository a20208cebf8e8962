export { FileLocks } from './file-locks.ts'
export { SessionLocks } from './session-locks.ts'
