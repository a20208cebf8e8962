import Database from 'better-sqlite3'

/**
 * Takes an exclusive lock that the operating system drops when the process dies, however it dies: an open
 * write transaction on a small SQLite file. Works alike on Linux, macOS and Windows, unlike a pid file.
 * Returns the release function, or null when another process holds it.
 */
export function acquireInstanceLock(file: string): (() => void) | null {
  const database = new Database(file, { timeout: 0 })
  try {
    // A rollback journal, not WAL: EXCLUSIVE then also keeps out readers.
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return null
    throw error
  }
  return () => {
    database.exec('ROLLBACK')
    database.close()
  }
}
