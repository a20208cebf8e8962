import type { Logger } from '../../base/index.ts'

/** What to undo when an operation of several steps fails: the latest step first, each whatever the others did. */
export class UndoStack {
  readonly #log: Logger
  readonly #steps: { what: string; undo: () => Promise<void> }[] = []

  constructor(log: Logger) {
    this.#log = log
  }

  /** Registers the undoing of a step before the step is tried: a failed step may be half done. */
  push(what: string, undo: () => Promise<void>): void {
    this.#steps.push({ what, undo })
  }

  /** Undoes everything; returns what could not be undone. */
  async run(): Promise<string[]> {
    const left: string[] = []
    for (const { what, undo } of this.#steps.toReversed()) {
      try {
        await undo()
      } catch (error) {
        this.#log.error({ err: error }, `could not undo: ${what}`)
        left.push(what)
      }
    }
    return left
  }
}
