export { ChangeSummaries } from './change-summaries.ts'
export { ReviewService } from './review-service.ts'
