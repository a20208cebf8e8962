export { FileLockService } from './file-lock-service.ts'
