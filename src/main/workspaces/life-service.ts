import type { RepositoryStatus, Workspace, WorkspaceChoices, WorkspaceId } from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentClient, AgentLink } from '../nodes/index.ts'
import type { Store } from '../store/index.ts'

interface Deps {
  store: Store
  audit: Audit
  workspaces: { find(reference: string): Workspace; link(workspace: Workspace): AgentLink }
}

/** What becomes of workspaces after they were made: `workspace.*` of the app contract that no other serves. */
export class WorkspaceLife {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  configure(reference: string, choices: WorkspaceChoices): Promise<Workspace> {
    const { pinned } = choices
    const what = pinned === undefined ? 'workspace.configure' : pinned ? 'workspace.pin' : 'workspace.unpin'
    return this.#command(what, reference, (client, workspaceId) =>
      client.workspace.configure({ workspaceId, ...choices }),
    )
  }

  repositoryStatus(reference: string): Promise<RepositoryStatus[]> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#deps.workspaces
      .link(workspace)
      .call((client) => client.workspace.repositoryStatus({ workspaceId: workspace.id }))
  }

  /** An act on a workspace, audited; the picture has changed when it returns. */
  #command(
    what: string,
    reference: string,
    work: (client: AgentClient, id: WorkspaceId) => Promise<{ entity: Workspace; journalSeq: number }>,
  ): Promise<Workspace> {
    const { workspaces, audit, store } = this.#deps
    const workspace = workspaces.find(reference)
    const act = { what, nodeId: workspace.nodeId, target: workspace.id }
    return audit.record(act, async () => {
      const entity = await workspaces.link(workspace).command((client) => work(client, workspace.id))
      return store.read.workspaces.get(workspace.id) ?? entity
    })
  }
}
