import type { Logger } from '../../base/index.ts'
import { Failure, toFailure } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'

/** More calls within one token's life than a healthy control plane makes. */
const mostNonces = 100_000
/** Expired rows are dropped this often, in uses. */
const pruneEvery = 1_000

/**
 * Nonces of tokens that are not expired yet, each good for one use. They are written down before the call they
 * stand for is carried out, so that a restart of the daemon opens no second chance.
 */
export class UsedNonces {
  /** Nonce → when its token expires, in milliseconds since the epoch; in order of use. */
  readonly #used: Map<string, number>
  readonly #store: AgentStore
  readonly #log: Logger
  #uses = 0

  constructor(store: AgentStore, log: Logger) {
    this.#store = store
    this.#log = log
    this.#used = new Map(store.nonces.all().map(({ nonce, expiresAt }) => [nonce, expiresAt]))
  }

  /** Throws `replayed_job` at a second use, `limit_reached` when too many are remembered to be sure. */
  use(nonce: string, expiresAt: number, now: number): void {
    for (const [old, end] of this.#used) {
      if (end > now) break
      this.#used.delete(old)
    }
    if (this.#used.has(nonce)) throw new Failure('replayed_job', 'This job token was used before')
    if (this.#used.size >= mostNonces) this.#dropExpired(now)
    if (this.#used.size >= mostNonces) throw new Failure('limit_reached', 'Too many calls within a minute')
    this.#used.set(nonce, expiresAt)
    this.#writeDown(nonce, expiresAt, now)
  }

  /** On a full disk memory has to do: what still works then reads, and must go on. */
  #writeDown(nonce: string, expiresAt: number, now: number): void {
    const prune = this.#uses++ % pruneEvery === 0
    try {
      this.#store.change(() => {
        if (prune) this.#store.nonces.dropExpired(now)
        this.#store.nonces.insert(nonce, expiresAt)
      })
    } catch (error) {
      if (toFailure(error).code !== 'disk_full') throw error
      this.#log.warn('the disk is full: a job token is remembered in memory only')
    }
  }

  /** Lives differ, so an expired one may sit behind one that is not. */
  #dropExpired(now: number): void {
    for (const [nonce, end] of this.#used) if (end <= now) this.#used.delete(nonce)
  }
}
