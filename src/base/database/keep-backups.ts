import { mkdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Limits } from '../../contracts/index.ts'
import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import type { Scope } from '../scope.ts'
import { backupFolder, listBackups, nextBackup, pruneBackups } from './backups.ts'

export interface KeepBackups {
  /** The database, which is open in this process. */
  file: string
  clock: Clock
  log: Logger
  limits(): Limits
  /** The database was found damaged while it was in use; `reason` says how. */
  damaged(reason: string): void
}

/**
 * Keeps rolling backups: one some time after the start, unless the newest is younger than `databaseBackupFreshMs`,
 * and then one every `databaseBackupEveryMs`; the `databaseBackups` newest stay. Copying runs on a thread of its
 * own. A damaged database is never copied, so sound backups are not pushed out; a full disk is left alone.
 * Ends with `scope`.
 */
export function keepBackups(options: KeepBackups, scope: Scope): void {
  const { file, clock, limits } = options
  let cancel = (): unknown => undefined
  let copying: Promise<unknown> = Promise.resolve()
  const schedule = (ms: number): void => {
    cancel = clock.after(ms, () => {
      copying = backUpAndGoOn()
    })
  }
  const backUpAndGoOn = async (): Promise<void> => {
    await backUp(options, scope.signal)
    if (!scope.closed) schedule(limits().databaseBackupEveryMs)
  }
  const age = clock.now() - (listBackups(file)[0]?.createdAt ?? -Infinity)
  // A clock that was put back makes the newest look as if from the future: then, too, one is due.
  const fresh = age >= 0 && age < limits().databaseBackupFreshMs
  schedule(fresh ? limits().databaseBackupEveryMs - age : limits().databaseBackupDelayMs)
  scope.add(async () => {
    cancel()
    await copying
  })
}

/** Makes one backup now. What goes wrong is logged: the database itself is none the worse. */
export async function backUp(
  { file, clock, log, limits, damaged }: KeepBackups,
  signal: AbortSignal,
): Promise<void> {
  try {
    mkdirSync(backupFolder(file), { recursive: true, mode: 0o700 })
    pruneBackups(file, limits().databaseBackups)
    const needed = sizeOf(file) + sizeOf(`${file}-wal`)
    const free = freeBytes(backupFolder(file))
    if (free < needed + limits().databaseBackupReserveBytes) {
      log.warn({ file, needed, free }, 'no backup of the database: the disk is nearly full')
      return
    }
    const next = nextBackup(file, clock.now())
    const problem = await copyOnThread(file, next.partial, signal)
    if (problem) {
      rmSync(next.partial, { force: true })
      if (signal.aborted) return
      log.error({ file, ...problem }, 'no backup of the database')
      if (problem.code.startsWith('SQLITE_CORRUPT') || problem.code === 'SQLITE_NOTADB')
        damaged(problem.message)
      return
    }
    renameSync(next.partial, next.file)
    pruneBackups(file, limits().databaseBackups)
    log.info({ backup: next.file, bytes: sizeOf(next.file) }, 'backed up the database')
  } catch (error) {
    log.error({ err: error, file }, 'no backup of the database')
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

interface Problem {
  code: string
  message: string
}

// From the sources, as tests run it, the thread is a `.ts` file; in a build it is an entry beside the bundle.
const threadFile = join(import.meta.dirname, `copy-worker${extname(import.meta.filename)}`)

/** Null when the copy is whole, else what went wrong. */
function copyOnThread(source: string, target: string, signal: AbortSignal): Promise<Problem | null> {
  return new Promise((resolve) => {
    const worker = new Worker(threadFile, { workerData: { source, target }, stdout: false, env: {} })
    const end = (): void => void worker.terminate()
    signal.addEventListener('abort', end, { once: true })
    let problem: Problem | null = null
    worker.once('error', (error: Error & { code?: unknown }) => {
      problem = { code: String(error.code), message: error.message }
    })
    worker.once('exit', (status) => {
      signal.removeEventListener('abort', end)
      resolve(problem ?? (status === 0 ? null : { code: 'ENDED', message: 'the thread was ended' }))
    })
  })
}
