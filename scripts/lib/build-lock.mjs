import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** How often a waiting process looks whether the lock is free, in milliseconds. */
const POLL_MS = 100

/**
 * Runs `work` while no other process builds into the folder; waits for one that does. A lock whose holder died is
 * taken over. The lock is made by linking a finished file, so it is never seen without its holder's pid.
 * @template T
 * @param {string} folder where the lock lies; made when missing
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withBuildLock(folder, work) {
  mkdirSync(folder, { recursive: true })
  const lockFile = join(folder, '.lock')
  const mine = join(folder, `.lock-${process.pid}`)
  writeFileSync(mine, String(process.pid))
  try {
    while (!tryLink(mine, lockFile)) {
      if (!isAlive(holder(lockFile))) takeAway(lockFile)
      else await delay(POLL_MS)
    }
    try {
      return await work()
    } finally {
      rmSync(lockFile, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/**
 * @param {string} mine
 * @param {string} lockFile
 */
function tryLink(mine, lockFile) {
  try {
    linkSync(mine, lockFile)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * Removes a dead holder's lock. Moved aside first: of two takers only one gets it, and a live lock goes back.
 * @param {string} lockFile
 */
function takeAway(lockFile) {
  const aside = `${lockFile}-aside-${process.pid}`
  try {
    renameSync(lockFile, aside)
    if (isAlive(Number(readFileSync(aside, 'utf8')))) linkSync(aside, lockFile)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/**
 * The pid in the lock, or undefined when the lock went away meanwhile.
 * @param {string} lockFile
 */
function holder(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** @param {number | undefined} pid */
function isAlive(pid) {
  if (pid === undefined) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && 'code' in error ? error.code : undefined)
