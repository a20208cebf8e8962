/** What is locked of a repository: one ref (branch), or all of it (`null`). */
export type LockedRef = string | null

export interface LockRequest {
  ref: LockedRef
  /** Looks that nobody waits for: what a person asked for goes first. */
  background: boolean
  start(): void
}

interface Waiting extends LockRequest {
  /** How many later ones went ahead of this one. */
  overtaken: number
}

/** A background request lets so many pass, then it keeps its place: it is not starved. */
export const mostOvertakes = 16

/**
 * Who holds one repository and who waits for it. Any number hold different refs, or one holds all of it. Those who
 * want the same come in order; one who waits for a ref holds up nobody who wants another, and one who waits for the
 * whole repository is overtaken by nobody but users who come while it is in the background.
 */
export class LockQueue {
  readonly #held: LockedRef[] = []
  #waiting: Waiting[] = []

  get isEmpty(): boolean {
    return this.#held.length === 0 && this.#waiting.length === 0
  }

  /** Queues it and starts whoever can. */
  add(request: LockRequest): void {
    const waiting: Waiting = Object.assign(request, { overtaken: 0 })
    let place = this.#waiting.length
    while (!request.background && place > 0 && canPass(this.#waiting[place - 1])) {
      place--
      ;(this.#waiting[place] as Waiting).overtaken++
    }
    this.#waiting.splice(place, 0, waiting)
    this.#advance()
  }

  /** Gives up waiting; false when it does not wait (any more). */
  withdraw(request: LockRequest): boolean {
    const left = this.#waiting.filter((waiting) => waiting !== request)
    if (left.length === this.#waiting.length) return false
    this.#waiting = left
    this.#advance()
    return true
  }

  release(ref: LockedRef): void {
    const index = this.#held.indexOf(ref)
    if (index < 0) throw new Error(`${ref ?? 'the repository'} is not locked`)
    this.#held.splice(index, 1)
    this.#advance()
  }

  holds(ref: LockedRef): boolean {
    return this.#held.includes(ref)
  }

  #advance(): void {
    let isAllWanted = false
    this.#waiting = this.#waiting.filter((waiting) => {
      // Behind one who wants all of it nobody gets in, or it would wait for ever.
      if (isAllWanted || !isFree(this.#held, waiting.ref)) {
        isAllWanted ||= waiting.ref === null
        return true
      }
      this.#held.push(waiting.ref)
      waiting.start()
      return false
    })
  }
}

const canPass = (waiting: Waiting | undefined): boolean =>
  waiting !== undefined && waiting.background && waiting.overtaken < mostOvertakes

const isFree = (held: readonly LockedRef[], ref: LockedRef): boolean =>
  ref === null ? held.length === 0 : !held.includes(null) && !held.includes(ref)
