import { Failure } from '../../contracts/index.ts'

/** More calls within one token's life than a healthy control plane makes. */
const mostNonces = 100_000

/** Nonces of tokens that are not expired yet, each good for one use. */
export class UsedNonces {
  /** Nonce → when its token expires, in milliseconds since the epoch; in order of use. */
  readonly #used = new Map<string, number>()

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
  }

  /** Lives differ, so an expired one may sit behind one that is not. */
  #dropExpired(now: number): void {
    for (const [nonce, end] of this.#used) if (end <= now) this.#used.delete(nonce)
  }
}
