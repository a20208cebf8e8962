export { CommentService } from './comment-service.ts'
export { CommentSender } from './send-comments.ts'
export { putPullRequestThreads, type ForeignThread } from './pull-request-threads.ts'
