export type { CommentService } from './comment-service.ts'
export { createCommentServices } from './create-comment-services.ts'
export type { CommentSender } from './send-comments.ts'
export { putPullRequestThreads, type ForeignThread } from './pull-request-threads.ts'
