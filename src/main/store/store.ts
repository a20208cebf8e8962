import { databaseFailure, sealBeside, type Seal, type SqliteDatabase } from '../../base/index.ts'
import type { AppChange, SessionId, TranscriptChange } from '../../contracts/index.ts'
import { ApprovalRulesReader, ApprovalRulesWriter } from './approval-rules-table.ts'
import { AuditReader, AuditWriter } from './audit-table.ts'
import { EventsReader, EventsWriter } from './events-table.ts'
import { FileLocksReader, FileLocksWriter } from './file-locks-table.ts'
import { IdempotencyReader, IdempotencyWriter } from './idempotency-table.ts'
import { NodesReader, NodesWriter } from './nodes-table.ts'
import { openAppDatabase, type Orm } from './open.ts'
import { ProjectsReader, ProjectsWriter } from './projects-table.ts'
import { PullRequestsReader, PullRequestsWriter } from './pull-requests-table.ts'
import { SearchReader } from './search-table.ts'
import { QueueReader, QueueWriter } from './queue-table.ts'
import { SessionsReader, SessionsWriter } from './sessions-table.ts'
import { SettingsReader, SettingsWriter } from './settings-table.ts'
import { TerminalsReader, TerminalsWriter } from './terminals-table.ts'
import { ItemsReader, ItemsWriter, TurnsReader, TurnsWriter } from './transcript-tables.ts'
import { ThreadsReader, ThreadsWriter } from './threads-table.ts'
import { WorkspacesReader, WorkspacesWriter } from './workspaces-table.ts'

/** A change clients must learn of: of the whole picture, or inside one session's transcript. */
export type Told = { session: null; change: AppChange } | { session: SessionId; change: TranscriptChange }

const readers = (orm: Orm, seal: Seal) => ({
  nodes: new NodesReader(orm),
  projects: new ProjectsReader(orm, seal),
  workspaces: new WorkspacesReader(orm),
  sessions: new SessionsReader(orm),
  turns: new TurnsReader(orm),
  items: new ItemsReader(orm),
  search: new SearchReader(orm),
  queue: new QueueReader(orm),
  rules: new ApprovalRulesReader(orm),
  terminals: new TerminalsReader(orm),
  threads: new ThreadsReader(orm),
  pullRequests: new PullRequestsReader(orm),
  fileLocks: new FileLocksReader(orm),
  events: new EventsReader(orm),
  settings: new SettingsReader(orm, seal),
  audit: new AuditReader(orm),
  idempotency: new IdempotencyReader(orm),
})

const writers = (orm: Orm, seal: Seal) => ({
  nodes: new NodesWriter(orm),
  projects: new ProjectsWriter(orm, seal),
  workspaces: new WorkspacesWriter(orm),
  sessions: new SessionsWriter(orm),
  turns: new TurnsWriter(orm),
  items: new ItemsWriter(orm),
  queue: new QueueWriter(orm),
  rules: new ApprovalRulesWriter(orm),
  terminals: new TerminalsWriter(orm),
  threads: new ThreadsWriter(orm),
  pullRequests: new PullRequestsWriter(orm),
  fileLocks: new FileLocksWriter(orm),
  events: new EventsWriter(orm),
  settings: new SettingsWriter(orm, seal),
  audit: new AuditWriter(orm),
  idempotency: new IdempotencyWriter(orm),
})

export type Reader = ReturnType<typeof readers>
export type Writer = ReturnType<typeof writers> & {
  /** Tells clients of a change, once the transaction has committed. */
  tell(change: AppChange): void
  tellSession(session: SessionId, change: TranscriptChange): void
}

/**
 * The control plane's tables. Reading goes through `read`; writing only through `write`, in one transaction
 * whose changes are published after it has committed and not at all when it fails.
 */
export class Store {
  readonly read: Reader
  readonly #writers: ReturnType<typeof writers>
  readonly #sqlite: SqliteDatabase
  readonly #file: string
  readonly #committed: (changes: readonly Told[]) => void
  #writing = false

  /** `committed` gets the changes of each transaction, in order. */
  constructor(file: string, committed: (changes: readonly Told[]) => void) {
    const { sqlite, orm } = openAppDatabase(file)
    this.#file = file
    this.#sqlite = sqlite
    const seal = sealBeside(file)
    this.read = readers(orm, seal)
    this.#writers = writers(orm, seal)
    this.#committed = committed
  }

  /**
   * Runs `work` in one transaction. Synchronous: nothing may be awaited inside. Not nestable. Throws what `work`
   * throws, `disk_full` or `database_damaged`.
   */
  write<Result>(work: (writer: Writer) => Result): Result {
    if (this.#writing) throw new Error('writes do not nest')
    this.#writing = true
    const told: Told[] = []
    const writer: Writer = {
      ...this.#writers,
      tell: (change) => void told.push({ session: null, change }),
      tellSession: (session, change) => void told.push({ session, change }),
    }
    let result: Result
    try {
      result = this.#sqlite.transaction(() => work(writer))()
    } catch (error) {
      throw databaseFailure(this.#file, error)
    } finally {
      this.#writing = false
    }
    if (told.length > 0) this.#committed(told)
    return result
  }

  close(): void {
    this.#sqlite.close()
  }
}
