import type { Clock } from '../../base/index.ts'
import {
  anchorLines,
  Failure,
  reanchor,
  toFailure,
  type CommentsSent,
  type FileDiff,
  type Prompted,
  type ReviewComment,
  type ReviewThread,
  SessionId,
  type ThreadId,
  TurnId,
  type Workspace,
} from '../../contracts/index.ts'
import type { ReviewService } from '../review/index.ts'
import type { SessionService } from '../sessions/index.ts'
import type { Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import { commentsMessage, type SentThread } from './comments-message.ts'

interface Deps {
  store: Store
  workspaces: WorkspaceService
  review: Pick<ReviewService, 'file'>
  sessions: Pick<SessionService, 'create' | 'prompt' | 'get'>
  clock: Clock
}

export interface SendComments {
  workspace: string
  threadIds?: ThreadId[] | undefined
  to: { kind: 'session'; sessionId: SessionId } | { kind: 'new'; agent?: string | undefined }
  note: string
  idempotencyKey?: string | undefined
}

const operation = 'comment.send'

function turnOf(prompted: Prompted): TurnId | null {
  if (prompted.kind === 'turn') return prompted.turn.id
  return prompted.kind === 'queued' ? prompted.message.turnId : null
}

/** Sends comments to an agent as one message, and remembers in which turn each of them went. */
export class CommentSender {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Throws `invalid_input` when nothing is left to send, `thread_not_found`, `session_not_found`. */
  async send(request: SendComments): Promise<CommentsSent> {
    const { workspaces, sessions } = this.#deps
    const workspace = workspaces.find(request.workspace)
    const first = this.#first(workspace, request.idempotencyKey)
    if (first) return first
    const chosen = this.#chosen(workspace, request.threadIds)
    if (chosen.length === 0)
      throw new Failure('invalid_input', `No comment of workspace "${workspace.name}" waits to be sent`, {
        hint: 'Write one on a line of the changes first.',
      })
    const placed = await this.#placed(workspace, chosen)
    const text = commentsMessage(placed, request.note)
    const key = request.idempotencyKey
    const sessionId =
      request.to.kind === 'session'
        ? this.#sessionIn(workspace, request.to.sessionId)
        : (await sessions.create({ workspace: workspace.id, agent: request.to.agent, idempotencyKey: key }))
            .id
    const prompted = await sessions.prompt({
      sessionId,
      text,
      attachments: [],
      approve: 'ask',
      whenBusy: 'queue',
      idempotencyKey: key,
    })
    const turnId = turnOf(prompted)
    const threads = this.#remember(placed, sessionId, turnId, key)
    const comments = placed.reduce((sum, each) => sum + each.comments.length, 0)
    return { sessionId, turnId, queued: prompted.kind === 'queued', comments, threads }
  }

  /** What became of an earlier request with the same key (rule 7). */
  #first({ id }: Workspace, key: string | undefined): CommentsSent | null {
    const { read } = this.#deps.store
    const made = key === undefined ? undefined : read.idempotency.find(operation, key)
    if (made === undefined) return null
    const isOfIt = ({ sent }: ReviewComment): boolean =>
      sent !== null && `${sent.sessionId} ${sent.turnId ?? ''}` === made
    const threads = read.threads.listIn(id).filter(({ comments }) => comments.some(isOfIt))
    const [session = '', turn = ''] = made.split(' ')
    const turnId = turn === '' ? null : TurnId.parse(turn)
    return {
      sessionId: SessionId.parse(session),
      turnId,
      queued: turnId !== null && read.turns.get(turnId) === undefined,
      comments: threads.flatMap(({ comments }) => comments.filter(isOfIt)).length,
      threads,
    }
  }

  /** Of threads that were named all that was not sent, or, where all was, all; else the user's own that wait. */
  #chosen(
    { id, name }: Workspace,
    named: readonly ThreadId[] | undefined,
  ): { thread: ReviewThread; comments: ReviewComment[] }[] {
    const all = this.#deps.store.read.threads.listIn(id)
    const unsent = ({ comments }: ReviewThread) => comments.filter(({ sent }) => sent === null)
    if (!named)
      return all
        .filter(({ origin, resolvedAt }) => origin.kind === 'local' && resolvedAt === null)
        .map((thread) => ({ thread, comments: unsent(thread) }))
        .filter(({ comments }) => comments.length > 0)
    return named.map((threadId) => {
      const thread = all.find((each) => each.id === threadId)
      if (!thread || thread.comments.length === 0)
        throw new Failure('thread_not_found', `Workspace "${name}" has no comments in thread ${threadId}`)
      const waiting = unsent(thread)
      return { thread, comments: waiting.length > 0 ? waiting : thread.comments }
    })
  }

  /** Throws `session_not_found` for a session of another workspace: the code would not be there. */
  #sessionIn({ id, name }: Workspace, sessionId: SessionId): SessionId {
    if (this.#deps.sessions.get(sessionId).workspaceId === id) return sessionId
    throw new Failure('session_not_found', `Workspace "${name}" has no session ${sessionId}`)
  }

  /** Each thread with where its lines are in the file as it is now. */
  async #placed(
    workspace: Workspace,
    chosen: readonly { thread: ReviewThread; comments: ReviewComment[] }[],
  ): Promise<SentThread[]> {
    const files = new Map<string, Promise<FileDiff | null>>()
    const fileOf = (thread: ReviewThread): Promise<FileDiff | null> => {
      const key = `${thread.repositoryId} ${thread.path}`
      const known = files.get(key) ?? this.#file(thread)
      files.set(key, known)
      return known
    }
    return Promise.all(
      chosen.map(async ({ thread, comments }) => {
        const file = await fileOf(thread)
        const text = thread.side === 'old' ? file?.oldText : file?.newText
        const repository = workspace.repositories.find(
          ({ repositoryId }) => repositoryId === thread.repositoryId,
        )
        return {
          repository: repository?.name ?? thread.repositoryId,
          thread,
          comments,
          now: thread.outdated ? null : reanchor(anchorLines(text ?? ''), thread),
        }
      }),
    )
  }

  /** Null for a file without changes, or that is no more: its comments are outdated. */
  async #file({ workspaceId, repositoryId, path }: ReviewThread): Promise<FileDiff | null> {
    try {
      return await this.#deps.review.file(workspaceId, repositoryId, path)
    } catch (error) {
      const { code } = toFailure(error)
      if (code === 'invalid_input' || code === 'repository_not_found') return null
      throw error
    }
  }

  #remember(
    placed: readonly SentThread[],
    sessionId: SessionId,
    turnId: TurnId | null,
    key: string | undefined,
  ): ReviewThread[] {
    const { store, clock } = this.#deps
    const at = clock.now()
    return store.write((writer) => {
      if (key !== undefined) writer.idempotency.insert(operation, key, `${sessionId} ${turnId ?? ''}`, at)
      return placed.flatMap(({ thread: { id }, comments }) => {
        // What was written meanwhile stays: only the comments that went are marked.
        const thread = store.read.threads.get(id)
        if (!thread) return []
        const went = new Map(comments.map((comment) => [comment.id, comment.text]))
        const entity = {
          ...thread,
          comments: thread.comments.map((comment) =>
            went.get(comment.id) === comment.text ? { ...comment, sent: { sessionId, turnId, at } } : comment,
          ),
          updatedAt: at,
          revision: thread.revision + 1,
        }
        writer.threads.put(entity)
        writer.tell({ type: 'thread', entity })
        return [entity]
      })
    })
  }
}
