import type { Clock, Logger, NewId, Redactor, Scope } from '../../base/index.ts'
import type { ApprovalId, FileLock, Limits, SessionId } from '../../contracts/index.ts'
import type { AgentStore, Change } from '../store/index.ts'
import { HeldFiles, type HeldFile } from './held-files.ts'
import { LockTable, overlap } from './lock-table.ts'
import { callKey, type WriteClaim } from './write-claim.ts'

export interface FileLocksDeps {
  store: AgentStore
  clock: Clock
  newId: NewId
  limits: () => Limits
  log: Logger
  redactor: Redactor
  /** Whether a turn of the session runs. */
  isWorking(session: SessionId): boolean
}

/** Its holders are looked at so many times within the time after which a lock is stale. */
const looksPerStale = 3

/**
 * Which session writes which file: no two of a workspace at once. The table is in memory, because the sessions are;
 * every change of it is journalled, and what a daemon that died left behind is freed at the next start.
 */
export class FileLocks {
  readonly #deps: FileLocksDeps
  readonly #table = new LockTable<WriteClaim>()
  readonly #files: HeldFiles
  /** Calls that may write now: they were allowed to, or began without asking. */
  readonly #writing = new Set<string>()
  /** Calls that the user let go on although another session holds their file. */
  readonly #letGo = new Set<string>()
  #granted: (() => void)[] = []
  #stopLooking: (() => void) | null = null

  constructor(deps: FileLocksDeps, scope: Scope) {
    this.#deps = deps
    this.#files = new HeldFiles({ ...deps, table: this.#table, noticed: (file) => this.#noticed(file) })
    scope.add(() => {
      this.#stopLooking?.()
      this.#files.close()
    })
  }

  /** Once, at the start of the daemon. */
  reconcile(): void {
    this.#files.freeLeftovers()
  }

  /** Takes what is free of the files; returns the locks of other sessions on the rest. */
  take(claim: WriteClaim): FileLock[] {
    if (claim.keys.length > 0) this.#update(() => this.#table.take(claim))
    return this.inTheWay(claim)
  }

  /** The locks of other sessions on these files. */
  inTheWay(claim: Pick<WriteClaim, 'session' | 'keys'>): FileLock[] {
    return this.#files.of(this.#table.inTheWay(claim)).map(({ lock }) => lock)
  }

  /** Takes the files as soon as all are free and calls `free` then. */
  wait(claim: WriteClaim, free: () => void): void {
    this.#update(() => this.#table.wait(claim, () => void this.#granted.push(free)))
  }

  /** The locks that hold an approval back. */
  holding(approvalId: ApprovalId): FileLock[] {
    const claim = this.#table.waiting.find((waiting) => waiting.approvalId === approvalId)
    return claim ? this.inTheWay(claim) : []
  }

