import type { Clock, Logger, Scope } from '../../base/index.ts'
import type {
  LiveUpdate,
  RunningGitAct,
  Workspace,
  WorkspaceGit,
  WorkspaceId,
} from '../../contracts/index.ts'
import type { GitAt } from '../git/index.ts'
import type { LiveHub } from '../journal/index.ts'
import { readRepositoryGit } from './repository-git.ts'
import { RefsWatch } from './refs-watch.ts'

/** What changes together is looked at together. */
const settleMs = 120

export interface LiveGitDeps {
  gitAt: GitAt
  live: LiveHub
  clock: Clock
  log: Logger
  workspaces(): Workspace[]
}

/** Where the branches of all workspaces stand, kept up to date while somebody follows; never asks a remote. */
export class LiveGit {
  readonly #deps: LiveGitDeps
  readonly #states = new Map<WorkspaceId, WorkspaceGit>()
  readonly #acts = new Map<WorkspaceId, RunningGitAct>()
  readonly #watches = new Map<WorkspaceId, RefsWatch>()
  readonly #waiting = new Map<WorkspaceId, () => void>()
  readonly #looking = new Set<Promise<void>>()
  #followers = 0

  constructor(deps: LiveGitDeps, scope: Scope) {
    this.#deps = deps
    void this.#listen(scope.signal)
    scope.add(async () => {
      this.#followers = 0
      this.#stopAll()
      await Promise.all(this.#looking)
    })
  }

  /** The states as they stand, of what has been looked at. */
  states(): WorkspaceGit[] {
    return [...this.#states.values()]
  }

  /** Somebody wants to know. Returns how to let go. */
  follow(): () => void {
    this.#followers++
    for (const workspace of this.#deps.workspaces()) this.#watch(workspace)
    let released = false
    return () => {
      if (released) return
      released = true
      if (--this.#followers === 0) this.#stopAll()
    }
  }

  /** Looks now, and tells everybody where something changed. */
  async read(workspace: Workspace): Promise<WorkspaceGit> {
    const repositories = await Promise.all(
      workspace.repositories.map(async (repository) => {
        const {
          settings: _settings,
          gitFolder: _gitFolder,
          ...state
        } = await readRepositoryGit(this.#deps.gitAt(repository.worktree), repository)
        return state
      }),
    )
    return this.#put(workspace.id, { repositories })
  }

  /** What is being done to a workspace; null when nothing is any more. */
  setAct(id: WorkspaceId, act: RunningGitAct | null): void {
    if (act === null) this.#acts.delete(id)
    else this.#acts.set(id, act)
    const known = this.#states.get(id)
    if (known) this.#put(id, known)
  }

  #put(id: WorkspaceId, { repositories }: Pick<WorkspaceGit, 'repositories'>): WorkspaceGit {
    const known = this.#states.get(id)
    const act = this.#acts.get(id) ?? null
    const same = JSON.stringify({ repositories, act })
    if (known && JSON.stringify({ repositories: known.repositories, act: known.act }) === same) return known
    // By the clock, so that it also grows over a restart of the daemon.
    const version = Math.max((known?.version ?? 0) + 1, this.#deps.clock.now())
    const state: WorkspaceGit = { workspaceId: id, version, repositories, act }
    this.#states.set(id, state)
    this.#deps.live.publish({ type: 'git', state })
    return state
  }

  /** Files that changed are seen by those who watch the worktrees; here they only make us count again. */
  async #listen(signal: AbortSignal): Promise<void> {
    for await (const update of this.#deps.live.subscribe(signal)) {
      if (signal.aborted) return
      this.#heard(update)
    }
  }

  #heard(update: LiveUpdate): void {
    if (update.type !== 'changes' || this.#followers === 0) return
    const workspace = this.#deps.workspaces().find(({ id }) => id === update.summary.workspaceId)
    if (!workspace) return
    this.#watch(workspace)
    this.#schedule(workspace.id)
  }

  #watch(workspace: Workspace): void {
    if (this.#watches.has(workspace.id) || !['running', 'stopped'].includes(workspace.status)) return
    const watch = new RefsWatch(
      workspace.repositories.map(({ worktree }) => this.#deps.gitAt(worktree)),
      () => this.#schedule(workspace.id),
      (error) =>
        this.#deps.log.warn({ err: error, workspace: workspace.id }, 'the git folder cannot be watched'),
    )
    this.#watches.set(workspace.id, watch)
    this.#schedule(workspace.id)
  }

  #schedule(id: WorkspaceId): void {
    if (this.#waiting.has(id)) return
    const cancel = this.#deps.clock.after(settleMs, () => {
      this.#waiting.delete(id)
      const look = this.#look(id)
      this.#looking.add(look)
      void look.finally(() => this.#looking.delete(look))
    })
    this.#waiting.set(id, cancel)
  }

  async #look(id: WorkspaceId): Promise<void> {
    const workspace = this.#deps.workspaces().find((one) => one.id === id)
    if (!workspace || !['running', 'stopped'].includes(workspace.status)) return this.#forget(id)
    try {
      await this.#watches.get(id)?.refresh()
      await this.read(workspace)
    } catch (error) {
      // The worktree is being removed, or git is in the middle of something: the next change looks again.
      this.#deps.log.debug({ err: error, workspace: id }, 'branches could not be read')
    }
  }

  #forget(id: WorkspaceId): void {
    this.#watches.get(id)?.close()
    this.#watches.delete(id)
    this.#states.delete(id)
  }

  #stopAll(): void {
    for (const cancel of this.#waiting.values()) cancel()
    this.#waiting.clear()
    for (const watch of this.#watches.values()) watch.close()
    this.#watches.clear()
  }
}
