import { asc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Clock, NewId } from '../../base/index.ts'
import type { JournalEntry, JournalRecord } from '../../contracts/index.ts'
import type { Orm } from './open.ts'
import { journal, journalState } from './schema.ts'

const { placeholder } = sql

/** Prepared once: every change appends, and making a statement takes longer than running it. */
const statements = (orm: Orm) => ({
  nextSeq: orm
    .update(journalState)
    .set({ lastSeq: sql`${journalState.lastSeq} + 1` })
    .where(eq(journalState.one, 1))
    .returning({ seq: journalState.lastSeq })
    .prepare(),
  insert: orm
    .insert(journal)
    .values({
      seq: placeholder('seq'),
      id: placeholder('id'),
      createdAt: placeholder('createdAt'),
      bytes: placeholder('bytes'),
      entry: placeholder('entry'),
    })
    .prepare(),
  state: orm.select().from(journalState).where(eq(journalState.one, 1)).prepare(),
  after: orm
    .select()
    .from(journal)
    .where(gt(journal.seq, placeholder('after')))
    .orderBy(asc(journal.seq))
    .limit(placeholder('limit'))
    .prepare(),
  setAcked: orm
    .update(journalState)
    .set({ ackedSeq: placeholder('upTo') as never })
    .where(eq(journalState.one, 1))
    .prepare(),
  forget: orm
    .delete(journal)
    .where(lte(journal.seq, placeholder('upTo')))
    .prepare(),
})

/** Rows of the journal. Only `AgentStore.change` may append, inside its transaction. */
export class JournalTable {
  readonly #orm: Orm
  readonly #clock: Clock
  readonly #newId: NewId
  readonly #statements: ReturnType<typeof statements>

  constructor(orm: Orm, clock: Clock, newId: NewId) {
    this.#orm = orm
    this.#statements = statements(orm)
    this.#clock = clock
    this.#newId = newId
  }

  append(entry: JournalEntry): JournalRecord {
    const seq = this.#statements.nextSeq.get()?.seq
    if (seq === undefined) throw new Error('journal_state has no row')
    const record: JournalRecord = {
      seq,
      id: this.#newId('journalRecord'),
      createdAt: this.#clock.now(),
      entry,
    }
    const bytes = Buffer.byteLength(JSON.stringify(entry))
    this.#statements.insert.run({ ...record, bytes })
    return record
  }

  /** Seq of the newest record ever appended; 0 when none. */
  lastSeq(): number {
    return this.#state().lastSeq
  }

  /** Everything up to here has been stored by the control plane. */
  ackedSeq(): number {
    return this.#state().ackedSeq
  }

  /** Seq of the oldest record still kept; `lastSeq + 1` when none is. */
  firstSeq(): number {
    const row = this.#orm
      .select({ seq: sql<number | null>`min(${journal.seq})` })
      .from(journal)
      .get()
    return row?.seq ?? this.lastSeq() + 1
  }

  /** At most `limit` records after `after`, oldest first, with their sizes in bytes. */
  after(after: number, limit: number): { record: JournalRecord; bytes: number }[] {
    const rows = this.#statements.after.all({ after, limit })
    return rows.map(({ bytes, ...row }) => ({ record: row as JournalRecord, bytes }))
  }

  /** Forgets what the control plane holds. Acknowledging less than before changes nothing. */
  ack(seq: number): void {
    const { lastSeq, ackedSeq } = this.#state()
    const upTo = Math.min(seq, lastSeq)
    if (upTo <= ackedSeq) return
    this.#statements.setAcked.run({ upTo })
    this.#statements.forget.run({ upTo })
  }

  /** Records and bytes kept. */
  size(): { records: number; bytes: number } {
    const row = this.#orm
      .select({ records: sql<number>`count(*)`, bytes: sql<number>`coalesce(sum(${journal.bytes}), 0)` })
      .from(journal)
      .get()
    return row ?? { records: 0, bytes: 0 }
  }

  /** Replaces a record by another entry in place, keeping its seq; used when the journal is over its limit. */
  replace(seq: number, entry: JournalEntry): void {
    const bytes = Buffer.byteLength(JSON.stringify(entry))
    const changed = this.#orm.update(journal).set({ entry, bytes }).where(eq(journal.seq, seq)).run()
    if (changed.changes !== 1) throw new Error(`journal record ${seq} is gone`)
  }

  /**
   * Forgets records that are neither the oldest nor the newest kept of their entity: the newest tells all of
   * them, the oldest keeps an entity ahead of those that refer to it. Returns how many.
   */
  dropSuperseded(): number {
    const result = this.#orm.run(sql`
      delete from ${journal} where seq in (
        select seq from (
          select seq, lag(seq) over entity as older, lead(seq) over entity as newer from ${journal}
          where json_extract(entry, '$.type') in ('workspace', 'session', 'turn', 'item', 'terminal')
          window entity as (partition by json_extract(entry, '$.type'), json_extract(entry, '$.entity.id') order by seq)
        ) where older is not null and newer is not null
      )`)
    return result.changes
  }

  #state(): { lastSeq: number; ackedSeq: number } {
    const state = this.#statements.state.get()
    if (!state) throw new Error('journal_state has no row')
    return state
  }
}
