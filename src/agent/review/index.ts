export { ReviewedFiles } from './reviewed-files.ts'
export { ReviewService } from './review-service.ts'
