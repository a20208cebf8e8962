import type { Clock } from '../../base/index.ts'
import type { Limits } from '../../contracts/index.ts'
import type { AgentStore, Change } from '../store/index.ts'

interface LatestWritesDeps {
  store: AgentStore
  clock: Clock
  limits: () => Limits
}

/**
 * Writes of facts of which only the latest matters (tokens used, commands, title): the first at once, those that
 * follow within `messageRevisionMs` together, so that an agent that never stops telling them fills no journal.
 */
export class LatestWrites {
  readonly #deps: LatestWritesDeps
  readonly #waiting = new Map<string, (change: Change) => void>()
  #cancelTimer: (() => void) | null = null

  constructor(deps: LatestWritesDeps) {
    this.#deps = deps
  }

  /** Takes the place of a write of the same name that still waits. */
  put(name: string, write: (change: Change) => void): void {
    this.#waiting.set(name, write)
    if (this.#cancelTimer === null) this.#write()
  }

  /** Writes what waits. */
  flush(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    if (this.#waiting.size === 0) return
    const writes = [...this.#waiting.values()]
    this.#waiting.clear()
    this.#deps.store.change((change) => writes.forEach((write) => write(change)))
  }

  #write(): void {
    this.flush()
    this.#cancelTimer = this.#deps.clock.after(this.#deps.limits().messageRevisionMs, () => {
      this.#cancelTimer = null
      if (this.#waiting.size > 0) this.#write()
    })
  }
}
