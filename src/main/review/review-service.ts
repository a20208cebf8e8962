import type {
  CommitResult,
  FileDiff,
  RepositoryDiff,
  RepositoryId,
  WorkspaceId,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  audit: Audit
  workspaces: WorkspaceService
}

/** What changed in a workspace, and committing it: asked of the node that holds the worktrees. */
export class ReviewService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  diff(reference: string): Promise<RepositoryDiff[]> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#deps.workspaces
      .link(workspace)
      .call((client) => client.git.diff({ workspaceId: workspace.id }))
  }

  file(workspaceId: WorkspaceId, repositoryId: RepositoryId, path: string): Promise<FileDiff> {
    const workspace = this.#deps.workspaces.find(workspaceId)
    return this.#deps.workspaces
      .link(workspace)
      .call((client) => client.git.file({ workspaceId, repositoryId, path }))
  }

  /** Commits one repository, or all that have changes. */
  commit(reference: string, message: string, repositoryId?: RepositoryId): Promise<CommitResult> {
    const workspace = this.#deps.workspaces.find(reference)
    const act = { what: 'git.commit', nodeId: workspace.nodeId, target: workspace.id }
    return this.#deps.audit.record(act, () =>
      this.#deps.workspaces
        .link(workspace)
        .call((client) =>
          client.git.commit({ workspaceId: workspace.id, message, repositoryId: repositoryId ?? null }),
        ),
    )
  }
}
