export { ReviewedFiles } from './reviewed-files.ts'
export { ReviewService } from './review-service.ts'
export { ViewedMarks } from './viewed-marks.ts'
