import {
  Failure,
  type DeletedBranches,
  type DeletionImpact,
  type Workspace,
  type WorkspaceDeleted,
  type WorkspaceId,
} from '../../contracts/index.ts'
import { createWorkspace } from './create.ts'
import { deleteWorkspace, deletionImpact } from './delete.ts'
import type { WorkspaceDeps } from './deps.ts'
import type { CreateWorkspace } from './plan.ts'
import { WorkspaceLife } from './life.ts'
import { Once } from './once.ts'
import { missingFolder } from './missing-folder.ts'
import { reconcileWorkspaces } from './reconcile.ts'
import { WorkspaceRecords } from './records.ts'

/** The node's workspaces: `workspace.*` of the agent contract, entity only. */
export class WorkspaceService {
  /** What becomes of them after they were made. */
  readonly life: WorkspaceLife
  readonly #deps: WorkspaceDeps
  readonly #records: WorkspaceRecords
  readonly #reserved = new Map<string, Set<string>>()
  readonly #creating = new Map<WorkspaceId, Promise<Workspace>>()
  readonly #stopping = new Once<WorkspaceId, Workspace>()
  readonly #deleting = new Once<WorkspaceId, WorkspaceDeleted>()

  constructor(deps: WorkspaceDeps) {
    this.#deps = deps
    this.#records = new WorkspaceRecords(deps)
    this.life = new WorkspaceLife(deps, this.#records)
  }

  /** Call once, before serving. */
  reconcile(): Promise<void> {
    return reconcileWorkspaces(this.#deps, this.#records)
  }

  /** See `createWorkspace`. A retry with the same id gets the first result (rule 7). */
  create(request: CreateWorkspace): Promise<Workspace> {
    const under = this.#creating.get(request.id)
    if (under) return under
    const existing = this.#deps.store.workspaces.get(request.id)
    if (existing) return Promise.resolve(existing)
    const creating = createWorkspace(this.#deps, this.#records, this.#reserved, request).finally(() =>
      this.#creating.delete(request.id),
    )
    this.#creating.set(request.id, creating)
    return creating
  }

  /** The answer carries the name it really got. Throws `workspace_not_found`. */
  rename({ workspaceId, name }: { workspaceId: WorkspaceId; name: string }): Workspace {
    const workspace = this.#records.get(workspaceId)
    if (workspace.name === name) return workspace
    return this.#records.putNamed({
      ...workspace,
      name,
      updatedAt: this.#deps.clock.now(),
      revision: workspace.revision + 1,
    })
  }

  /**
   * Ends all sessions and terminals; files and configuration stay. A stopped one is returned as it is, and whoever
   * asks while it is being stopped waits for that.
   */
  stop(id: WorkspaceId): Promise<Workspace> {
    return this.#stopping.run(id, () => this.#stop(id))
  }

  async #stop(id: WorkspaceId): Promise<Workspace> {
    const workspace = this.#records.get(id)
    if (workspace.status === 'stopped') return workspace
    const stopping = this.#records.move(workspace, { to: 'stopping' })
    try {
      const hosts = this.#deps.hosts()
      await hosts.sessions.stopAllIn(id)
      await hosts.terminals.stopAllIn(id)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const failure = new Failure('internal', `Workspace "${workspace.name}" did not stop: ${reason}`, {
        hint: 'Restart it and try again; the log of the node agent has the details.',
        cause: error,
      })
      this.#records.fail(this.#records.get(stopping.id), failure)
      throw failure
    }
    // It may have been renamed while its processes were ending.
    return this.#records.move(
      this.#records.get(id),
      { to: 'stopped' },
      {
        level: 'info',
        type: 'workspace.stopped',
        message: 'Stopped. Its files, branch and transcripts are kept.',
      },
    )
  }

  /** Makes a stopped workspace, or one in `error` whose folder is there again, ready. A running one is returned. */
  async restart(id: WorkspaceId): Promise<Workspace> {
    const workspace = this.#records.get(id)
    if (workspace.status === 'running') return workspace
    if (workspace.archived || workspace.repositories.some(({ aside }) => aside !== null))
      throw new Failure('workspace_not_running', `Workspace "${workspace.name}" is archived`, {
        hint: 'Unarchive it first.',
      })
    const creating = this.#records.move(workspace, { to: 'creating', underWay: { kind: 'restart' } })
    const missing = await missingFolder(this.#deps, creating)
    if (missing) {
      this.#records.fail(this.#records.get(id), missing)
      throw missing
    }
    return this.#records.move(
      this.#records.get(id),
      { to: 'running' },
      {
        level: 'info',
        type: 'workspace.restarted',
        message: 'Restarted. Sessions from before are not revived; start a new one to go on.',
      },
    )
  }

  deletionImpact(id: WorkspaceId): Promise<DeletionImpact> {
    return deletionImpact(this.#deps, this.#records.get(id))
  }

  delete(id: WorkspaceId, branches: DeletedBranches): Promise<WorkspaceDeleted> {
    const existing = this.#deps.store.workspaces.get(id)
    // A retry of a deletion whose answer was lost: nothing is left to do.
    if (existing?.status === 'deleted') return Promise.resolve(alreadyDeleted(existing))
    return this.#deleting.run(id, () =>
      deleteWorkspace(this.#deps, this.#records, this.#records.get(id), branches),
    )
  }

  /** Where a running workspace's processes work. Throws `workspace_not_found`, `workspace_not_running`. */
  workspaceRoot(id: WorkspaceId): Workspace {
    const workspace = this.get(id)
    const { status, name } = workspace
    if (status !== 'running')
      throw new Failure('workspace_not_running', `Workspace "${name}" is ${status}`, {
        hint: 'Restart the workspace first.',
      })
    return workspace
  }

  /** Throws `workspace_not_found`. */
  get(id: WorkspaceId): Workspace {
    return this.#records.get(id)
  }

  list(): Workspace[] {
    return this.#deps.store.workspaces.list()
  }
}

const alreadyDeleted = (workspace: Workspace): WorkspaceDeleted => ({
  id: workspace.id,
  status: 'deleted',
  backups: [],
  branchesDeleted: [],
  branchesKept: workspace.repositories.map(({ name, branch }) => ({ repository: name, branch })),
})
