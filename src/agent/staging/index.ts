export { CommitService } from './commit-service.ts'
export { createStaging } from './create-staging.ts'
export { StagingService } from './staging-service.ts'
