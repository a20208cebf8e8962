export { ReviewService } from './review-service.ts'
