import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Failure } from '../contracts/index.ts'

export type SqliteDatabase = Database.Database

/** Migrations as the build inlines them: file name (`0001_name.sql`) → SQL. Applied in order of name. */
export type Migrations = Readonly<Record<string, string>>

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/**
 * Opens a database in WAL mode (a crash of the process loses no commit) and brings it to the newest version,
 * one transaction a migration; `user_version` counts those applied.
 * Throws when the file is damaged, or comes from a newer version than this program knows.
 */
export function openDatabase(file: string, migrations: Migrations, upTo?: number): SqliteDatabase {
  const database = new Database(file)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma('busy_timeout = 5000')
    if (file !== ':memory:') chmodSync(file, 0o600)
    const steps = Object.entries(migrations).toSorted(([a], [b]) => (fileName(a) < fileName(b) ? -1 : 1))
    const applied = database.pragma('user_version', { simple: true }) as number
    if (applied > steps.length)
      throw new Error(`${file} is of version ${applied}, newer than this program knows (${steps.length})`)
    // Off while migrating: generated migrations rebuild tables by drop and rename.
    database.pragma('foreign_keys = OFF')
    for (const [index, [, sql]] of steps.slice(0, upTo).entries()) {
      if (index < applied) continue
      database.transaction(() => {
        database.exec(sql)
        database.pragma(`user_version = ${index + 1}`)
      })()
    }
    database.pragma('foreign_keys = ON')
    return database
  } catch (error) {
    database.close()
    throw damaged(file, error) ?? error
  }
}

/** What to say of a file that SQLite cannot read, or undefined for any other error. Nothing has been changed then. */
function damaged(file: string, error: unknown): Failure | undefined {
  const { code } = error as { code?: unknown }
  if (code !== 'SQLITE_NOTADB' && code !== 'SQLITE_CORRUPT') return undefined
  return new Failure('internal', `The database ${file} is damaged`, {
    hint: 'It was left as it is. Put a copy of it back, or move it away to start anew.',
    cause: error,
  })
}
