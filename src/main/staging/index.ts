export { StagingService } from './staging-service.ts'
