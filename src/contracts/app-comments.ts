import { z } from 'zod'
import { CommentDraft, CommentPlace, CommentsSent, commentText, ReviewThread } from './comment.ts'
import { CommentId, SessionId, ThreadId, WorkspaceId } from './ids.ts'
import { idempotencyKey, procedure, reference } from './procedure.ts'

const ofThread = z.object({ threadId: ThreadId })
const ofComment = ofThread.extend({ commentId: CommentId })
/** The thread as it is now; null when there is no more of it. */
const left = z.object({ thread: ReviewThread.nullable() })

/** Review comments on changes, and sending them to agents. */
export const commentProcedures = {
  comment: {
    /** Threads of a workspace, oldest first. */
    list: procedure.input(z.object({ workspace: reference })).output(z.array(ReviewThread)),
    /** A new thread: with a first comment, or (`draft`) with text that is still being typed. */
    add: procedure
      .input(
        z.object({
          workspaceId: WorkspaceId,
          place: CommentPlace,
          text: commentText,
          draft: z.boolean().default(false),
          idempotencyKey,
        }),
      )
      .output(ReviewThread),
    /** One more comment in a thread. What was being typed there is done. */
    reply: procedure.input(ofThread.extend({ text: commentText })).output(ReviewThread),
    edit: procedure.input(ofComment.extend({ text: commentText })).output(ReviewThread),
    /** The thread goes with its last comment. */
    remove: procedure.input(ofComment).output(left),
    /** Keeps what is being typed; null discards it, and the thread with it when there is nothing else. */
    draft: procedure.input(ofThread.extend({ draft: CommentDraft.nullable() })).output(left),
    resolve: procedure.input(ofThread.extend({ resolved: z.boolean() })).output(ReviewThread),
    /**
     * Sends comments to an agent in one message: those of the given threads, else all of the user's own that were
     * not sent yet. Into a session (where it runs, the message waits for its turn), or into a new one.
     */
    send: procedure
      .input(
        z.object({
          workspace: reference,
          threadIds: z.array(ThreadId).min(1).max(1_000).optional(),
          to: z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('session'), sessionId: SessionId }),
            z.object({ kind: z.literal('new'), agent: z.string().max(64).optional() }),
          ]),
          /** Said before the comments. */
          note: z.string().max(20_000).default(''),
          idempotencyKey,
        }),
      )
      .output(CommentsSent),
  },
}
