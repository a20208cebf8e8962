import type {
  CheckState,
  MergeMethod,
  PullRequestCheck,
  PullRequestComment,
  PullRequestFacts,
  PullRequestReview,
} from '../../../contracts/index.ts'
import type { Approvals, Discussion, MergeRequest, Project, Reviewer, Status } from './shapes.ts'

export function factsOf(
  request: MergeRequest,
  project: Project,
  statuses: readonly Status[],
  reviewers: readonly Reviewer[],
  approvals: Approvals,
): PullRequestFacts {
  const merging = request.detailed_merge_status ?? ''
  return {
    number: request.iid,
    url: request.web_url,
    title: request.title,
    body: request.description ?? '',
    author: request.author?.username ?? '',
    state: request.state === 'merged' ? 'merged' : request.state === 'closed' ? 'closed' : 'open',
    draft: request.draft ?? false,
    base: request.target_branch,
    head: request.source_branch,
    headSha: request.sha ?? '',
    mergeable:
      (request.has_conflicts ?? merging === 'conflict')
        ? 'conflicts'
        : undecided.has(merging)
          ? 'unknown'
          : 'yes',
    blocked: blockedBy[merging] ?? null,
    mergeMethods: methodsOf(project),
    checks: newestOfEach(statuses),
    reviews: reviewsOf(reviewers, approvals),
    updatedAt: request.updated_at ? Date.parse(request.updated_at) : null,
  }
}

const undecided: ReadonlySet<string> = new Set(['unchecked', 'checking', 'preparing', 'approvals_syncing'])

const blockedBy: Readonly<Record<string, string>> = {
  not_approved: 'Approvals that the project requires are missing',
  requested_changes: 'A reviewer has requested changes',
  discussions_not_resolved: 'Discussions have to be resolved first',
  ci_must_pass: 'The pipeline has to succeed first',
  need_rebase: 'The branch has to be rebased first',
  blocked_status: 'Another merge request has to be merged first',
  external_status_checks: 'External checks that the project requires are missing',
  jira_association_missing: 'The title or the description has to name an issue',
  locked_paths: 'It changes paths that somebody has locked',
  merge_time: 'The project does not allow merging yet',
}

function methodsOf({ merge_method: method, squash_option: squash }: Project): MergeMethod[] {
  const plain: MergeMethod = method === 'ff' ? 'rebase' : 'merge'
  if (squash === 'always') return ['squash']
  if (squash === 'never') return [plain]
  return squash === 'default_on' ? ['squash', plain] : [plain, 'squash']
}

const checkStates: Readonly<Record<string, CheckState>> = {
  success: 'passed',
  failed: 'failed',
  canceled: 'failed',
  skipped: 'skipped',
  manual: 'skipped',
}

/** A job that was run again stands several times, the newest first. */
function newestOfEach(statuses: readonly Status[]): PullRequestCheck[] {
  const newest = new Map<string, PullRequestCheck>()
  for (const { name, status, description, target_url: url, allow_failure: mayFail } of statuses) {
    if (newest.has(name)) continue
    const state = checkStates[status] ?? 'running'
    newest.set(name, {
      name,
      state: state === 'failed' && mayFail ? 'skipped' : state,
      summary: description ?? '',
      url: url ?? null,
    })
  }
  return [...newest.values()]
}

const reviewStates: Readonly<Record<string, PullRequestReview['state']>> = {
  requested_changes: 'changes_requested',
  approved: 'approved',
  reviewed: 'commented',
}

function reviewsOf(reviewers: readonly Reviewer[], approvals: Approvals): PullRequestReview[] {
  const states = new Map<string, PullRequestReview['state']>()
  for (const { user } of approvals.approved_by ?? []) states.set(user.username, 'approved')
  for (const { user, state } of reviewers) {
    const known = reviewStates[state]
    if (known) states.set(user.username, known)
  }
  return [...states].map(([author, state]) => ({ author, state, body: '', at: null, url: null }))
}

/** Notes of people, with the lines they are on. `headSha` is the newest commit. */
export function commentsOf(
  discussions: readonly Discussion[],
  { web_url: url, sha }: MergeRequest,
): PullRequestComment[] {
  return discussions.flatMap(({ id: threadId, notes }) =>
    notes
      .filter(({ system }) => system !== true)
      .map((note): PullRequestComment => {
        const on = note.position
        const side = on?.old_line && !on.new_line ? 'old' : 'new'
        const line = (side === 'old' ? on?.old_line : on?.new_line) ?? null
        const start = on?.line_range?.start
        return {
          id: `note-${note.id}`,
          threadId,
          author: note.author?.username ?? '',
          body: note.body,
          path: (side === 'old' ? on?.old_path : on?.new_path) ?? null,
          side,
          startLine: (side === 'old' ? start?.old_line : start?.new_line) ?? line,
          line,
          // GitLab keeps the position on the commit it was written for, and moves it along while it can.
          outdated: Boolean(on?.head_sha && sha) && on?.head_sha !== sha,
          resolved: note.resolved ?? false,
          hunk: null,
          at: Date.parse(note.created_at),
          url: `${url}#note_${note.id}`,
        }
      }),
  )
}
