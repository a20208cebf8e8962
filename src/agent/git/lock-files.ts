import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Clock } from '../../base/index.ts'
import { Failure } from '../../contracts/index.ts'

/** How git's own lock files are waited for, when somebody else's git has them. */
export interface Contention {
  clock: Clock
  /** A number from 0 up to 1. */
  random: () => number
  /** How long is tried, in milliseconds. */
  waitMs: () => number
}

const firstPauseMs = 20
const longestPauseMs = 500

/**
 * These leave something half done when they fail on a lock in the middle: a second run would fail differently. What
 * `push` complains of may be a lock file of the other side.
 */
const notRepeatable = new Set(['rebase', 'pull', 'am', 'cherry-pick', 'revert', 'push', 'clone', 'bisect'])

/** The lock file that git found taken, from what it said; null when that was not what it failed on. */
export function lockFileIn(said: string, folder: string): string | null {
  const created = /Unable to create '([^'\n]+\.lock)': File exists/i.exec(said)?.[1]
  // `git config` and `git remote` name the file without its lock.
  const config = /could not lock config file ([^\n]+): File exists/i.exec(said)?.[1]
  const found = created ?? (config === undefined ? undefined : `${config}.lock`)
  return found === undefined ? null : resolve(folder, found)
}

/** Another git holds `file`; we never delete it. Its age is what tells a busy git from one that was killed. */
export async function lockFileTaken(clock: Clock, file: string, cause?: unknown): Promise<Failure> {
  const ageMs = await ageOf(clock, file)
  const since = ageMs === null ? '' : ` for ${ageText(ageMs)}`
  return new Failure('branch_lock_timeout', `Another git command holds ${file}${since}`, {
    hint: 'Try again when it is done. If no git command runs there, one was killed: remove that file.',
    details: { lockFile: file, ageMs },
    cause,
  })
}

/**
 * Runs a git command again, after pauses that grow, for as long as it fails on a lock file that another git has.
 * Then throws `branch_lock_timeout` naming the file and its age.
 */
export async function retryOnLock<Result>(
  { clock, random, waitMs }: Contention,
  folder: string,
  args: readonly string[],
  run: () => Promise<Result>,
): Promise<Result> {
  const until = clock.now() + waitMs()
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      return await run()
    } catch (error) {
      const file = lockFileIn(error instanceof Error ? error.message : String(error), folder)
      if (file === null) throw error
      const left = until - clock.now()
      if (left <= 0 || notRepeatable.has(args[0] ?? '')) throw await lockFileTaken(clock, file, error)
      // Between half and the whole: several that wait do not come back all at once.
      await paused(clock, Math.min(pause * (0.5 + random() / 2), left))
    }
  }
}

/** Resolves when the lock file is gone. Throws `branch_lock_timeout` when it stays. */
export async function lockFileGone({ clock, random, waitMs }: Contention, file: string): Promise<void> {
  const until = clock.now() + waitMs()
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    if ((await ageOf(clock, file)) === null) return
    const left = until - clock.now()
    if (left <= 0) throw await lockFileTaken(clock, file)
    await paused(clock, Math.min(pause * (0.5 + random() / 2), left))
  }
}

const paused = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.after(ms, resolve))

/** Milliseconds since the file was made; null when it is not there. */
async function ageOf(clock: Clock, file: string): Promise<number | null> {
  const found = await stat(file).catch(() => null)
  return found && Math.max(0, Math.round(clock.now() - found.mtimeMs))
}

function ageText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
