import type { Hub } from '../../base/index.ts'

/** Tells that something was published, without queueing what: a follower reads it from the table. */
export class Wake<Value> {
  #count = 0
  #changed = Promise.withResolvers<void>()
  #ended = false

  constructor(hub: Hub<Value>, signal: AbortSignal) {
    const published = hub.subscribe(signal)
    void this.#pump(published)
  }

  /** Values published so far. */
  get count(): number {
    return this.#count
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Resolves at the next value, or when the hub ends us. */
  next(): Promise<void> {
    return this.#ended ? Promise.resolve() : this.#changed.promise
  }

  async #pump(published: AsyncGenerator<Value, void, void>): Promise<void> {
    for await (const _ of published) {
      this.#count++
      this.#notify()
    }
    this.#ended = true
    this.#notify()
  }

  #notify(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}
