import type { SessionId } from '../../contracts/index.ts'

/** A file or folder: the worktree it is in and its real path there; `.` is all of the worktree. */
export interface FileKey {
  worktree: string
  path: string
}

/** What of a session wants files: one of its tool calls, or (null) the rest of its turn. */
export interface Claim {
  session: SessionId
  call: string | null
  keys: readonly FileKey[]
}

export interface Held<Wanted extends Claim = Claim> {
  key: FileKey
  session: SessionId
  /** By which it was taken. */
  claim: Wanted
  /** What of the session holds it; it is free when none is left. */
  calls: Set<string | null>
}

/** Called when it has what it waited for. */
interface Waiting<Wanted extends Claim> {
  claim: Wanted
  granted(): void
}

/**
 * Which session holds which file, and who waits. A folder and what is in it exclude each other. Pure: nothing here
 * knows of files, time or the database.
 */
export class LockTable<Wanted extends Claim> {
  #held: Held<Wanted>[] = []
  #waiting: Waiting<Wanted>[] = []

  get held(): readonly Held<Wanted>[] {
    return this.#held
  }

  get waiting(): readonly Wanted[] {
    return this.#waiting.map(({ claim }) => claim)
  }

  /** What other sessions hold of these files. */
  inTheWay({ session, keys }: Pick<Claim, 'session' | 'keys'>): Held<Wanted>[] {
    return this.#held.filter((held) => held.session !== session && keys.some((key) => overlap(held.key, key)))
  }

  /** Takes those of the files that no other session holds. */
  take(claim: Wanted): void {
    const { session, call, keys } = claim
    for (const key of keys) {
      if (this.inTheWay({ session, keys: [key] }).length > 0) continue
      const known = this.#held.find((held) => same(held.key, key))
      if (known) known.calls.add(call)
      else this.#held.push({ key, session, claim, calls: new Set([call]) })
    }
  }

  /** Waits until none of the files is held by another session; then all are taken, and it is told. */
  wait(claim: Wanted, granted: () => void): void {
    this.#waiting.push({ claim, granted })
    this.#grant()
  }

  /** Waits no longer. */
  withdraw(claim: Wanted): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting.claim !== claim)
    this.#grant()
  }

  /** Ends one call of a session. */
  release(session: SessionId, call: string | null): void {
    this.#end(session, (one) => one === call)
  }

  /** Ends everything of a session. */
  releaseAll(session: SessionId): void {
    this.#end(session, () => true)
  }

  #end(session: SessionId, ends: (call: string | null) => boolean): void {
    this.#waiting = this.#waiting.filter(({ claim }) => claim.session !== session || !ends(claim.call))
    for (const held of this.#held)
      if (held.session === session) for (const call of held.calls) if (ends(call)) held.calls.delete(call)
    this.#held = this.#held.filter(({ calls }) => calls.size > 0)
    this.#grant()
  }

  /** First come, first served; one that waits for other files lets those behind it pass. */
  #grant(): void {
    const ahead: Claim[] = []
    this.#waiting = this.#waiting.filter(({ claim, granted }) => {
      const isBehind = ahead.some((first) => first.session !== claim.session && meet(first, claim))
      if (isBehind || this.inTheWay(claim).length > 0) {
        ahead.push(claim)
        return true
      }
      this.take(claim)
      granted()
      return false
    })
  }
}

const same = (a: FileKey, b: FileKey): boolean => a.worktree === b.worktree && a.path === b.path

export const overlap = (a: FileKey, b: FileKey): boolean =>
  a.worktree === b.worktree && (holds(a.path, b.path) || holds(b.path, a.path))

/** Whether two claims want one file. */
export const meet = (a: Pick<Claim, 'keys'>, b: Pick<Claim, 'keys'>): boolean =>
  a.keys.some((key) => b.keys.some((other) => overlap(key, other)))

const holds = (folder: string, path: string): boolean =>
  folder === '.' || folder === path || path.startsWith(`${folder}/`)
