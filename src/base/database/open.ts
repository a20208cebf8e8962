import { chmodSync, mkdirSync, renameSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { backupFolder, nextBackup } from './backups.ts'
import { copyDatabase } from './copy.ts'
import { databaseDamaged, findDamage } from './damage.ts'
import { databaseFailure } from './failures.ts'
import { keepStatements } from './keep-statements.ts'

export type SqliteDatabase = Database.Database

/** Migrations as the build inlines them: file name (`0001_name.sql`) → SQL. Applied in order of name. */
export type Migrations = Readonly<Record<string, string>>

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/**
 * Opens a database in WAL mode (a crash of the process loses no commit) and brings it to the newest version,
 * one transaction a migration; `user_version` counts those applied. A database that is to be migrated is backed up
 * first. Throws `database_damaged` (nothing has been changed then),
 * `disk_full`, and when the file comes from a newer version than this program knows.
 */
export function openDatabase(file: string, migrations: Migrations, upTo?: number): SqliteDatabase {
  const inMemory = file === ':memory:'
  const damage = inMemory ? null : findDamage(file)
  if (damage !== null) throw databaseDamaged(file, damage)
  let database: SqliteDatabase | undefined
  try {
    database = new Database(file)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma('busy_timeout = 5000')
    if (!inMemory) chmodSync(file, 0o600)
    const steps = Object.entries(migrations).toSorted(([a], [b]) => (fileName(a) < fileName(b) ? -1 : 1))
    const applied = database.pragma('user_version', { simple: true }) as number
    if (applied > steps.length)
      throw new Error(`${file} is of version ${applied}, newer than this program knows (${steps.length})`)
    const due = steps.slice(0, upTo).slice(applied)
    if (due.length > 0 && applied > 0 && !inMemory) backUpBeforeMigration(file)
    // Off while migrating: generated migrations rebuild tables by drop and rename.
    database.pragma('foreign_keys = OFF')
    for (const [index, [, sql]] of due.entries()) migrate(database, sql, applied + index + 1)
    database.pragma('foreign_keys = ON')
    keepStatements(database)
    return database
  } catch (error) {
    database?.close()
    throw databaseFailure(file, error)
  }
}

function migrate(database: SqliteDatabase, sql: string, version: number): void {
  database.transaction(() => {
    database.exec(sql)
    database.pragma(`user_version = ${version}`)
  })()
}

/** A migration that turns out wrong must not be the end of what there was. */
function backUpBeforeMigration(file: string): void {
  mkdirSync(backupFolder(file), { recursive: true, mode: 0o700 })
  const next = nextBackup(file, Math.floor(statSync(file).mtimeMs))
  copyDatabase(file, next.partial)
  renameSync(next.partial, next.file)
}
