import { mkdirSync } from 'node:fs'
import {
  Failure,
  toFailure,
  type Backup,
  type DeletionImpact,
  type Event,
  type Workspace,
  type WorkspaceDeleted,
  type WorkspaceId,
} from '../../contracts/index.ts'
import { gitMessage } from '../git/index.ts'
import type { Change } from '../store/index.ts'
import { deleteFolders, deletionImpact } from './delete.ts'
import type { WorkspaceDeps } from './deps.ts'
import { changeWorkspace, moveWorkspace } from './moves.ts'
import { freeName } from './names.ts'
import { planWorkspace, type CreateWorkspace } from './plan.ts'
import { makeWorktrees, missingWorktrees, undoCreation } from './worktrees.ts'

/** All workspaces of the node. Every public method throws a Failure for what can be expected. */
export class WorkspaceService {
  readonly #deps: WorkspaceDeps
  /** Creations under way, so that a retry with the same id waits for the first. */
  readonly #creating = new Map<WorkspaceId, Promise<Workspace>>()

  constructor(deps: WorkspaceDeps) {
    this.#deps = deps
    mkdirSync(deps.root, { recursive: true, mode: 0o700 })
  }

  /** All or nothing (rule 4); with the id of an existing workspace returns that one (rule 7). */
  create(request: CreateWorkspace): Promise<Workspace> {
    const underWay = this.#creating.get(request.id)
    if (underWay) return underWay
    const existing = this.#deps.store.workspaces.get(request.id)
    if (existing) return Promise.resolve(existing)
    const creating = this.#create(request).finally(() => this.#creating.delete(request.id))
    this.#creating.set(request.id, creating)
    return creating
  }

  get(id: WorkspaceId): Workspace {
    const workspace = this.#deps.store.workspaces.get(id)
    if (!workspace || workspace.status === 'deleted')
      throw new Failure('workspace_not_found', `There is no workspace ${id}`)
    return workspace
  }

  /** The workspace when it is running; throws workspace_not_running otherwise. */
  running(id: WorkspaceId): Workspace {
    const workspace = this.get(id)
    if (workspace.status !== 'running')
      throw new Failure('workspace_not_running', `Workspace ${workspace.name} is ${workspace.status}`, {
        hint: workspace.status === 'stopped' ? 'Restart it first.' : 'Look at its events for what happened.',
      })
    return workspace
  }

  list(): Workspace[] {
    return this.#deps.store.workspaces.list()
  }

  rename(id: WorkspaceId, name: string): Workspace {
    const { store, clock } = this.#deps
    return store.change((change) => {
      const workspace = this.get(id)
      if (workspace.name === name) return workspace
      const same = workspace.name.toLowerCase() === name.toLowerCase()
      const renamed = { ...workspace, name: same ? name : freeName(store, name) }
      return this.#put(change, changeWorkspace(renamed, clock.now()))
    })
  }

  /** Ends every process and session; every file and the configuration stay. */
  async stop(id: WorkspaceId): Promise<Workspace> {
    if (this.get(id).status === 'stopped') return this.get(id)
    this.#move(id, 'stopping')
    await this.#endProcesses(id)
    return this.#move(id, 'stopped')
  }

  /** Makes a stopped workspace usable again. Old sessions are not revived, and the event says so. */
  async restart(id: WorkspaceId): Promise<Workspace> {
    const workspace = this.get(id)
    if (workspace.status === 'running') await this.stop(id)
    this.#move(id, 'creating')
    const missing = missingWorktrees(workspace)
    if (missing.length > 0) return this.#fail(id, gone(missing.map((entry) => entry.worktree)))
    const sessions = this.#deps.store.sessions.listIn(id).length
    const said = sessions > 0 ? `, ${sessions} earlier sessions stay stopped: start new ones` : ''
    return this.#move(id, 'running', null, { type: 'workspace.restarted', message: `Restarted${said}` })
  }

