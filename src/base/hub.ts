/**
 * Fan-out of values to async iterators. Each subscriber has a queue of its own, so a slow one holds up nobody;
 * when its queue passes `capacity` the subscriber is ended (`overflow`), and the follower reconnects and resumes.
 */
export class Hub<Value> {
  readonly #capacity: number
  readonly #subscribers = new Set<(value: Value) => void>()

  constructor(capacity = 10_000) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#subscribers.size
  }

  publish(value: Value): void {
    for (const deliver of this.#subscribers) deliver(value)
  }

  /** Subscribed from the moment of the call, not of the first `next`. Ends on abort, overflow or `return`. */
  subscribe(signal?: AbortSignal): AsyncGenerator<Value, void, void> {
    const queue: Value[] = []
    let wake: (() => void) | undefined
    let ended = signal?.aborted ?? false
    const subscribers = this.#subscribers
    const end = (): void => {
      ended = true
      subscribers.delete(deliver)
      signal?.removeEventListener('abort', end)
      wake?.()
    }
    const deliver = (value: Value): void => {
      queue.push(value)
      if (queue.length > this.#capacity) {
        queue.length = 0
        end()
      }
      wake?.()
    }
    if (!ended) {
      subscribers.add(deliver)
      signal?.addEventListener('abort', end, { once: true })
    }
    async function* iterate(): AsyncGenerator<Value, void, void> {
      try {
        while (true) {
          while (queue.length > 0) yield queue.shift() as Value
          if (ended) return
          await new Promise<void>((resolve) => (wake = resolve))
          wake = undefined
        }
      } finally {
        end()
      }
    }
    const iterator = iterate()
    // A generator that was never started runs no `finally`; end the subscription by hand then.
    const finish = iterator.return.bind(iterator)
    iterator.return = (value) => {
      end()
      return finish(value)
    }
    return iterator
  }
}
