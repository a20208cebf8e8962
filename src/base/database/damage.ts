import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Failure } from '../../contracts/index.ts'
import { listBackups } from './backups.ts'

/** Larger files are looked through by the backups' worker only: at start it would take too long. */
const checkedAtStartBytes = 32 * 1024 * 1024

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? -1

/**
 * Why the database cannot be used, in words; null when it can, or is not there yet. Reads only: the file, its
 * write-ahead log and what else lies beside it stay as they are. `whole` looks through a file of any size.
 */
export function findDamage(file: string, whole = false): string | null {
  const size = sizeOf(file)
  // SQLite would take an empty file for a new database, and throw the log away with all that is only in there.
  if (size <= 0 && sizeOf(`${file}-wal`) > 0) return 'the file is empty, its write-ahead log is not'
  if (size === 0 && listBackups(file).length > 0) return 'the file is empty'
  if (size <= 0) return null
  let database: Database.Database | undefined
  try {
    database = new Database(file, { readonly: true, timeout: 5_000 })
    database.pragma('schema_version')
    if (!whole && size > checkedAtStartBytes) return null
    const found = database.pragma('quick_check(1)', { simple: true })
    return found === 'ok' ? null : String(found)
  } catch (error) {
    if (isDamage(error)) return (error as Error).message
    throw error
  } finally {
    database?.close()
  }
}

/** Whether SQLite says by this error that a file is not what it should be. */
export function isDamage(error: unknown): boolean {
  const code = String((error as { code?: unknown }).code)
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}

/** What to say of a damaged database. `details.backups` are there to be put back, newest first. */
export function databaseDamaged(file: string, reason: string, cause?: unknown): Failure {
  const backups = listBackups(file)
  const offer = backups[0]
    ? `"switchyard doctor" lists ${backups.length === 1 ? 'its backup' : `its ${backups.length} backups`} and puts one back`
    : 'There is no backup of it; "switchyard doctor" says what can be done'
  return new Failure('database_damaged', `The database ${file} is damaged: ${reason}`, {
    hint: `It was left as it is. ${offer}.`,
    details: { database: file, reason, backups },
    cause,
  })
}