  deletionImpact(id: WorkspaceId): Promise<DeletionImpact> {
    return deletionImpact(this.#deps, this.get(id))
  }

  /** Ends processes, saves uncommitted work (rule 1), removes managed folders (rule 2). Branches stay. */
  async delete(id: WorkspaceId): Promise<WorkspaceDeleted> {
    const before = this.get(id)
    this.#move(id, 'deleting')
    try {
      await this.#endProcesses(id)
      const { deleted, kept } = await deleteFolders(this.#deps, before, (backups) => this.#tellBackups(id, backups))
      const message = kept ? `Deleted; files beside the worktrees were moved to ${kept}` : 'Deleted; its branches stay'
      this.#move(id, 'deleted', null, { type: 'workspace.deleted', message })
      return deleted
    } catch (error) {
      const failure = toFailure(error)
      this.#move(id, 'error', failure.toJSON(), { type: 'workspace.delete_failed', message: failure.message, level: 'error' })
      throw failure
    }
  }

  /** Puts in order what a dead daemon left. Deletes nothing that could hold work. */
  async reconcile(): Promise<void> {
    for (const workspace of this.list()) {
      const { id, status } = workspace
      if (status === 'creating' || status === 'pending') {
        await undoCreation(this.#deps, workspace).catch((error: unknown) =>
          this.#deps.log.error({ err: error, workspace: id }, 'an interrupted creation could not be undone'),
        )
        this.#move(id, 'error', interrupted('Creating'))
      } else if (status === 'stopping') this.#move(id, 'stopped')
      else if (status === 'deleting') this.#move(id, 'error', interrupted('Deleting'))
      else if (status === 'running') {
        const missing = missingWorktrees(workspace)
        if (missing.length > 0) this.#fail(id, gone(missing.map((entry) => entry.worktree)))
      }
    }
  }

  async #create(request: CreateWorkspace): Promise<Workspace> {
    const { store, clock, limits, nodeId } = this.#deps
    const count = this.list().length
    if (count >= limits.workspacesPerNode)
      throw new Failure('limit_reached', `This machine has ${count} workspaces, the most allowed`, {
        hint: 'Delete one, or raise the limit in the settings.',
      })
    const plan = await planWorkspace(this.#deps, request)
    const now = clock.now()
    const workspace = store.change((change) =>
      this.#put(change, {
        ...plan,
        id: request.id,
        projectId: request.projectId,
        nodeId,
        name: freeName(store, request.name),
        status: 'creating',
        error: null,
        prompt: request.prompt,
        archived: false,
        pinned: false,
        createdAt: now,
        updatedAt: now,
        revision: 1,
      }),
    )
    try {
      await makeWorktrees(this.#deps, workspace)
    } catch (error) {
      const failure =
        error instanceof Failure
          ? error
          : new Failure('worktree_failed', `The workspace was not made: ${gitMessage(error)}`, {
              hint: 'Everything made so far was undone.',
              cause: error,
            })
      this.#fail(workspace.id, failure)
      throw failure
    }
    return this.#move(workspace.id, 'running', null, {
      type: 'workspace.created',
      message: `Created on branch ${workspace.branch}`,
    })
  }

  async #endProcesses(id: WorkspaceId): Promise<void> {
    await Promise.all([this.#deps.sessions.stopAllIn(id), this.#deps.terminals.stopAllIn(id)])
  }

  #fail(id: WorkspaceId, failure: Failure): Workspace {
    return this.#move(id, 'error', failure.toJSON(), { type: 'workspace.failed', message: failure.message, level: 'error' })
  }

  #move(
    id: WorkspaceId,
    status: Workspace['status'],
    error: Workspace['error'] = null,
    event?: Pick<Event, 'type' | 'message'> & Partial<Event>,
  ): Workspace {
    const { store, clock } = this.#deps
    return store.change((change) => {
      const moved = this.#put(change, moveWorkspace(this.get(id), status, clock.now(), error))
      if (event) this.#tellEvent(change, id, event)
      return moved
    })
  }

  #put(change: Change, workspace: Workspace): Workspace {
    this.#deps.store.workspaces.put(workspace)
    change.tell({ type: 'workspace', entity: workspace })
    return workspace
  }

  #tellEvent(change: Change, workspaceId: WorkspaceId, event: Pick<Event, 'type' | 'message'> & Partial<Event>): void {
    const { newId, clock } = this.#deps
    const base = { id: newId('event'), workspaceId, level: 'info' as const, details: {}, createdAt: clock.now() }
    change.tell({ type: 'event', entity: { ...base, ...event } })
  }

  #tellBackups(workspaceId: WorkspaceId, backups: readonly Backup[]): void {
    this.#deps.store.change((change) => {
      for (const backup of backups) {
        change.tell({ type: 'backup', entity: { ...backup, workspaceId, createdAt: this.#deps.clock.now() } })
        this.#tellEvent(change, workspaceId, {
          type: 'workspace.backed_up',
          level: 'warning',
          message: `${backup.files} uncommitted files of ${backup.repository} were saved. Get them back: ${backup.restore}`,
          details: { ref: backup.ref, commit: backup.commit },
        })
      }
    })
  }
}

const gone = (folders: readonly string[]): Failure =>
  new Failure('worktree_failed', `The worktree ${folders.join(', ')} is gone`, {
    hint: 'Its branch and commits are in the repository. Delete the workspace and create one from that branch.',
  })

const interrupted = (act: string): Workspace['error'] =>
  new Failure('worktree_failed', `${act} was interrupted: the node agent ended`, { hint: 'Try it again.' }).toJSON()
