import type {
  CheckState,
  MergeMethod,
  PullRequestCheck,
  PullRequestComment,
  PullRequestFacts,
  PullRequestReview,
} from '../../../contracts/index.ts'
import type { CombinedStatus, GeneralComment, LineComment, Pull, Repository, Review } from './shapes.ts'

/** Gitea knows drafts by their title. */
export const draftMark = /^\s*(wip:|\[wip\]|draft:)\s*/i

export function factsOf(
  pull: Pull,
  repository: Repository,
  { statuses }: CombinedStatus,
  reviews: readonly Review[],
): PullRequestFacts {
  const draft = pull.draft ?? draftMark.test(pull.title)
  return {
    number: pull.number,
    url: pull.html_url,
    title: pull.title,
    body: pull.body ?? '',
    author: pull.user?.login ?? '',
    state: pull.merged ? 'merged' : pull.state === 'closed' ? 'closed' : 'open',
    draft,
    base: pull.base.ref,
    head: pull.head.ref,
    headSha: pull.head.sha ?? '',
    // A draft is never mergeable there, which says nothing of conflicts.
    mergeable: pull.mergeable === true ? 'yes' : pull.mergeable === false && !draft ? 'conflicts' : 'unknown',
    blocked: null,
    mergeMethods: methodsOf(repository),
    checks: (statuses ?? []).map(({ context, status, description, target_url: url }): PullRequestCheck => ({
      name: context,
      state: checkStates[status] ?? 'failed',
      summary: description ?? '',
      url: url || null,
    })),
    reviews: latestOfEach(reviews),
    updatedAt: pull.updated_at ? Date.parse(pull.updated_at) : null,
  }
}

const checkStates: Readonly<Record<string, CheckState>> = {
  success: 'passed',
  pending: 'running',
  warning: 'skipped',
  skipped: 'skipped',
}

const methodsOf = (repository: Repository): MergeMethod[] => [
  ...(repository.allow_merge_commits === false ? [] : ['merge' as const]),
  ...(repository.allow_squash_merge === false ? [] : ['squash' as const]),
  ...(repository.allow_rebase === false ? [] : ['rebase' as const]),
]

const reviewStates: Readonly<Record<string, PullRequestReview['state']>> = {
  APPROVED: 'approved',
  REQUEST_CHANGES: 'changes_requested',
  COMMENT: 'commented',
}

/** Of each person the newest opinion: a mere comment does not take an approval or a request back. */
function latestOfEach(reviews: readonly Review[]): PullRequestReview[] {
  const latest = new Map<string, PullRequestReview>()
  for (const review of reviews) {
    const state = review.dismissed ? 'dismissed' : reviewStates[review.state]
    const author = review.user?.login ?? ''
    if (state === undefined || (state === 'commented' && latest.has(author))) continue
    latest.set(author, {
      author,
      state,
      body: review.body ?? '',
      at: review.submitted_at ? Date.parse(review.submitted_at) : null,
      url: review.html_url ?? null,
    })
  }
  return [...latest.values()]
}

/** Comments on one line of one side are one conversation. */
export function commentOfLine(comment: LineComment, headSha: string): PullRequestComment {
  const side = (comment.position ?? 0) > 0 ? 'new' : 'old'
  const line = (side === 'new' ? comment.position : comment.original_position) || null
  return {
    id: `line-${comment.id}`,
    threadId: line === null ? `line-${comment.id}` : `line ${comment.path} ${side} ${line}`,
    author: comment.user?.login ?? '',
    body: comment.body,
    path: comment.path,
    side,
    startLine: line,
    line,
    outdated: line === null || (comment.commit_id ?? headSha) !== headSha,
    resolved: Boolean(comment.resolver),
    hunk: comment.diff_hunk ?? null,
    at: Date.parse(comment.created_at),
    url: comment.html_url ?? null,
  }
}

export const generalComment = (comment: GeneralComment): PullRequestComment => ({
  id: `general-${comment.id}`,
  threadId: `general-${comment.id}`,
  author: comment.user?.login ?? '',
  body: comment.body,
  path: null,
  side: 'new',
  startLine: null,
  line: null,
  outdated: false,
  resolved: false,
  hunk: null,
  at: Date.parse(comment.created_at),
  url: comment.html_url ?? null,
})
