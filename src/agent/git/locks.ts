import type { Clock } from '../../base/index.ts'
import { Failure } from '../../contracts/index.ts'
import { LockQueue, type LockedRef, type LockRequest } from './lock-queue.ts'

/** How long is waited for a lock, and how long one is held at most; milliseconds. */
export interface LockTimes {
  ref: number
  exclusive: number
  hold: number
}

export interface LockOptions {
  /** Nobody waits for it: what a person asked for goes first. */
  background?: boolean
  /** The caller is gone: it waits no longer, and work that has begun is told. */
  signal?: AbortSignal
}

/** Work that is told to stop has this long to do so; then its lock is free all the same. */
const stopMs = 10_000

/** Tells the queue of a repository's list of worktrees from its own; no path holds it. */
const listSuffix = '\0worktrees'

/** `signal` is aborted when the work is to stop: its caller is gone, or it takes too long. */
type Work<Result> = (signal: AbortSignal) => Promise<Result>

/**
 * Locks of repositories by their path, in three levels. Reading and `git add` take none and never wait. Commands that
 * change one ref run side by side with those of other refs and in order with their own. Exclusive ones (fetch, gc,
 * push, rebase, merge) run alone. A lock is free again when its work is over, whichever way, or was given up.
 */
export class RepositoryLocks {
  readonly #clock: Clock
  readonly #queues = new Map<string, LockQueue>()
  readonly #times: () => LockTimes

  constructor(clock: Clock, times: () => LockTimes) {
    this.#clock = clock
    this.#times = times
  }

  /** Runs `work` while holding `ref`. Throws branch_lock_timeout. */
  withRef<Result>(
    repository: string,
    ref: string,
    work: Work<Result>,
    options?: LockOptions,
  ): Promise<Result> {
    return this.#with(repository, ref, work, options)
  }

  /**
   * Runs `work` while no other changes the repository's list of worktrees: git reads half-written entries of one
   * `worktree add` in another and fails. May be asked for while holding a ref, never the other way round.
   * Throws exclusive_lock_timeout.
   */
  withWorktreeList<Result>(repository: string, work: Work<Result>, options?: LockOptions): Promise<Result> {
    // A queue of its own: in the repository's one it would wait behind those who wait for the ref we hold.
    return this.#with(repository + listSuffix, null, work, options)
  }

  /** Runs `work` alone in the repository. Throws exclusive_lock_timeout. */
  withExclusive<Result>(repository: string, work: Work<Result>, options?: LockOptions): Promise<Result> {
    return this.#with(repository, null, work, options)
  }

  /** Whether the app itself changes this branch, or anything in the repository, right now. */
  isHeld(repository: string, ref: string): boolean {
    const queue = this.#queues.get(repository)
    return queue !== undefined && (queue.holds(null) || queue.holds(ref))
  }

  async #with<Result>(
    key: string,
    ref: LockedRef,
    work: Work<Result>,
    options: LockOptions = {},
  ): Promise<Result> {
    const queue = this.#queues.get(key) ?? new LockQueue()
    this.#queues.set(key, queue)
    try {
      await this.#acquire(queue, key, ref, options)
      try {
        return await this.#hold(key, ref, work, options.signal)
      } finally {
        queue.release(ref)
      }
    } finally {
      if (queue.isEmpty && this.#queues.get(key) === queue) this.#queues.delete(key)
    }
  }

  #acquire(
    queue: LockQueue,
    key: string,
    ref: LockedRef,
    { background = false, signal }: LockOptions,
  ): Promise<void> {
    const times = this.#times()
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortReason(signal))
      const settle = (): void => {
        cancel()
        signal?.removeEventListener('abort', onAbort)
      }
      const giveUp = (why: () => unknown): void => {
        settle()
        if (queue.withdraw(request)) reject(why())
      }
      const onAbort = (): void => giveUp(() => abortReason(signal))
      const request: LockRequest = {
        ref,
        background,
        start() {
          settle()
          resolve()
        },
      }
      const cancel = this.#clock.after(ref === null ? times.exclusive : times.ref, () =>
        giveUp(() => timedOut(nameOf(key), ref)),
      )
      signal?.addEventListener('abort', onAbort, { once: true })
      queue.add(request)
    })
  }

  /** Runs the work; one that does not settle is told to stop and then left to itself. */
  #hold<Result>(
    key: string,
    ref: LockedRef,
    work: Work<Result>,
    caller: AbortSignal | undefined,
  ): Promise<Result> {
    const abort = new AbortController()
    return new Promise((resolve, reject) => {
      if (caller?.aborted) return reject(abortReason(caller))
      let cancel = (): void => undefined
      const settle = (): void => {
        cancel()
        caller?.removeEventListener('abort', onAbort)
      }
      const stop = (reason: unknown): void => {
        cancel()
        cancel = this.#clock.after(stopMs, () => {
          settle()
          reject(reason)
        })
        abort.abort(reason)
      }
      const onAbort = (): void => stop(abortReason(caller))
      cancel = this.#clock.after(this.#times().hold, () => stop(tooLong(nameOf(key), ref)))
      caller?.addEventListener('abort', onAbort, { once: true })
      void (async () => work(abort.signal))().then(resolve, reject).finally(settle)
    })
  }
}

const nameOf = (key: string): string => key.replace(listSuffix, '')

const abortReason = (signal: AbortSignal | undefined): unknown =>
  signal?.reason ?? new DOMException('The caller is gone', 'AbortError')

const timedOut = (repository: string, ref: LockedRef): Failure =>
  ref === null
    ? new Failure('exclusive_lock_timeout', `${repository} stayed busy`, {
        hint: 'Try again when its git commands are done.',
      })
    : new Failure('branch_lock_timeout', `Branch ${ref} of ${repository} stayed busy`, {
        hint: 'Try again when the command on it is done.',
      })

const tooLong = (repository: string, ref: LockedRef): Failure =>
  new Failure(
    ref === null ? 'exclusive_lock_timeout' : 'branch_lock_timeout',
    `A git command in ${repository} took too long and was given up`,
    { hint: 'Look at the state of the repository before trying again.' },
  )
