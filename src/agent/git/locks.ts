import type { Clock } from '../../base/index.ts'
import { Failure } from '../../contracts/index.ts'

interface Waiting {
  ref: string | null
  start(): void
}

/** Who holds one repository: any number of different refs, or one exclusive holder (`null`). */
interface Queue {
  held: (string | null)[]
  waiting: Waiting[]
}

/** Tells the queue of a repository's list of worktrees from its own; no path holds it. */
const listSuffix = '\0worktrees'

/**
 * Locks of repositories by their path. Commands that change one ref run side by side with those of other refs and
 * in order with their own; exclusive ones run alone. First come, first served, so an exclusive one is not starved.
 * Reading takes no lock.
 */
export class RepositoryLocks {
  readonly #clock: Clock
  readonly #queues = new Map<string, Queue>()
  readonly #waitMs: () => { ref: number; exclusive: number }

  constructor(clock: Clock, waitMs: () => { ref: number; exclusive: number }) {
    this.#clock = clock
    this.#waitMs = waitMs
  }

  /** Runs `work` while holding `ref`. Throws branch_lock_timeout. */
  withRef<Result>(repository: string, ref: string, work: () => Promise<Result>): Promise<Result> {
    return this.#with(repository, ref, work)
  }

  /**
   * Runs `work` while no other changes the repository's list of worktrees: git reads half-written entries of one
   * `worktree add` in another and fails. May be asked for while holding a ref, never the other way round.
   * Throws exclusive_lock_timeout.
   */
  withWorktreeList<Result>(repository: string, work: () => Promise<Result>): Promise<Result> {
    // A queue of its own: in the repository's one it would wait behind those who wait for the ref we hold.
    return this.#with(repository + listSuffix, null, work)
  }

  /** Runs `work` alone in the repository. Throws exclusive_lock_timeout. */
  withExclusive<Result>(repository: string, work: () => Promise<Result>): Promise<Result> {
    return this.#with(repository, null, work)
  }

  async #with<Result>(repository: string, ref: string | null, work: () => Promise<Result>): Promise<Result> {
    await this.#acquire(repository, ref)
    try {
      return await work()
    } finally {
      this.#release(repository, ref)
    }
  }

  #acquire(repository: string, ref: string | null): Promise<void> {
    const queue = this.#queues.get(repository) ?? { held: [], waiting: [] }
    this.#queues.set(repository, queue)
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        ref,
        start() {
          cancel()
          resolve()
        },
      }
      const cancel = this.#clock.after(ref === null ? this.#waitMs().exclusive : this.#waitMs().ref, () => {
        queue.waiting = queue.waiting.filter((entry) => entry !== waiting)
        reject(timedOut(repository.replace(listSuffix, ''), ref))
        this.#advance(repository)
      })
      queue.waiting.push(waiting)
      this.#advance(repository)
    })
  }

  #release(repository: string, ref: string | null): void {
    const queue = this.#queues.get(repository)
    const index = queue?.held.indexOf(ref) ?? -1
    if (!queue || index < 0) throw new Error(`${repository} is not locked`)
    queue.held.splice(index, 1)
    this.#advance(repository)
  }

  #advance(repository: string): void {
    const queue = this.#queues.get(repository)
    if (!queue) return
    for (let next = queue.waiting[0]; next && compatible(queue.held, next.ref); next = queue.waiting[0]) {
      queue.waiting.shift()
      queue.held.push(next.ref)
      next.start()
    }
    if (queue.held.length === 0 && queue.waiting.length === 0) this.#queues.delete(repository)
  }
}

const compatible = (held: readonly (string | null)[], ref: string | null): boolean =>
  ref === null ? held.length === 0 : !held.includes(null) && !held.includes(ref)

const timedOut = (repository: string, ref: string | null): Failure =>
  ref === null
    ? new Failure('exclusive_lock_timeout', `${repository} stayed busy`, {
        hint: 'Try again when its git commands are done.',
      })
    : new Failure('branch_lock_timeout', `Branch ${ref} of ${repository} stayed busy`, {
        hint: 'Try again when the command on it is done.',
      })
