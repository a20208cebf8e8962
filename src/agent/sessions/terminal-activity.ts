import type { Clock } from '../../base/index.ts'

/** What a program prints this soon after the user typed, or its window changed size, is an echo and no work. */
const echoMs = 500

/**
 * Whether the program of a terminal works, as far as can be told from outside: it printed something lately. It
 * begins as working.
 */
export class TerminalActivity {
  readonly #clock: Clock
  readonly #quietMs: () => number
  readonly #changed: (working: boolean) => void
  #working = true
  #lastOutputAt: number
  #echoUntil = 0
  #cancel: (() => void) | undefined

  /** `changed` is told of every change until `close`. */
  constructor(clock: Clock, quietMs: () => number, changed: (working: boolean) => void) {
    this.#clock = clock
    this.#quietMs = quietMs
    this.#changed = changed
    this.#lastOutputAt = clock.now()
    this.#wait(quietMs())
  }

  get working(): boolean {
    return this.#working
  }

  printed(): void {
    const now = this.#clock.now()
    if (!this.#working && now < this.#echoUntil && now >= this.#echoUntil - echoMs) return
    this.#lastOutputAt = now
    if (this.#working) return
    this.#working = true
    this.#wait(this.#quietMs())
    this.#changed(true)
  }

  /** The user typed, or the window has another size. */
  touched(): void {
    this.#echoUntil = this.#clock.now() + echoMs
  }

  close(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #wait(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => this.#look())
  }

  /** One timer for a whole burst of output: it waits on while there was some lately. */
  #look(): void {
    const quietMs = this.#quietMs()
    // Never longer than one pause: the clock may have been set back.
    const left = Math.min(this.#lastOutputAt + quietMs - this.#clock.now(), quietMs)
    if (left > 0) return this.#wait(left)
    this.#working = false
    this.#changed(false)
  }
}
