import { z } from 'zod'
import { FailureShape } from './errors.ts'
import { ForgeKind } from './hosting.ts'
import { RepositoryId, Timestamp, WorkspaceId } from './ids.ts'

export const MergeMethod = z.enum(['merge', 'squash', 'rebase'])
export type MergeMethod = z.infer<typeof MergeMethod>

export const CheckState = z.enum(['passed', 'failed', 'running', 'skipped'])
export type CheckState = z.infer<typeof CheckState>

/** One automatic check of the newest commit. */
export const PullRequestCheck = z.object({
  name: z.string(),
  state: CheckState,
  summary: z.string(),
  url: z.string().nullable(),
})
export type PullRequestCheck = z.infer<typeof PullRequestCheck>

/** The newest opinion of one person. */
export const PullRequestReview = z.object({
  author: z.string(),
  state: z.enum(['approved', 'changes_requested', 'commented', 'dismissed']),
  body: z.string(),
  at: Timestamp.nullable(),
  url: z.string().nullable(),
})
export type PullRequestReview = z.infer<typeof PullRequestReview>

/** A comment of the pull request: on lines of a file, or general (`path` null). */
export const PullRequestComment = z.object({
  /** Unique within the pull request. */
  id: z.string(),
  /** Comments of one conversation share it; the first one's id where there is no other. */
  threadId: z.string(),
  author: z.string(),
  body: z.string(),
  path: z.string().nullable(),
  /** `new`: lines of the head; `old`: lines of the base. */
  side: z.enum(['old', 'new']),
  /** One-based, null for a whole file or a place that is gone. */
  startLine: z.number().int().positive().nullable(),
  line: z.number().int().positive().nullable(),
  /** The lines it was written on are no longer in the newest diff. */
  outdated: z.boolean(),
  resolved: z.boolean(),
  /** The piece of diff that ends at the commented line, where the host sends it. */
  hunk: z.string().nullable(),
  at: Timestamp,
  url: z.string().nullable(),
})
export type PullRequestComment = z.infer<typeof PullRequestComment>

/** What a host says of a pull request. */
export const PullRequestFacts = z.object({
  number: z.number().int().positive(),
  url: z.string(),
  title: z.string(),
  body: z.string(),
  author: z.string(),
  state: z.enum(['open', 'closed', 'merged']),
  draft: z.boolean(),
  /** Branch it is to be merged into. */
  base: z.string(),
  /** Branch it comes from. */
  head: z.string(),
  headSha: z.string(),
  /** `unknown` while the host still works it out. */
  mergeable: z.enum(['yes', 'conflicts', 'unknown']),
  /** Rules of the host that keep it from being merged now, such as a protected branch; null when none is told. */
  blocked: z.string().nullable(),
  mergeMethods: z.array(MergeMethod),
  checks: z.array(PullRequestCheck),
  reviews: z.array(PullRequestReview),
  updatedAt: Timestamp.nullable(),
})
export type PullRequestFacts = z.infer<typeof PullRequestFacts>

/** The pull request of one repository of a workspace, as last heard of from its host. */
export const PullRequest = PullRequestFacts.extend({
  workspaceId: WorkspaceId,
  repositoryId: RepositoryId,
  repository: z.string(),
  kind: ForgeKind,
  host: z.string(),
  /** `owner/name` of the repository it is to be merged into. */
  slug: z.string(),
  comments: z.number().int(),
  /** Changes whenever its comments do. */
  commentsVersion: z.string(),
  /** When the host was last heard of it. */
  refreshedAt: Timestamp,
  /** Why the last attempt to refresh failed; null when it did not. */
  failure: FailureShape.nullable(),
})
export type PullRequest = z.infer<typeof PullRequest>

/** A line of a list of open pull requests. */
export const ListedPullRequest = z.object({
  repositoryId: RepositoryId,
  number: z.number().int().positive(),
  title: z.string(),
  author: z.string(),
  draft: z.boolean(),
  head: z.string(),
  base: z.string(),
  url: z.string(),
  updatedAt: Timestamp.nullable(),
})
export type ListedPullRequest = z.infer<typeof ListedPullRequest>

/** What a new pull request of one repository would be, and what stands in its way. */
export const PullRequestProposal = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  kind: ForgeKind.nullable(),
  host: z.string().nullable(),
  slug: z.string().nullable(),
  remote: z.string().nullable(),
  branch: z.string(),
  base: z.string(),
  title: z.string(),
  body: z.string(),
  commits: z.number().int(),
  uncommittedFiles: z.number().int(),
  /** Whether the host has the branch: at the worktree's commit, at another one, or not at all. */
  pushed: z.enum(['yes', 'differs', 'no', 'unknown']),
  /** The workspace's pull request of this repository, when there is one already. */
  existing: z.number().int().nullable(),
  /** Why none can be made; null when one can, after a push where `pushed` is not `yes`. */
  problem: FailureShape.nullable(),
})
export type PullRequestProposal = z.infer<typeof PullRequestProposal>

/** The state of all checks together. `none`: there are none. */
export function checksOf(checks: readonly PullRequestCheck[]): 'passed' | 'failed' | 'running' | 'none' {
  if (checks.some(({ state }) => state === 'failed')) return 'failed'
  if (checks.some(({ state }) => state === 'running')) return 'running'
  return checks.some(({ state }) => state === 'passed') ? 'passed' : 'none'
}

export interface MergeObstacle {
  kind: 'state' | 'draft' | 'conflicts' | 'unknown' | 'blocked' | 'checks' | 'changes_requested' | 'method'
  message: string
  /** False: the user may merge all the same, after saying so. */
  final: boolean
}

/** What speaks against merging now, the hardest first; empty when nothing does. */
export function mergeObstacles(pull: PullRequestFacts): MergeObstacle[] {
  if (pull.state !== 'open') return [{ kind: 'state', message: `It is ${pull.state}`, final: true }]
  const failing = pull.checks.filter(({ state }) => state === 'failed')
  const running = pull.checks.filter(({ state }) => state === 'running')
  const refusing = pull.reviews.filter(({ state }) => state === 'changes_requested')
  const names = (list: readonly { name: string }[]): string =>
    list
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', ')
  const all: (MergeObstacle | false)[] = [
    pull.draft && { kind: 'draft', message: 'It is a draft', final: true },
    pull.mergeable === 'conflicts' && {
      kind: 'conflicts',
      message: `It conflicts with ${pull.base}`,
      final: true,
    },
    pull.mergeMethods.length === 0 && {
      kind: 'method',
      message: 'The repository allows no way of merging',
      final: true,
    },
    pull.blocked !== null && { kind: 'blocked', message: pull.blocked, final: false },
    failing.length > 0 && {
      kind: 'checks',
      message: `${failing.length} ${failing.length === 1 ? 'check fails' : 'checks fail'}: ${names(failing)}`,
      final: false,
    },
    running.length > 0 && {
      kind: 'checks',
      message: `${running.length} ${running.length === 1 ? 'check runs' : 'checks run'}: ${names(running)}`,
      final: false,
    },
    refusing.length > 0 && {
      kind: 'changes_requested',
      message: `Changes are requested by ${refusing.map(({ author }) => author).join(', ')}`,
      final: false,
    },
    pull.mergeable === 'unknown' && {
      kind: 'unknown',
      message: 'The host still works out whether it can be merged',
      final: false,
    },
  ]
  return all.filter((entry): entry is MergeObstacle => entry !== false)
}
