import { readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'

/** A whole copy of a database, taken while it was in use. */
export interface DatabaseBackup {
  file: string
  /** Counts up with each backup of this database; the order of age whatever the clock said. */
  number: number
  /** Milliseconds since the epoch, by the clock of its time. */
  createdAt: number
  bytes: number
}

/** Where the backups of a database lie: `backups/` beside it. */
export const backupFolder = (database: string): string => join(dirname(database), 'backups')

/** `…/agent.db` → `agent`. */
const stem = (database: string): string => basename(database, extname(database))

const partial = '.partial'

/** Backups of the database, newest first. */
export function listBackups(database: string): DatabaseBackup[] {
  const folder = backupFolder(database)
  const prefix = `${stem(database)}-`
  return names(folder)
    .flatMap((name) => {
      const match = name.startsWith(prefix) && /^(\d{6,})-(\d+)\.db$/.exec(name.slice(prefix.length))
      if (!match) return []
      const file = join(folder, name)
      const stat = statSync(file, { throwIfNoEntry: false })
      return stat?.isFile()
        ? [{ file, number: Number(match[1]), createdAt: Number(match[2]), bytes: stat.size }]
        : []
    })
    .toSorted((a, b) => b.number - a.number)
}

/** Where the next backup is written and, once whole, what it is renamed to. */
export function nextBackup(database: string, now: number): { partial: string; file: string } {
  const number = (listBackups(database)[0]?.number ?? 0) + 1
  const name = `${stem(database)}-${String(number).padStart(6, '0')}-${now}.db`
  const file = join(backupFolder(database), name)
  return { partial: file + partial, file }
}

/** Removes all but the `keep` newest, and halves that a crash left behind. Only while none is being written. */
export function pruneBackups(database: string, keep: number): void {
  for (const { file } of listBackups(database).slice(Math.max(keep, 1))) rmSync(file, { force: true })
  const folder = backupFolder(database)
  for (const name of names(folder))
    if (name.startsWith(`${stem(database)}-`) && name.endsWith(partial))
      rmSync(join(folder, name), { force: true })
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
