import {
  databaseFailure,
  Hub,
  sealBeside,
  type Clock,
  type NewId,
  type SqliteDatabase,
} from '../../base/index.ts'
import type { Event, JournalEntry, JournalRecord, WorkspaceId } from '../../contracts/index.ts'
import { ApprovalRulesTable } from './approval-rules-table.ts'
import { FileLocksTable } from './file-locks-table.ts'
import { JournalTable } from './journal-table.ts'
import { NoncesTable } from './nonces-table.ts'
import { openAgentDatabase } from './open.ts'
import { QueueTable } from './queue-table.ts'
import { SessionsTable } from './sessions-table.ts'
import { TerminalsTable } from './terminals-table.ts'
import { ItemsTable, TurnsTable } from './transcript-tables.ts'
import { ViewedFilesTable } from './viewed-files-table.ts'
import { WorkspacesTable } from './workspaces-table.ts'

/** What a change may do: write rows of any table and tell the journal of each. */
export interface Change {
  tell(entry: JournalEntry): void
  /** Tells of something that a person may want to read later. */
  note(workspaceId: WorkspaceId, text: EventText): void
}

export type EventText = Pick<Event, 'level' | 'type' | 'message'> & { details?: Event['details'] }

/**
 * The agent's tables behind one transaction boundary. Every write goes through `change`, which commits rows and
 * journal records together (rule 9) and only then wakes the followers of the journal.
 */
export class AgentStore {
  readonly journal: JournalTable
  readonly workspaces: WorkspacesTable
  readonly sessions: SessionsTable
  readonly turns: TurnsTable
  readonly items: ItemsTable
  readonly queue: QueueTable
  readonly rules: ApprovalRulesTable
  readonly terminals: TerminalsTable
  readonly fileLocks: FileLocksTable
  readonly nonces: NoncesTable
  readonly viewed: ViewedFilesTable
  /** Records as they are committed. */
  readonly appended = new Hub<JournalRecord>()
  readonly #sqlite: SqliteDatabase
  readonly #clock: Clock
  readonly #newId: NewId
  readonly #file: string
  #changing = false

  constructor(file: string, clock: Clock, newId: NewId) {
    const { sqlite, orm } = openAgentDatabase(file)
    this.#file = file
    this.#sqlite = sqlite
    this.#clock = clock
    this.#newId = newId
    this.journal = new JournalTable(orm, clock, newId)
    this.workspaces = new WorkspacesTable(orm)
    this.sessions = new SessionsTable(orm, sealBeside(file))
    this.turns = new TurnsTable(orm)
    this.items = new ItemsTable(orm)
    this.queue = new QueueTable(orm)
    this.rules = new ApprovalRulesTable(orm)
    this.terminals = new TerminalsTable(orm)
    this.fileLocks = new FileLocksTable(orm)
    this.nonces = new NoncesTable(orm)
    this.viewed = new ViewedFilesTable(orm)
  }

  /**
   * Runs `work` in one transaction. Synchronous: nothing may be awaited inside. Not nestable.
   * Returns what `work` returns; throws what it throws, with everything rolled back, `disk_full` or
   * `database_damaged`.
   */
  change<Result>(work: (change: Change) => Result): Result {
    if (this.#changing) throw new Error('changes do not nest')
    this.#changing = true
    const records: JournalRecord[] = []
    const tell = (entry: JournalEntry): void => void records.push(this.journal.append(entry))
    let result: Result
    try {
      result = this.#sqlite.transaction(() =>
        work({
          tell,
          note: (workspaceId, text) => tell({ type: 'event', entity: this.#event(workspaceId, text) }),
        }),
      )()
    } catch (error) {
      throw databaseFailure(this.#file, error)
    } finally {
      this.#changing = false
    }
    for (const record of records) this.appended.publish(record)
    return result
  }

  #event(workspaceId: WorkspaceId, { details = {}, ...text }: EventText): Event {
    return { id: this.#newId('event'), workspaceId, ...text, details, createdAt: this.#clock.now() }
  }

  close(): void {
    this.#sqlite.close()
  }
}
