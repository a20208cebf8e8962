import type { Clock, NewId, Redactor } from '../../base/index.ts'
import type { FileLock, SessionId } from '../../contracts/index.ts'
import type { AgentStore, Change } from '../store/index.ts'
import { overlap, type Held, type LockTable } from './lock-table.ts'
import { LockWatch } from './lock-watch.ts'
import type { WriteClaim } from './write-claim.ts'

interface HeldFilesDeps {
  store: AgentStore
  clock: Clock
  newId: NewId
  redactor: Redactor
  table: LockTable<WriteClaim>
  /** A file was changed while it was held. */
  noticed(file: HeldFile): void
}

/** A file that is held, as it is told. */
export interface HeldFile {
  held: Held<WriteClaim>
  lock: FileLock
  watch: LockWatch | null
  /** When its holder was last seen at work. */
  seenAt: number
  /** Writers under the lock that were told already; null is one we do not know. */
  told: Set<SessionId | null>
}

/** The locks of the table as they stand in the database and in the journal, each with a watch on its file. */
export class HeldFiles {
  readonly #deps: HeldFilesDeps
  readonly #files = new Map<Held<WriteClaim>, HeldFile>()

  constructor(deps: HeldFilesDeps) {
    this.#deps = deps
  }

  get size(): number {
    return this.#files.size
  }

  all(): HeldFile[] {
    return [...this.#files.values()]
  }

  of(held: readonly Held<WriteClaim>[]): HeldFile[] {
    return held.flatMap((one) => this.#files.get(one) ?? [])
  }

  /**
   * Writes what differs between the table and what was told, inside the caller's change. The function returned is
   * called when that is committed; where it is not, the next call writes it.
   */
  writeInto(change: Change): () => void {
    const { store, clock, table } = this.#deps
    const freed = this.all().filter(({ held }) => !table.held.includes(held))
    for (const { lock } of freed) {
      store.fileLocks.delete(lock.id)
      change.tell({ type: 'lock', entity: freedLock(lock, clock.now()) })
    }
    const written = table.held.flatMap((held): [HeldFile, FileLock][] => {
      const file = this.#files.get(held) ?? this.#newFile(held)
      const waiting = this.#waitingFor(held)
      const isTold = file.lock.revision > 0
      if (isTold && JSON.stringify(waiting) === JSON.stringify(file.lock.waiting)) return []
      const lock = { ...file.lock, waiting, revision: file.lock.revision + 1 }
      store.fileLocks.put(lock, `${held.key.worktree}\0${held.key.path}`)
      change.tell({ type: 'lock', entity: lock })
      return [[file, lock]]
    })
    return () => {
      for (const { held, watch } of freed) {
        watch?.close()
        this.#files.delete(held)
      }
      for (const [file, lock] of written) {
        file.lock = lock
        this.#files.set(file.held, file)
        file.watch ??= this.#watch(file)
      }
    }
  }

  /** Frees what an earlier daemon left: its sessions write no more. */
  freeLeftovers(): void {
    const { store, clock } = this.#deps
    const left = store.fileLocks.list()
    if (left.length === 0) return
    store.change((change) => {
      for (const lock of left) {
        store.fileLocks.delete(lock.id)
        change.tell({ type: 'lock', entity: freedLock(lock, clock.now()) })
      }
    })
  }

  close(): void {
    for (const { watch } of this.all()) watch?.close()
  }

  #newFile(held: Held<WriteClaim>): HeldFile {
    const { clock, newId, redactor } = this.#deps
    const { owner, from } = held.claim
    const file = realFileOf(held)
    const now = clock.now()
    const lock: FileLock = {
      id: newId('fileLock'),
      ...owner,
      repositoryId: file?.repositoryId ?? null,
      path: redactor.text(file?.path ?? held.key.path),
      from,
      waiting: [],
      since: now,
      releasedAt: null,
      revision: 0,
    }
    return { held, lock, watch: null, seenAt: now, told: new Set() }
  }

  #waitingFor(held: Held<WriteClaim>): FileLock['waiting'] {
    return this.#deps.table.waiting.flatMap(({ session, approvalId, keys }) =>
      approvalId !== null && session !== held.session && keys.some((key) => overlap(key, held.key))
        ? [{ sessionId: session, approvalId }]
        : [],
    )
  }

  #watch(file: HeldFile): LockWatch | null {
    const path = realFileOf(file.held)?.file
    return path === undefined ? null : new LockWatch(path, () => this.#deps.noticed(file))
  }
}

const realFileOf = ({ key, claim }: Held<WriteClaim>) => claim.files.find((file) => file.key === key)

const freedLock = (lock: FileLock, at: number): FileLock => ({
  ...lock,
  waiting: [],
  releasedAt: at,
  revision: lock.revision + 1,
})
