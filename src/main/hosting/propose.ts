import {
  Failure,
  toFailure,
  type BranchFacts,
  type PullRequestProposal,
  type Workspace,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { placeOfBranch, type BranchPlace } from './branch-place.ts'
import type { Forges } from './forges.ts'
import { proposeBase, proposeBody, proposeTitle } from './proposal.ts'

interface Deps {
  forges: Forges
  branchFacts(workspace: Workspace, repository: WorkspaceRepository): Promise<BranchFacts>
  /** Number of the open pull request that the workspace has in a repository. */
  existing(workspace: Workspace, repository: WorkspaceRepository): number | null
}

/** A proposal, and what it was made from where that is to be had. */
export interface Prepared {
  proposal: PullRequestProposal
  facts: BranchFacts | null
  place: BranchPlace | null
}

/** What a new pull request of one repository would be. Throws nothing: what stands in its way is `problem`. */
export async function prepare(
  deps: Deps,
  workspace: Workspace,
  repository: WorkspaceRepository,
): Promise<Prepared> {
  const proposal: PullRequestProposal = {
    repositoryId: repository.repositoryId,
    repository: repository.name,
    kind: null,
    host: null,
    slug: null,
    remote: null,
    branch: repository.branch,
    base: repository.baseBranch,
    title: '',
    body: '',
    commits: 0,
    uncommittedFiles: 0,
    pushed: 'unknown',
    existing: deps.existing(workspace, repository),
    problem: null,
  }
  let facts: BranchFacts | null = null
  let place: BranchPlace | null = null
  try {
    facts = await deps.branchFacts(workspace, repository)
    Object.assign(proposal, {
      branch: facts.branch,
      base: proposeBase(repository, facts),
      title: proposeTitle(workspace, facts),
      body: proposeBody(workspace, facts),
      commits: facts.commitCount,
      uncommittedFiles: facts.uncommittedFiles,
    })
    place = placeOfBranch(deps.forges, facts)
    const { account, slug } = place.into
    Object.assign(proposal, { kind: account.kind, host: account.host, slug, remote: place.remote })
    proposal.problem = obstacleOf(proposal, facts)?.toJSON() ?? null
    const forge = await deps.forges.at(place.from.account.host)
    const pushed = await forge.branchHead({ slug: place.from.slug, branch: facts.branch })
    proposal.pushed = pushed === null ? 'no' : pushed === facts.head ? 'yes' : 'differs'
  } catch (error) {
    const failure = toFailure(error)
    // A bug is none of the obstacles.
    if (failure.code === 'internal') throw error
    proposal.problem ??= failure.toJSON()
  }
  return { proposal, facts, place }
}

function obstacleOf({ existing, base, branch }: PullRequestProposal, facts: BranchFacts): Failure | null {
  if (existing !== null)
    return new Failure('pull_request_exists', `The workspace has a pull request already (${existing})`, {
      hint: 'Detach it first, or close it.',
      details: { number: existing },
    })
  if (facts.head === null)
    return new Failure('nothing_to_commit', `${branch} has no commit`, { hint: 'Commit something first.' })
  if (branch === base)
    return new Failure('invalid_input', `${branch} is the branch it would be merged into`, {
      hint: 'A pull request goes from one branch to another.',
      details: { path: 'base' },
    })
  return facts.commitCount > 0
    ? null
    : new Failure('nothing_to_commit', `${branch} has no commits that ${base} does not have`, {
        hint: facts.uncommittedFiles > 0 ? 'Commit the changes first.' : 'There is nothing to merge.',
      })
}

/** The branch is not on the host as it is here; what to do. */
export function notPushed({ branch, remote, pushed }: PullRequestProposal): Failure {
  const message =
    pushed === 'no'
      ? `${branch} has not been pushed to ${remote}`
      : `${branch} on ${remote} is at another commit than here`
  return new Failure('branch_not_pushed', message, {
    hint: `Push it first: git push -u ${remote} ${branch}`,
    details: { branch, remote, pushed },
  })
}
