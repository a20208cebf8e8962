import type { Endpoints } from '@octokit/types'
import type {
  CheckState,
  MergeMethod,
  PullRequestCheck,
  PullRequestFacts,
  PullRequestReview,
} from '../../../contracts/index.ts'

type Answer<Route extends keyof Endpoints> = Endpoints[Route]['response']['data']
export type Pull = Answer<'GET /repos/{owner}/{repo}/pulls/{pull_number}'>
export type CheckRun = Answer<'GET /repos/{owner}/{repo}/commits/{ref}/check-runs'>['check_runs'][number]
export type Status = Answer<'GET /repos/{owner}/{repo}/commits/{ref}/status'>['statuses'][number]
export type Review = Answer<'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews'>[number]
export type Repository = Answer<'GET /repos/{owner}/{repo}'>

/** What GitHub's answers say together. */
export function factsOf(
  pull: Pull,
  repository: Repository,
  runs: readonly CheckRun[],
  statuses: readonly Status[],
  reviews: readonly Review[],
): PullRequestFacts {
  return {
    number: pull.number,
    url: pull.html_url,
    title: pull.title,
    body: pull.body ?? '',
    author: pull.user?.login ?? '',
    state: pull.merged_at ? 'merged' : pull.state === 'open' ? 'open' : 'closed',
    draft: pull.draft ?? false,
    base: pull.base.ref,
    head: pull.head.ref,
    headSha: pull.head.sha,
    mergeable: pull.mergeable === null ? 'unknown' : pull.mergeable ? 'yes' : 'conflicts',
    blocked: blockedBy[pull.mergeable_state] ?? null,
    mergeMethods: methodsOf(repository),
    checks: [...runs.map(checkOfRun), ...statuses.map(checkOfStatus)],
    reviews: latestOfEach(reviews),
    updatedAt: Date.parse(pull.updated_at),
  }
}

const blockedBy: Readonly<Record<string, string>> = {
  blocked: 'The base branch is protected: reviews or checks that it requires are missing',
  behind: 'The base branch is protected: the branch has to be brought up to date first',
}

/** Only those who may push are told what is allowed; others may try each. */
const methodsOf = (repository: Repository): MergeMethod[] => [
  ...(repository.allow_squash_merge === false ? [] : ['squash' as const]),
  ...(repository.allow_merge_commit === false ? [] : ['merge' as const]),
  ...(repository.allow_rebase_merge === false ? [] : ['rebase' as const]),
]

const ofConclusion: Readonly<Record<string, CheckState>> = {
  success: 'passed',
  neutral: 'skipped',
  skipped: 'skipped',
  // Superseded by a newer run.
  stale: 'skipped',
}

const checkOfRun = (run: CheckRun): PullRequestCheck => ({
  name: run.name,
  state: run.status === 'completed' ? (ofConclusion[run.conclusion ?? ''] ?? 'failed') : 'running',
  summary: run.output.title ?? '',
  url: run.html_url ?? run.details_url,
})

const checkOfStatus = (status: Status): PullRequestCheck => ({
  name: status.context,
  state: status.state === 'success' ? 'passed' : status.state === 'pending' ? 'running' : 'failed',
  summary: status.description ?? '',
  url: status.target_url,
})

const reviewStates: Readonly<Record<string, PullRequestReview['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
}

/** Of each person the newest opinion: a mere comment does not take an approval or a request back. */
function latestOfEach(reviews: readonly Review[]): PullRequestReview[] {
  const latest = new Map<string, PullRequestReview>()
  for (const review of reviews) {
    const state = reviewStates[review.state]
    const author = review.user?.login ?? ''
    if (state === undefined || (state === 'commented' && latest.has(author))) continue
    latest.set(author, {
      author,
      state,
      body: review.body,
      at: review.submitted_at === undefined ? null : Date.parse(review.submitted_at),
      url: review.html_url,
    })
  }
  return [...latest.values()]
}
