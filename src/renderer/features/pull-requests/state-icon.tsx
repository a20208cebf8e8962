import { GitMerge, GitPullRequest, GitPullRequestClosed, GitPullRequestDraft } from 'lucide-react'
import type { PullRequest } from '../../../contracts/index.ts'

/** What became of a pull request, as a sign; the word stands beside it. */
export function StateIcon({ pull: { state, draft } }: { pull: Pick<PullRequest, 'state' | 'draft'> }) {
  if (state === 'merged') return <GitMerge aria-hidden className="text-done" />
  if (state === 'closed') return <GitPullRequestClosed aria-hidden className="text-error" />
  return draft ? (
    <GitPullRequestDraft aria-hidden className="text-subtle" />
  ) : (
    <GitPullRequest aria-hidden className="text-running" />
  )
}
