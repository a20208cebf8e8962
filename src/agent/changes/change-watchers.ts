import type { Scope } from '../../base/index.ts'
import type { ChangeSummary, Workspace, WorkspaceId } from '../../contracts/index.ts'
import type { ChangeDeps } from './deps.ts'
import { WorkspaceChanges } from './workspace-changes.ts'

/** Change summaries of all workspaces with files. Worktrees are watched only while somebody follows. */
export class ChangeWatchers {
  readonly #deps: ChangeDeps
  readonly #watched = new Map<WorkspaceId, WorkspaceChanges>()
  readonly #summaries = new Map<WorkspaceId, ChangeSummary>()
  readonly #closing = new Set<Promise<void>>()
  #followers = 0

  constructor(deps: ChangeDeps, scope: Scope) {
    this.#deps = deps
    void this.#follow(scope.signal)
    scope.add(async () => {
      this.#stopAll()
      await Promise.all(this.#closing)
    })
  }

  /** The newest summary of each workspace; after a pause without followers they are brought up to date at once. */
  summaries(): ChangeSummary[] {
    return [...this.#summaries.values()]
  }

  /** Version of the newest summary while the workspace is watched; null when it is not, or not looked at yet. */
  version(id: WorkspaceId): number | null {
    return this.#watched.has(id) ? (this.#summaries.get(id)?.version ?? null) : null
  }

  /** Somebody wants to know. Returns how to let go. */
  follow(): () => void {
    if (this.#followers++ === 0)
      for (const workspace of this.#deps.store.workspaces.list()) this.#update(workspace)
    let released = false
    return () => {
      if (released) return
      released = true
      if (--this.#followers === 0) this.#stopAll()
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    for await (const { entry } of this.#deps.store.appended.subscribe(signal)) {
      if (signal.aborted) return
      if (entry.type === 'workspace') this.#update(entry.entity)
    }
  }

  #update(workspace: Workspace): void {
    const { id, status } = workspace
    const watched = this.#watched.get(id)
    if (status === 'deleted') this.#summaries.delete(id)
    const wanted = this.#followers > 0 && (status === 'running' || status === 'stopped')
    if (wanted === (watched !== undefined)) return
    if (watched) this.#stop(id, watched)
    else this.#watched.set(id, this.#start(workspace))
  }

  #start(workspace: Workspace): WorkspaceChanges {
    const version = this.#summaries.get(workspace.id)?.version ?? 0
    return new WorkspaceChanges(this.#deps, workspace, version, (summary) => {
      this.#summaries.set(summary.workspaceId, summary)
      this.#deps.live.publish({ type: 'changes', summary })
    })
  }

  #stop(id: WorkspaceId, watched: WorkspaceChanges): void {
    this.#watched.delete(id)
    const closing = watched.close()
    this.#closing.add(closing)
    void closing.finally(() => this.#closing.delete(closing))
  }

  #stopAll(): void {
    for (const [id, watched] of this.#watched) this.#stop(id, watched)
  }
}
