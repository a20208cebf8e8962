import { existsSync } from 'node:fs'
import { writeJsonFile } from '../../base/index.ts'
import { Failure } from '../../contracts/index.ts'

/** While a revoked node ends its work, the control plane may still say how much of the story it has heard. */
const whileClosing: ReadonlySet<string> = new Set(['journal.ack'])

/**
 * Whether this node still takes orders. Revoked is what a file says, so it outlives the daemon, and enrolling anew,
 * which takes the right to write this home, removes it.
 */
export class Revocation {
  readonly #file: string
  #state: 'trusted' | 'closing' | 'revoked'

  constructor(file: string) {
    this.#file = file
    this.#state = existsSync(file) ? 'revoked' : 'trusted'
  }

  /** Throws `node_revoked`. */
  check(op: string): void {
    if (this.#enrolledAgain()) this.#state = 'trusted'
    if (this.#state === 'trusted' || (this.#state === 'closing' && whileClosing.has(op))) return
    throw new Failure('node_revoked', 'This node was revoked and takes no orders', {
      hint: 'Enrol it again with "switchyard node enrol".',
    })
  }

  /** From here on nothing is begun. */
  begin(at: number): void {
    writeJsonFile(this.#file, { revokedAt: at })
    this.#state = 'closing'
  }

  /** What was running has ended; false when the node has been enrolled again meanwhile. */
  finish(): boolean {
    this.#state = this.#state === 'trusted' || this.#enrolledAgain() ? 'trusted' : 'revoked'
    return this.#state === 'revoked'
  }

  #enrolledAgain(): boolean {
    return this.#state !== 'trusted' && !existsSync(this.#file)
  }
}
