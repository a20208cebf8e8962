import {
  toFailure,
  type GitAct,
  type GitActCheck,
  type GitActResult,
  type GitOutcome,
  type PreCheckCode,
  type RepositoryConflicts,
  type RepositoryId,
  type ResolveWith,
  type Settings,
  type UndoPoint,
  type Workspace,
  type WorkspaceGit,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentClient } from '../nodes/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  audit: Audit
  workspaces: WorkspaceService
  settings: () => Settings
}

interface ActInput {
  workspace: string
  repositoryIds?: RepositoryId[] | undefined
  act: GitAct
}

interface OfRepository {
  workspace: string
  repositoryId: RepositoryId
}

/** Branches of workspaces and their remotes: asked of the node that holds the worktrees; every act is audited. */
export class RemotesService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  state(reference: string): Promise<WorkspaceGit> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#call(workspace, (client) => client.remotes.state({ workspaceId: workspace.id }))
  }

  check(input: ActInput): Promise<GitActCheck> {
    const workspace = this.#deps.workspaces.find(input.workspace)
    return this.#call(workspace, (client) => client.remotes.check(this.#toAgent(workspace, input)))
  }

  run({ confirmed, ...input }: ActInput & { confirmed: PreCheckCode[] }): Promise<GitActResult> {
    const workspace = this.#deps.workspaces.find(input.workspace)
    return this.#audited(
      `remotes.${input.act.kind}`,
      workspace,
      (client) => client.remotes.run({ ...this.#toAgent(workspace, input), confirmed }),
      ({ repositories }) => repositories,
    )
  }

  cancel(reference: string): Promise<{ cancelled: boolean }> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#call(workspace, (client) => client.remotes.cancel({ workspaceId: workspace.id }))
  }

  conflicts(reference: string): Promise<RepositoryConflicts[]> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#call(workspace, (client) => client.remotes.conflicts({ workspaceId: workspace.id }))
  }

  resolve({
    workspace: reference,
    ...input
  }: OfRepository & { path: string; with: ResolveWith }): Promise<RepositoryConflicts[]> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#audited('remotes.resolve', workspace, (client) =>
      client.remotes.resolve({ workspaceId: workspace.id, ...input }),
    )
  }

  continue({ workspace: reference, repositoryId }: OfRepository): Promise<GitOutcome> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#audited('remotes.continue', workspace, (client) =>
      client.remotes.continue({ workspaceId: workspace.id, repositoryId }),
    )
  }

  undo({ workspace: reference, ...input }: OfRepository & { point: UndoPoint }): Promise<GitOutcome> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#audited('remotes.undo', workspace, (client) =>
      client.remotes.undo({ workspaceId: workspace.id, ...input }),
    )
  }

  abort({ workspace: reference, repositoryId }: OfRepository): Promise<GitOutcome> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#audited('remotes.abort', workspace, (client) =>
      client.remotes.abort({ workspaceId: workspace.id, repositoryId }),
    )
  }

  #toAgent(workspace: Workspace, { repositoryIds, act }: ActInput) {
    const { protectedBranches } = this.#deps.settings()
    return { workspaceId: workspace.id, repositoryIds: repositoryIds ?? null, act, protectedBranches }
  }

  #call<Result>(workspace: Workspace, work: (client: AgentClient) => Promise<Result>): Promise<Result> {
    return this.#deps.workspaces.link(workspace).call(work)
  }

  /** The row says how the first repository that failed did so, though the answer tells of all of them. */
  async #audited<Result>(
    what: string,
    workspace: Workspace,
    work: (client: AgentClient) => Promise<Result>,
    outcomes: (result: Result) => readonly GitOutcome[] = () => [],
  ): Promise<Result> {
    const answer: { result?: Result } = {}
    try {
      return await this.#deps.audit.record(
        { what, nodeId: workspace.nodeId, target: workspace.id },
        async () => {
          const result = await this.#call(workspace, work)
          answer.result = result
          const failed = outcomes(result).find(({ failure }) => failure !== null)?.failure
          if (failed) throw toFailure({ ...failed, data: failed })
          return result
        },
      )
    } catch (error) {
      if (answer.result !== undefined) return answer.result
      throw error
    }
  }
}
