import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { Failure } from '../../contracts/index.ts'
import { listBackups, type DatabaseBackup } from './backups.ts'
import { findDamage } from './damage.ts'

export interface Restored {
  /** Null when a new database was wanted. */
  backup: DatabaseBackup | null
  /** Where the damaged file and its write-ahead log lie now; empty when there was none. */
  movedAside: string[]
}

/**
 * Puts a backup in the database's place; `number` names it, the newest sound one is taken when it is null. What was
 * there is moved aside, never deleted. The caller holds the lock of whoever uses the database. A crash in between
 * leaves the old file in its place. Throws `invalid_input` when there is no such backup.
 */
export function restoreDatabase(file: string, number: number | null, now: number): Restored {
  const backup = listBackups(file).find((candidate) =>
    number === null ? findDamage(candidate.file, true) === null : candidate.number === number,
  )
  if (!backup)
    throw new Failure(
      'invalid_input',
      number === null ? `There is no sound backup of ${file}` : `There is no backup ${number} of ${file}`,
      { hint: '"switchyard doctor" lists what there is.' },
    )
  const damage = findDamage(backup.file, true)
  if (damage) throw new Failure('database_damaged', `The backup ${backup.file} is damaged too: ${damage}`)
  const fresh = `${file}.restoring`
  copyFileSync(backup.file, fresh)
  const handle = openSync(fresh, 'r+')
  fsyncSync(handle)
  closeSync(handle)
  const movedAside = moveAside(file, now)
  renameSync(fresh, file)
  return { backup, movedAside }
}

/** Gives up a database for which there is no backup: it is moved aside, and the next start makes a new one. */
export function setAsideDatabase(file: string, now: number): string[] {
  const moved = moveAside(file, now)
  rmSync(file, { force: true })
  return moved
}

/** Gives the file another name beside its own, and moves what belongs to it. */
function moveAside(file: string, now: number): string[] {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-')
  let aside = `${file}.damaged-${stamp}`
  for (let n = 2; existsSync(aside); n++) aside = `${file}.damaged-${stamp}-${n}`
  const moved: string[] = []
  // The log first: without it, and in this order, a crash leaves the old file, not a new one with an old log.
  for (const suffix of ['-wal', '-shm'])
    if (existsSync(file + suffix)) {
      renameSync(file + suffix, aside + suffix)
      moved.push(aside + suffix)
    }
  if (existsSync(file)) {
    // A second name, so that there is a database at every moment; a file system without them gets a copy.
    try {
      linkSync(file, aside)
    } catch {
      copyFileSync(file, aside, constants.COPYFILE_EXCL)
    }
    moved.unshift(aside)
  }
  return moved
}
