import type { Logger } from '../../base/index.ts'

/** What has been done so far and how to take it back, last thing first. */
export class UndoStack {
  readonly #log: Logger
  readonly #steps: { name: string; undo: () => Promise<void> }[] = []

  constructor(log: Logger) {
    this.#log = log
  }

  /**
   * Does a step and remembers its undo. The undo is remembered before the step begins, so a step that fails half
   * way is undone as well: undo steps must accept that there is nothing to undo.
   */
  async do<Result>(name: string, step: () => Promise<Result>, undo: () => Promise<void>): Promise<Result> {
    this.#steps.push({ name, undo })
    return step()
  }

  /** Undoes everything; a step that cannot be undone is logged and named, and the rest goes on. */
  async run(): Promise<string[]> {
    const failed: string[] = []
    for (const { name, undo } of this.#steps.splice(0).toReversed()) {
      try {
        await undo()
      } catch (error) {
        this.#log.error({ err: error, step: name }, 'undo failed')
        failed.push(name)
      }
    }
    return failed
  }
}