  /** The user lets a held approval go on: its call may write what another session holds. */
  letGo(approvalId: ApprovalId): void {
    const claim = this.#table.waiting.find((waiting) => waiting.approvalId === approvalId)
    if (!claim) return
    this.#letGo.add(callKey(claim.session, claim.call))
    this.#update(() => {
      this.#table.withdraw(claim)
      // It has the files to itself once they are free.
      this.#table.wait({ ...claim, approvalId: null }, () => undefined)
    })
  }

  /** Whether the user let a call of the session write these files although another session holds them. */
  mayGoOn(claim: Pick<WriteClaim, 'session' | 'keys'>): boolean {
    return this.#table.waiting.some(
      ({ session, call, keys }) =>
        session === claim.session &&
        this.#letGo.has(callKey(session, call)) &&
        claim.keys.every((key) => keys.some((other) => overlap(key, other))),
    )
  }

  /** Whether this call, which goes on, has its place in the queue for its files already. */
  waitsFor({ session, call, keys }: WriteClaim): boolean {
    return this.#table.waiting.some(
      (waiting) =>
        waiting.approvalId === null &&
        waiting.session === session &&
        waiting.call === call &&
        waiting.keys.length >= keys.length,
    )
  }

  /** From now on the call writes: changes of its files are its own. */
  begins(session: SessionId, call: string | null): void {
    this.#writing.add(callKey(session, call))
  }

  /** A call is over: what it alone held is free. */
  release(session: SessionId, call: string | null): void {
    this.#forget(callKey(session, call))
    this.#update(() => this.#table.release(session, call))
  }

  /** All of a session is over, inside the caller's change; the function returned is called when that is committed. */
  releaseInto(change: Change, session: SessionId): () => void {
    for (const key of [...this.#writing, ...this.#letGo]) if (key.startsWith(`${session} `)) this.#forget(key)
    this.#table.releaseAll(session)
    return this.#writeInto(change)
  }

  /** A session has written files without asking: tells of each that another holds, once. */
  tellWritten(claim: WriteClaim): void {
    if (this.mayGoOn(claim)) return
    for (const file of this.#files.of(this.#table.inTheWay(claim))) this.#tellChanged(file, claim.session)
  }

  /** What a person calls the session. */
  titleOf(session: SessionId): string {
    return this.#deps.store.sessions.get(session)?.entity.title ?? session
  }

  #update(work: () => void): void {
    work()
    this.#deps.store.change((change) => this.#writeInto(change))()
  }

  #writeInto(change: Change): () => void {
    const written = this.#files.writeInto(change)
    return () => {
      written()
      this.#look()
      for (const free of this.#granted.splice(0)) free()
    }
  }

  #forget(key: string): void {
    this.#writing.delete(key)
    this.#letGo.delete(key)
  }

  /** The file was changed: by its holder, by a session that never asked, or by somebody we do not know. */
  #noticed(file: HeldFile): void {
    const { held } = file
    const others = this.#table.waiting.filter(
      ({ approvalId, session, keys }) =>
        approvalId === null && session !== held.session && keys.some((key) => overlap(key, held.key)),
    )
    for (const { session, call } of others)
      if (!this.#letGo.has(callKey(session, call))) this.#tellChanged(file, session)
    const isOwn = [...held.calls].some((call) => this.#writing.has(callKey(held.session, call)))
    if (others.length === 0 && !isOwn) this.#tellChanged(file, null)
  }

  #tellChanged({ lock, told }: HeldFile, writer: SessionId | null): void {
    if (told.has(writer)) return
    told.add(writer)
    const by = writer === null ? 'It is not known by whom' : `By "${this.titleOf(writer)}", which did not ask`
    this.#deps.store.change((change) =>
      change.note(lock.workspaceId, {
        level: 'warning',
        type: 'file.changed_under_lock',
        message: `${lock.path} changed under a lock of "${this.titleOf(lock.sessionId)}". ${by}`,
        details: { path: lock.path, lockId: lock.id, sessionId: lock.sessionId, writer },
      }),
    )
  }

  /** While anything is held, looks whether its holders work: one that was lost must not hold a file for ever. */
  #look(): void {
    if (this.#files.size === 0) {
      this.#stopLooking?.()
      this.#stopLooking = null
      return
    }
    this.#stopLooking ??= this.#deps.clock.after(this.#deps.limits().fileLockStaleMs / looksPerStale, () => {
      this.#stopLooking = null
      this.#freeStale()
      this.#look()
    })
  }

  #freeStale(): void {
    const { clock, limits, isWorking, log } = this.#deps
    const now = clock.now()
    const files = this.#files.all()
    for (const file of files) if (isWorking(file.held.session)) file.seenAt = now
    const stale = files.filter(({ seenAt }) => now - seenAt >= limits().fileLockStaleMs)
    if (stale.length === 0) return
    for (const { lock } of stale)
      log.warn({ lock: lock.id, session: lock.sessionId }, 'a stale lock is freed')
    this.#update(() => stale.forEach(({ held }) => this.#table.releaseAll(held.session)))
  }
}
