import { isDeepStrictEqual } from 'node:util'
import type { Clock, NewId } from '../../base/index.ts'
import type { CommentPlace, RepositoryId, ReviewThread, WorkspaceId } from '../../contracts/index.ts'
import type { Store, Writer } from '../store/index.ts'

interface Deps {
  store: Store
  clock: Clock
  newId: NewId
}

/** A thread of a pull request as its hosting service tells of it. */
export interface ForeignThread {
  /** The service's own id of the thread. */
  key: string
  url: string
  place: Omit<CommentPlace, 'repositoryId'>
  outdated: boolean
  resolved: boolean
  /** In order. */
  comments: { author: string; text: string; createdAt: number; updatedAt: number }[]
}

interface PullRequest {
  workspaceId: WorkspaceId
  repositoryId: RepositoryId
  number: number
}

/**
 * Makes the threads of a pull request those that its hosting service tells of: new ones appear, changed ones are
 * changed, those that are no more go. What was sent to an agent stays marked as sent. Asking twice changes nothing.
 */
export function putPullRequestThreads(
  deps: Deps,
  pullRequest: PullRequest,
  told: readonly ForeignThread[],
): ReviewThread[] {
  const { store } = deps
  return store.write((writer) => {
    const known = store.read.threads
      .listIn(pullRequest.workspaceId)
      .filter(
        ({ origin, repositoryId }) =>
          origin.kind === 'pull_request' &&
          origin.number === pullRequest.number &&
          repositoryId === pullRequest.repositoryId,
      )
    const keyOf = ({ origin }: ReviewThread) => (origin.kind === 'pull_request' ? origin.key : '')
    for (const gone of known.filter((thread) => !told.some(({ key }) => key === keyOf(thread)))) {
      writer.threads.remove(gone.id)
      writer.tell({ type: 'thread.removed', id: gone.id })
    }
    return told.map((foreign) =>
      putOne(
        deps,
        writer,
        pullRequest,
        foreign,
        known.find((thread) => keyOf(thread) === foreign.key),
      ),
    )
  })
}

function putOne(
  { clock, newId }: Deps,
  writer: Writer,
  { workspaceId, repositoryId, number }: PullRequest,
  { key, url, place, outdated, resolved, comments }: ForeignThread,
  known: ReviewThread | undefined,
): ReviewThread {
  const at = clock.now()
  const entity: ReviewThread = {
    ...place,
    repositoryId,
    id: known?.id ?? newId('thread'),
    workspaceId,
    origin: { kind: 'pull_request', number, url, key },
    outdated,
    resolvedAt: resolved ? (known?.resolvedAt ?? at) : null,
    // The service's ids are not ours: a comment is known again by who wrote it when, the first of several.
    comments: comments.map(({ author, text, createdAt, updatedAt }) => {
      const same = known?.comments.find((own) => own.author === author && own.createdAt === createdAt)
      const unchanged = same?.text === text
      return {
        id: same?.id ?? newId('comment'),
        author,
        text,
        createdAt,
        updatedAt,
        sent: unchanged ? same.sent : null,
      }
    }),
    draft: null,
    createdAt: known?.createdAt ?? at,
    updatedAt: known?.updatedAt ?? at,
    revision: known?.revision ?? 0,
  }
  if (known && isDeepStrictEqual(known, entity)) return known
  const changed = { ...entity, updatedAt: at, revision: entity.revision + 1 }
  writer.threads.put(changed)
  writer.tell({ type: 'thread', entity: changed })
  return changed
}
