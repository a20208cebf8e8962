import {
  baseScope,
  type CommitResult,
  type FileDiff,
  type RepositoryId,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentClient } from '../nodes/index.ts'
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

  /** Asks the node that holds the workspace; nothing is changed there but what the user has seen. */
  look<Answer>(
    reference: string,
    ask: (client: AgentClient, workspaceId: WorkspaceId) => Promise<Answer>,
  ): Promise<Answer> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#deps.workspaces.link(workspace).call((client) => ask(client, workspace.id))
  }

  /** Both sides of a file against the base. Throws `repository_not_found`, `invalid_input` when it did not change. */
  file(workspaceId: WorkspaceId, repositoryId: RepositoryId, path: string): Promise<FileDiff> {
    const place = { workspaceId, repositoryId, path, oldPath: null, scope: baseScope }
    return this.look(workspaceId, (client) => client.git.file(place))
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
