import { z } from 'zod'
import { mostAnchorContext, mostAnchorLines, mostLineLength } from './anchor.ts'
import { CommentId, RepositoryId, SessionId, ThreadId, Timestamp, TurnId, WorkspaceId } from './ids.ts'

const codeLine = z.string().max(mostLineLength)
const lineNumber = z.number().int().positive()

/** Which side of a change a comment is on: the file as it was, or as it is. */
export const CommentSide = z.enum(['old', 'new'])
export type CommentSide = z.infer<typeof CommentSide>

/**
 * What a thread is about: lines `startLine` to `endLine` (from 1, both included) of one side of a file, as they were
 * then, with the lines around them by which they are found again. Without `code` it is about the whole file.
 */
export const CommentPlace = z.object({
  repositoryId: RepositoryId,
  path: z.string().min(1).max(4096),
  side: CommentSide,
  startLine: lineNumber,
  endLine: lineNumber,
  code: z.array(codeLine).max(mostAnchorLines),
  before: z.array(codeLine).max(mostAnchorContext),
  after: z.array(codeLine).max(mostAnchorContext),
})
export type CommentPlace = z.infer<typeof CommentPlace>

/** Where a thread was begun: in this app, or in a pull request on a hosting service. */
export const ThreadOrigin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('local') }),
  z.object({
    kind: z.literal('pull_request'),
    number: z.number().int().positive(),
    /** Web address of the thread. */
    url: z.string().max(2_000),
    /** The service's own id of the thread. */
    key: z.string().max(500),
  }),
])
export type ThreadOrigin = z.infer<typeof ThreadOrigin>

/**
 * The message in which a comment went to an agent; the turn is the one it became, or becomes once its time comes. Null
 * for a session in a terminal, which has none.
 */
export const CommentSent = z.object({ sessionId: SessionId, turnId: TurnId.nullable(), at: Timestamp })
export type CommentSent = z.infer<typeof CommentSent>

export const commentText = z.string().trim().min(1).max(20_000)

export const ReviewComment = z.object({
  id: CommentId,
  /** Name on the hosting service; null: the user of this app. */
  author: z.string().max(200).nullable(),
  text: z.string(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  /** Null until it was sent to an agent. */
  sent: CommentSent.nullable(),
})
export type ReviewComment = z.infer<typeof ReviewComment>

/** What is being typed in a thread: a comment to come, or (`commentId`) another wording of one that is there. */
export const CommentDraft = z.object({ commentId: CommentId.nullable(), text: z.string().max(20_000) })
export type CommentDraft = z.infer<typeof CommentDraft>

/** Comments on one place, in order. One without comments holds only a draft. */
export const ReviewThread = CommentPlace.extend({
  id: ThreadId,
  workspaceId: WorkspaceId,
  origin: ThreadOrigin,
  /** The hosting service says that its lines are no more. Of local threads each view finds out for itself. */
  outdated: z.boolean(),
  /** Null while it is open. */
  resolvedAt: Timestamp.nullable(),
  comments: z.array(ReviewComment),
  draft: CommentDraft.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  revision: z.number().int(),
})
export type ReviewThread = z.infer<typeof ReviewThread>

/** Comments of the user that no agent has got yet, in open threads. */
export const unsentComments = (threads: readonly ReviewThread[]): ReviewComment[] =>
  threads.flatMap(({ origin, resolvedAt, comments }) =>
    origin.kind === 'local' && resolvedAt === null ? comments.filter(({ sent }) => sent === null) : [],
  )

/** What sending made: the comments stand in a turn, or wait in the queue until it can begin. */
export const CommentsSent = z.object({
  sessionId: SessionId,
  turnId: TurnId.nullable(),
  queued: z.boolean(),
  comments: z.number().int(),
  threads: z.array(ReviewThread),
})
export type CommentsSent = z.infer<typeof CommentsSent>
