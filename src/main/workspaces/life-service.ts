import type { Clock, NewId } from '../../base/index.ts'
import {
  Failure,
  type ArchivedWorktrees,
  type CopyOf,
  type DiskSize,
  type MergedState,
  type RepositoryStatus,
  type Workspace,
  type WorkspaceChoices,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentClient, AgentLink } from '../nodes/index.ts'
import { reserveId, type Store } from '../store/index.ts'

interface Deps {
  store: Store
  audit: Audit
  clock: Clock
  newId: NewId
  workspaces: { find(reference: string): Workspace; link(workspace: Workspace): AgentLink }
}

interface CopyWorkspace {
  workspace: string
  name?: string | undefined
  branch?: string | undefined
  of: CopyOf
  idempotencyKey?: string | undefined
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
    return this.#look(reference, (client, workspaceId) => client.workspace.repositoryStatus({ workspaceId }))
  }

  /** Refused while a pull request is open: hosting services lose it with its branch. Throws `branch_conflict`. */
  async renameBranch(reference: string, branch: string): Promise<Workspace> {
    const workspace = this.#deps.workspaces.find(reference)
    const open = workspace.branch === branch ? undefined : this.#openPullRequest(workspace)
    if (open)
      throw new Failure('branch_conflict', `Branch ${workspace.branch} has an open pull request: ${open}`, {
        hint: 'Merge or close it first.',
        details: { branch: workspace.branch, pullRequest: open },
      })
    return this.#command('workspace.rename-branch', workspace.id, (client, workspaceId) =>
      client.workspace.renameBranch({ workspaceId, branch }),
    )
  }

  archive(reference: string, worktrees: ArchivedWorktrees): Promise<Workspace> {
    return this.#command('workspace.archive', reference, (client, workspaceId) =>
      client.workspace.archive({ workspaceId, worktrees }),
    )
  }

  unarchive(reference: string, newBranch: string | undefined): Promise<Workspace> {
    return this.#command('workspace.unarchive', reference, (client, workspaceId) =>
      client.workspace.unarchive({ workspaceId, newBranch: newBranch ?? null }),
    )
  }

  /** Audited as `workspace.duplicate`, or as `workspace.spin-off` where it takes or takes up work. */
  copy(input: CopyWorkspace): Promise<Workspace> {
    const { store, audit, workspaces, clock, newId } = this.#deps
    const origin = workspaces.find(input.workspace)
    const spinsOff = input.of.kind === 'turn' || (input.of.kind === 'uncommitted' && input.of.move)
    const what = spinsOff ? 'workspace.spin-off' : 'workspace.duplicate'
    return audit.record({ what, nodeId: origin.nodeId, target: origin.id }, async () => {
      const request = { operation: 'workspace.copy', key: input.idempotencyKey, at: clock.now() }
      const id = reserveId(store, request, () => newId('workspace'))
      const entity = await workspaces.link(origin).command((client) =>
        client.workspace.copy({
          workspaceId: origin.id,
          id,
          name: input.name ?? origin.name,
          branch: input.branch ?? `${origin.branch}-2`,
          branchPolicy: input.branch === undefined ? 'suffix' : 'unique',
          of: input.of,
        }),
      )
      return store.read.workspaces.get(id) ?? entity
    })
  }

  mergedState(reference: string): Promise<MergedState> {
    return this.#look(reference, (client, workspaceId) => client.workspace.mergedState({ workspaceId }))
  }

  /** Ends when `signal` says so. */
  size(reference: string, signal: AbortSignal | undefined): Promise<DiskSize> {
    return this.#look(reference, (client, workspaceId) =>
      client.workspace.size({ workspaceId }, signal ? { signal } : {}),
    )
  }

  #look<Result>(
    reference: string,
    work: (client: AgentClient, id: WorkspaceId) => Promise<Result>,
  ): Promise<Result> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#deps.workspaces.link(workspace).call((client) => work(client, workspace.id))
  }

  /** The address of an open pull request of its branch, as far as is known. */
  #openPullRequest({ id }: Workspace): string | undefined {
    return this.#deps.store.read.pullRequests.list(id).find(({ state }) => state === 'open')?.url
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
