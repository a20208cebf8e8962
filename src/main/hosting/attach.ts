import {
  Failure,
  type BranchFacts,
  type RepositoryId,
  type Workspace,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { isPageOf } from './accounts.ts'
import { placeOfBranch } from './branch-place.ts'
import type { Forges } from './forges.ts'
import { pickRepository } from './pick.ts'
import type { PullPlace } from './pull-records.ts'
import { parsePullReference } from './pull-reference.ts'

interface Deps {
  forges: Forges
  branchFacts(repository: WorkspaceRepository): Promise<BranchFacts>
}

export interface AttachWish {
  repositoryId?: RepositoryId | undefined
  /** Number or address; absent, the open one of the branch. */
  pullRequest?: string | undefined
}

export interface FoundPull {
  repository: WorkspaceRepository
  place: PullPlace
  number: number
}

/** The pull request a person wants to attach, and the repository it belongs to. Throws `pull_request_not_found`. */
export async function findToAttach(deps: Deps, workspace: Workspace, wish: AttachWish): Promise<FoundPull> {
  const named = wish.pullRequest === undefined ? null : parsePullReference(wish.pullRequest)
  // An address says by itself which repository is meant.
  const candidates =
    named?.place && wish.repositoryId === undefined
      ? workspace.repositories
      : [pickRepository(workspace, wish.repositoryId)]
  for (const repository of candidates) {
    const facts = await deps.branchFacts(repository)
    const { from, into } = placeOfBranch(deps.forges, facts)
    if (named?.place && !isPageOf(into, named.place)) continue
    const { account, slug } = into
    const forge = await deps.forges.at(account.host)
    const number =
      named?.number ?? (await forge.findByBranch(slug, { slug: from.slug, branch: facts.branch }))
    if (number === null)
      throw new Failure('pull_request_not_found', `${slug} has no open pull request of ${facts.branch}`, {
        hint: 'Name one by its number or address, or create one.',
      })
    return { repository, place: { kind: account.kind, host: account.host, slug }, number }
  }
  throw new Failure('invalid_input', `${wish.pullRequest} belongs to no repository of "${workspace.name}"`, {
    details: { path: 'pullRequest' },
  })
}
