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
        reject(timedOut(repository, ref))
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
