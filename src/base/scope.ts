type Closer = () => void | Promise<void>

const open = new Set<Scope>()

/** Names of scopes not yet closed; test suites end by asserting it is empty. */
export const openScopes = (): string[] => [...open].map((scope) => scope.name)

/**
 * Owner of what was opened. Closing runs closers and children in reverse order of opening, each awaited, all of
 * them even when one fails; failures come out together as an AggregateError.
 */
export class Scope {
  readonly name: string
  readonly #controller = new AbortController()
  readonly #closers = new Map<symbol, Closer>()
  readonly #detach: () => void
  #closing: Promise<void> | undefined

  constructor(name: string, parent?: Scope) {
    this.name = parent ? `${parent.name}/${name}` : name
    open.add(this)
    this.#detach = parent ? parent.add(() => this.close()) : () => {}
  }

  /** Aborts when closing begins. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get closed(): boolean {
    return this.#closing !== undefined
  }

  child(name: string): Scope {
    return new Scope(name, this)
  }

  /** Registers what to do on close; returns a function that forgets it again. */
  add(closer: Closer): () => void {
    if (this.#closing) throw new Error(`scope ${this.name} is closed`)
    const key = Symbol()
    this.#closers.set(key, closer)
    return () => this.#closers.delete(key)
  }

  close(): Promise<void> {
    this.#closing ??= this.#run()
    return this.#closing
  }

  async #run(): Promise<void> {
    this.#controller.abort()
    const failures: unknown[] = []
    for (const closer of [...this.#closers.values()].reverse()) {
      try {
        await closer()
      } catch (error) {
        failures.push(error)
      }
    }
    this.#closers.clear()
    this.#detach()
    open.delete(this)
    if (failures.length > 0) throw new AggregateError(failures, `closing ${this.name}`)
  }
}
