import type { Clock, NewId } from '../../base/index.ts'
import {
  anchorAt,
  anchorLines,
  mostAnchorContext,
  mostAnchorLines,
  mostLineLength,
  toFailure,
  type FileDiff,
  type PullRequest,
  type PullRequestComment,
  type ReviewThread,
} from '../../contracts/index.ts'
import { putPullRequestThreads, type ForeignThread } from '../comments/index.ts'
import type { Store } from '../store/index.ts'
import { linesOfHunk } from './hunk-lines.ts'

export interface ThreadDeps {
  store: Store
  clock: Clock
  newId: NewId
  /** Both sides of a changed file of the worktree. */
  file(pull: PullRequest, path: string): Promise<FileDiff>
}

/** Makes the comments on lines of a pull request threads of the review, beside the user's own. */
export async function keepThreads(
  deps: ThreadDeps,
  pull: PullRequest,
  comments: readonly PullRequestComment[],
): Promise<void> {
  const known = deps.store.read.threads.listIn(pull.workspaceId)
  const threads = Map.groupBy(
    comments.filter(({ path }) => path !== null),
    ({ threadId }) => threadId,
  )
  const files = new Map<string, Promise<FileDiff | null>>()
  const fileAt = (path: string): Promise<FileDiff | null> => {
    const asked = files.get(path) ?? fileOf(deps, pull, path)
    files.set(path, asked)
    return asked
  }
  const told = await Promise.all([...threads].map(([key, own]) => threadOf(key, own, pull, known, fileAt)))
  putPullRequestThreads(deps, pull, told)
}

/** Forgets the threads of a pull request that no longer belongs to the workspace. */
export const forgetThreads = (deps: Omit<ThreadDeps, 'file'>, pull: PullRequest): void =>
  void putPullRequestThreads(deps, pull, [])

async function threadOf(
  key: string,
  comments: readonly PullRequestComment[],
  pull: PullRequest,
  known: readonly ReviewThread[],
  fileAt: (path: string) => Promise<FileDiff | null>,
): Promise<ForeignThread> {
  const [first] = comments
  if (!first?.path) throw new Error('a thread has a first comment on a file')
  return {
    key,
    url: first.url ?? pull.url,
    place: await placeOf(key, first, first.path, known, fileAt),
    outdated: first.outdated,
    resolved: first.resolved,
    comments: comments.map(({ author, body, at }) => ({
      author,
      text: body,
      createdAt: at,
      updatedAt: at,
    })),
  }
}

/** The lines as the host shows them; else as they are here, once: the file may change, the comment's lines do not. */
async function placeOf(
  key: string,
  { side, line, startLine, hunk }: PullRequestComment,
  path: string,
  known: readonly ReviewThread[],
  fileAt: (path: string) => Promise<FileDiff | null>,
): Promise<ForeignThread['place']> {
  const endLine = line ?? 1
  const whole = { path, side, startLine: startLine ?? endLine, endLine, code: [], before: [], after: [] }
  if (line === null) return whole
  const count = Math.min(endLine - whole.startLine + 1, mostAnchorLines)
  const lines = linesOfHunk(hunk, side, count, mostAnchorContext)
  if (lines) return { ...whole, code: lines.code.map(cut), before: lines.before.map(cut) }
  const before = known.find(
    ({ origin, ...place }) =>
      origin.kind === 'pull_request' && origin.key === key && place.code.length > 0 && place.path === path,
  )
  if (before) {
    const { code, before: above, after: below, startLine: from, endLine: to } = before
    return { path, side, startLine: from, endLine: to, code, before: above, after: below }
  }
  const file = await fileAt(path)
  const text = side === 'old' ? file?.oldText : file?.newText
  return text ? { path, side, ...anchorAt(anchorLines(text), whole.startLine, endLine) } : whole
}

const cut = (line: string): string => line.slice(0, mostLineLength)

/** Null for a file that has no changes, or where the node is away: then the numbers have to do. */
async function fileOf({ file }: ThreadDeps, pull: PullRequest, path: string): Promise<FileDiff | null> {
  try {
    return await file(pull, path)
  } catch (error) {
    if (toFailure(error).code === 'internal') throw error
    return null
  }
}
