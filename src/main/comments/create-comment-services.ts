import type { Clock, NewId } from '../../base/index.ts'
import type { ReviewService } from '../review/index.ts'
import type { SessionService } from '../sessions/index.ts'
import type { Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import { CommentService } from './comment-service.ts'
import { CommentSender } from './send-comments.ts'

interface Deps {
  store: Store
  workspaces: WorkspaceService
  review: ReviewService
  sessions: SessionService
  clock: Clock
  newId: NewId
}

/** Review comments, and what sends them to agents. */
export const createCommentServices = (deps: Deps) => ({
  comments: new CommentService(deps),
  commentSender: new CommentSender(deps),
})
