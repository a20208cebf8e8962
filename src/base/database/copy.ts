import { chmodSync, closeSync, fsyncSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'

/** `application_id` of a backup: whoever opens a database that bears it knows that it was put back. */
export const copyMark = 0x5359_4332

/**
 * Copies a database that may be in use to `target`, whole and defragmented, as of one moment; writers are not held
 * up. The source is looked through first: a damaged one is never copied. Synchronous, and slow for a large one: run
 * it on a worker. Throws SQLite's errors; `target` may then be there in part.
 */
export function copyDatabase(source: string, target: string): void {
  const database = new Database(source, { readonly: true, fileMustExist: true, timeout: 5_000 })
  try {
    const found = database.pragma('quick_check(1)', { simple: true })
    if (found !== 'ok') throw new DamageFound(String(found))
    database.prepare('VACUUM INTO ?').run(target)
  } finally {
    database.close()
  }
  const copy = new Database(target)
  try {
    copy.pragma(`application_id = ${copyMark}`)
  } finally {
    copy.close()
  }
  chmodSync(target, 0o600)
  const handle = openSync(target, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

/** `quick_check` found what is not as it must be. */
export class DamageFound extends Error {
  readonly code = 'SQLITE_CORRUPT'
}
