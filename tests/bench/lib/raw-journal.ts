import Database from 'better-sqlite3'
import type { JournalRecord } from '../../../src/contracts/index.ts'

/**
 * Inserts records into a table of the journal's shape, with one prepared statement and nothing else, in transactions
 * of `together` records. The database is opened as ours are. Returns the milliseconds the inserts took.
 */
export function insertDirectly(file: string, records: readonly JournalRecord[], together: number): number {
  const database = new Database(file)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.exec(
      `CREATE TABLE journal (seq integer PRIMARY KEY NOT NULL, id text NOT NULL UNIQUE, created_at integer NOT NULL,
        bytes integer NOT NULL, entry text NOT NULL)`,
    )
    const insert = database.prepare('INSERT INTO journal VALUES (?, ?, ?, ?, ?)')
    const write = database.transaction((some: readonly JournalRecord[]) => {
      for (const { seq, id, createdAt, entry } of some) {
        const text = JSON.stringify(entry)
        insert.run(seq, id, createdAt, Buffer.byteLength(text), text)
      }
    })
    const started = performance.now()
    for (let at = 0; at < records.length; at += together) write(records.slice(at, at + together))
    return performance.now() - started
  } finally {
    database.close()
  }
}
