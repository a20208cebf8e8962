export { FileService } from './file-service.ts'
