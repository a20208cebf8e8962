import type { Clock, NewId } from '../../base/index.ts'
import {
  Failure,
  type CommentDraft,
  type CommentId,
  type CommentPlace,
  type ReviewComment,
  type ReviewThread,
  type ThreadId,
  type WorkspaceId,
} from '../../contracts/index.ts'
import { reserveId, type Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  store: Store
  workspaces: WorkspaceService
  clock: Clock
  newId: NewId
}

interface AddComment {
  workspaceId: WorkspaceId
  place: CommentPlace
  text: string
  draft: boolean
  idempotencyKey?: string | undefined
}

type Edited = Partial<Pick<ReviewThread, 'comments' | 'draft' | 'resolvedAt'>>

/** Review comments: owned by the control plane, so they outlive windows, node agents and restarts. */
export class CommentService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  list(workspace: string): ReviewThread[] {
    return this.#deps.store.read.threads.listIn(this.#deps.workspaces.find(workspace).id)
  }

  /** Throws `thread_not_found`. */
  get(id: ThreadId): ReviewThread {
    const thread = this.#deps.store.read.threads.get(id)
    if (!thread) throw new Failure('thread_not_found', `There is no comment thread ${id}`)
    return thread
  }

  /** Throws `workspace_not_found`, `repository_not_found`. */
  add({ workspaceId, place, text, draft, idempotencyKey }: AddComment): ReviewThread {
    const { store, workspaces, clock, newId } = this.#deps
    const workspace = workspaces.find(workspaceId)
    if (!workspace.repositories.some(({ repositoryId }) => repositoryId === place.repositoryId))
      throw new Failure(
        'repository_not_found',
        `Workspace "${workspace.name}" has no repository ${place.repositoryId}`,
      )
    const at = clock.now()
    const id = reserveId(store, { operation: 'comment.add', key: idempotencyKey, at }, () => newId('thread'))
    const first = store.read.threads.get(id)
    if (first) return first
    return this.#put({
      ...place,
      id,
      workspaceId,
      origin: { kind: 'local' },
      outdated: false,
      resolvedAt: null,
      comments: draft ? [] : [this.#comment(text)],
      draft: draft ? { commentId: null, text } : null,
      createdAt: at,
      updatedAt: at,
      revision: 0,
    })
  }

  /** An answer opens a resolved thread again. */
  reply(id: ThreadId, text: string): ReviewThread {
    const thread = this.#own(id)
    return this.#change(thread, {
      comments: [...thread.comments, this.#comment(text)],
      draft: null,
      resolvedAt: null,
    })
  }

  /** A comment with other words counts as not sent. Throws `comment_not_found`. */
  edit(id: ThreadId, commentId: CommentId, text: string): ReviewThread {
    const thread = this.#own(id)
    find(thread, commentId)
    const updatedAt = this.#deps.clock.now()
    const comments = thread.comments.map((comment) =>
      comment.id !== commentId || comment.text === text
        ? comment
        : { ...comment, text, updatedAt, sent: null },
    )
    return this.#change(thread, {
      comments,
      draft: thread.draft?.commentId === commentId ? null : thread.draft,
    })
  }

  /** Null when the thread went with it. Throws `comment_not_found`. */
  remove(id: ThreadId, commentId: CommentId): ReviewThread | null {
    const thread = this.#own(id)
    find(thread, commentId)
    const comments = thread.comments.filter((comment) => comment.id !== commentId)
    const draft = thread.draft?.commentId === commentId ? null : thread.draft
    return this.#keep(thread, { comments, draft })
  }

  /** Keeps what is being typed. Null when the thread was nothing else and it is discarded. */
  draft(id: ThreadId, draft: CommentDraft | null): ReviewThread | null {
    const thread = this.#own(id)
    if (draft?.commentId) find(thread, draft.commentId)
    return this.#keep(thread, { draft: draft?.text.trim() === '' && !draft.commentId ? null : draft })
  }

  resolve(id: ThreadId, resolved: boolean): ReviewThread {
    const thread = this.#own(id)
    if ((thread.resolvedAt !== null) === resolved) return thread
    return this.#change(thread, { resolvedAt: resolved ? this.#deps.clock.now() : null })
  }

  #comment(text: string): ReviewComment {
    const at = this.#deps.clock.now()
    return {
      id: this.#deps.newId('comment'),
      author: null,
      text,
      createdAt: at,
      updatedAt: at,
      sent: null,
    }
  }

  #keep(thread: ReviewThread, edited: Edited): ReviewThread | null {
    const { comments, draft } = { ...thread, ...edited }
    if (comments.length > 0 || draft) return this.#change(thread, edited)
    this.#deps.store.write((writer) => {
      writer.threads.remove(thread.id)
      writer.tell({ type: 'thread.removed', id: thread.id })
    })
    return null
  }

  #change(thread: ReviewThread, edited: Edited): ReviewThread {
    return this.#put({ ...thread, ...edited, updatedAt: this.#deps.clock.now() })
  }

  #put(thread: ReviewThread): ReviewThread {
    const entity = { ...thread, revision: thread.revision + 1 }
    this.#deps.store.write((writer) => {
      writer.threads.put(entity)
      writer.tell({ type: 'thread', entity })
    })
    return entity
  }

  /** A thread that is the user's to change. Throws `thread_not_found`, `forbidden`. */
  #own(id: ThreadId): ReviewThread {
    const thread = this.get(id)
    if (thread.origin.kind === 'local') return thread
    throw new Failure('forbidden', `The thread is part of pull request #${thread.origin.number}`, {
      hint: `Answer or resolve it there: ${thread.origin.url}`,
    })
  }
}

function find(thread: ReviewThread, id: CommentId): ReviewComment {
  const comment = thread.comments.find((each) => each.id === id)
  if (!comment) throw new Failure('comment_not_found', `The thread has no comment ${id}`)
  return comment
}
