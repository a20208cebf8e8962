import type { Clock } from '../../base/index.ts'
import {
  Failure,
  type GitActKind,
  type RunningGitAct,
  type Workspace,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { LiveGit } from './live-git.ts'

interface Running {
  abort: AbortController
  startedAt: number
  ended: Promise<unknown>
}

/** The git acts under way: one at a time in a workspace, each with how to end it. */
export class RunningActs {
  readonly #clock: Clock
  readonly #live: LiveGit
  readonly #running = new Map<WorkspaceId, Running>()

  constructor(clock: Clock, live: LiveGit) {
    this.#clock = clock
    this.#live = live
  }

  /** Runs `work` while no other act runs in the workspace. Throws `git_act_running`. */
  async alone<Result>(
    workspace: Workspace,
    kind: GitActKind,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    if (this.#running.has(workspace.id))
      throw new Failure('git_act_running', `Another git act is under way in workspace "${workspace.name}"`, {
        hint: 'Wait for it, or cancel it.',
      })
    const abort = new AbortController()
    const startedAt = this.#clock.now()
    const result = (async () => work(abort.signal))()
    const ended = result.catch(() => undefined)
    this.#running.set(workspace.id, { abort, startedAt, ended })
    this.tell(workspace.id, { kind, repository: '', phase: 'Checking' })
    try {
      return await result
    } finally {
      this.#running.delete(workspace.id)
      this.#live.setAct(workspace.id, null)
      // Also while nobody watches: whoever asked finds the picture already changed.
      await this.#live.read(workspace).catch(() => undefined)
    }
  }

  tell(
    id: WorkspaceId,
    act: Pick<RunningGitAct, 'kind' | 'repository' | 'phase'> & { percent?: number | null },
  ): void {
    const running = this.#running.get(id)
    if (running) this.#live.setAct(id, { percent: null, ...act, startedAt: running.startedAt })
  }

  async cancel(id: WorkspaceId): Promise<{ cancelled: boolean }> {
    const running = this.#running.get(id)
    running?.abort.abort()
    await running?.ended
    return { cancelled: running !== undefined }
  }

  /** Ends them all; resolves when they have ended. */
  async cancelAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.cancel(id)))
  }
}
