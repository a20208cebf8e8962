import type { Clock } from '../../base/index.ts'
import { toFailure, type AuditFilter, type AuditPage, type NodeId } from '../../contracts/index.ts'
import type { Store } from '../store/index.ts'

/** What a person does. */
interface Act {
  /** The contract path, such as `session.prompt`. */
  what: string
  nodeId?: NodeId
  /** Id of what is acted on, when it exists already. */
  target?: string
}

/** Writes who did what, on which node, when, and how it ended. An entry left `pending` tells of a crash in between. */
export class Audit {
  readonly #store: Store
  readonly #clock: Clock
  readonly #who: string

  constructor(store: Store, clock: Clock, who: string) {
    this.#store = store
    this.#clock = clock
    this.#who = who
  }

  /** A page of what was done, newest first; `before` is the id of an entry. */
  list({
    before,
    limit,
    ...filter
  }: AuditFilter & { before?: number | undefined; limit: number }): AuditPage {
    const found = this.#store.read.audit.list(limit + 1, filter, before)
    return { entries: found.slice(0, limit), more: found.length > limit }
  }

  /** Runs `work` between the row's start and its end; what it throws goes through. */
  async record<Result>(act: Act, work: () => Promise<Result> | Result): Promise<Result> {
    const start = {
      at: this.#clock.now(),
      who: this.#who,
      what: act.what,
      nodeId: act.nodeId ?? null,
      target: act.target ?? null,
    }
    const id = this.#store.write((writer) => writer.audit.start(start))
    const settle = (outcome: string, target = start.target): void =>
      this.#store.write((writer) => writer.audit.settle(id, outcome, this.#clock.now(), target))
    try {
      const result = await work()
      settle('ok', start.target ?? idOf(result))
      return result
    } catch (error) {
      settle(toFailure(error).code)
      throw error
    }
  }
}

/** The id of what an act made, to be found by it later. */
function idOf(result: unknown): string | null {
  const id = (result as { id?: unknown } | null | undefined)?.id
  return typeof id === 'string' ? id : null
}
