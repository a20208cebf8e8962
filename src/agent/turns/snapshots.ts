import type { Clock, Logger } from '../../base/index.ts'
import {
  Failure,
  type Limits,
  type RepositoryId,
  type RepositoryState,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { takeSnapshot, type GitAt } from '../git/index.ts'

interface Deps {
  gitAt: GitAt
  clock: Clock
  limits: () => Limits
  log: Logger
  repositories(id: WorkspaceId): readonly WorkspaceRepository[]
}

/** Records what the worktrees of a workspace hold, one look at a time in each workspace. */
export class Snapshots {
  readonly #deps: Deps
  readonly #queues = new Map<WorkspaceId, Promise<unknown>>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The state of each repository that could be recorded within `snapshotMs`; the log tells of the others. */
  async take(id: WorkspaceId): Promise<Map<RepositoryId, RepositoryState>> {
    const { clock, limits, log } = this.#deps
    const states = new Map<RepositoryId, RepositoryState>()
    const all = this.#alone(id, () =>
      Promise.all(
        this.#deps.repositories(id).map(async ({ repositoryId, worktree }) => {
          try {
            states.set(repositoryId, await takeSnapshot(this.#deps.gitAt(worktree), id))
          } catch (error) {
            log.warn({ err: error, worktree }, 'a worktree could not be recorded')
          }
        }),
      ),
    )
    let stop: (() => void) | undefined
    const late = new Promise<void>((resolve) => {
      stop = clock.after(limits().snapshotMs, () => {
        log.warn({ workspace: id }, 'recording the worktrees took too long')
        resolve()
      })
    })
    await Promise.race([all, late])
    stop?.()
    return new Map(states)
  }

  /** As `take`, of one repository. Throws `worktree_failed`. */
  async of(id: WorkspaceId, { worktree, name }: WorkspaceRepository): Promise<RepositoryState> {
    try {
      return await this.#alone(id, () => takeSnapshot(this.#deps.gitAt(worktree), id))
    } catch (error) {
      throw new Failure('worktree_failed', `The worktree of ${name} could not be recorded`, {
        hint: 'Nothing was changed. The log file tells what git said.',
        cause: error,
      })
    }
  }

  /** Two at once would both build on the same one before. */
  #alone<Result>(id: WorkspaceId, work: () => Promise<Result>): Promise<Result> {
    const before = this.#queues.get(id) ?? Promise.resolve()
    const done = before.then(work, work)
    const settled = done
      .catch(() => undefined)
      .finally(() => {
        if (this.#queues.get(id) === settled) this.#queues.delete(id)
      })
    this.#queues.set(id, settled)
    return done
  }
}
