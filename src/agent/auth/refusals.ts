import type { Clock, NewId, Scope } from '../../base/index.ts'
import type { ErrorCode, Failure } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'
import type { Job } from './job.ts'

interface Deps {
  store: AgentStore
  clock: Clock
  newId: NewId
}

/** Calls refused for one reason within this time are told of together: who hammers must not fill the journal. */
const togetherMs = 10_000
const longestOp = 100

interface Refused {
  job: Job
  /** Whom the token names; null where it could not be believed. */
  subject: string | null
  failure: Failure
}

/** Tells of refused calls as events of the node, which the control plane also takes into its audit log. */
export class Refusals {
  readonly #deps: Deps
  /** What was refused since the last event of each code, and the timer that ends the wait. */
  readonly #waiting = new Map<ErrorCode, { last: Refused | null; count: number; cancel: () => void }>()

  constructor(deps: Deps, scope: Scope) {
    this.#deps = deps
    scope.add(() => {
      for (const code of this.#waiting.keys()) this.#flush(code)
      for (const { cancel } of this.#waiting.values()) cancel()
    })
  }

  add(refused: Refused): void {
    const { code } = refused.failure
    const waiting = this.#waiting.get(code)
    if (!waiting) {
      this.#tell(refused, 1)
      return this.#wait(code)
    }
    waiting.last = refused
    waiting.count++
  }

  #wait(code: ErrorCode): void {
    const cancel = this.#deps.clock.after(togetherMs, () => {
      const more = this.#flush(code)
      this.#waiting.delete(code)
      if (more) this.#wait(code)
    })
    this.#waiting.set(code, { last: null, count: 0, cancel })
  }

  #flush(code: ErrorCode): boolean {
    const { last, count } = this.#waiting.get(code) ?? { last: null, count: 0 }
    if (last) this.#tell(last, count)
    return last !== null
  }

  #tell({ job, subject, failure }: Refused, count: number): void {
    const { store, clock, newId } = this.#deps
    const op = job.op.slice(0, longestOp)
    const calls = count === 1 ? 'A call was refused' : `${count} calls were refused, the last`
    store.change(({ tell }) =>
      tell({
        type: 'event',
        entity: {
          id: newId('event'),
          workspaceId: null,
          level: 'warning',
          type: 'job.refused',
          message: `${calls}: ${op}. ${failure.message}`,
          details: { code: failure.code, op, subject, count },
          createdAt: clock.now(),
        },
      }),
    )
  }
}
