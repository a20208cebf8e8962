import type { Endpoints } from '@octokit/types'
import type { PullRequestComment } from '../../../contracts/index.ts'

type LineComment =
  Endpoints['GET /repos/{owner}/{repo}/pulls/{pull_number}/comments']['response']['data'][number]
type GeneralComment =
  Endpoints['GET /repos/{owner}/{repo}/issues/{issue_number}/comments']['response']['data'][number]

/** `resolved`: ids of first comments of threads that were resolved. */
export function commentOfLine(comment: LineComment, resolved: ReadonlySet<number>): PullRequestComment {
  const first = Number(comment.in_reply_to_id ?? comment.id)
  const line = comment.line ?? null
  return {
    id: `line-${comment.id}`,
    threadId: `line-${first}`,
    author: comment.user?.login ?? '',
    body: comment.body,
    path: comment.path,
    side: comment.side === 'LEFT' ? 'old' : 'new',
    startLine: comment.start_line ?? line,
    line,
    // GitHub takes the line away once it is no longer in the diff; comments on a whole file never had one.
    outdated: line === null && comment.subject_type !== 'file',
    resolved: resolved.has(first),
    hunk: comment.diff_hunk ?? null,
    at: Date.parse(comment.created_at),
    url: comment.html_url,
  }
}

export const generalComment = (comment: GeneralComment): PullRequestComment => ({
  id: `general-${comment.id}`,
  threadId: `general-${comment.id}`,
  author: comment.user?.login ?? '',
  body: comment.body ?? '',
  path: null,
  side: 'new',
  startLine: null,
  line: null,
  outdated: false,
  resolved: false,
  hunk: null,
  at: Date.parse(comment.created_at),
  url: comment.html_url,
})

/** Which threads were resolved is told by GraphQL alone. */
export const threadsQuery = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { isResolved comments(first: 1) { nodes { databaseId } } }
      }
    }
  }
}`

export interface ThreadsAnswer {
  repository: {
    pullRequest: {
      reviewThreads: {
        pageInfo: { hasNextPage: boolean; endCursor: string | null }
        nodes: { isResolved: boolean; comments: { nodes: { databaseId: number | null }[] } }[]
      }
    } | null
  } | null
}

/** Taking a draft back is possible by GraphQL alone. */
export const readyMutation = `mutation ($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`
