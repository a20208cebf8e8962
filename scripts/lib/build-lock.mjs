import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { root } from './modern-node.mjs'

/** How often a waiting process looks whether the lock is free, in milliseconds. */
const POLL_MS = 100

const folder = join(root, 'out')
const lockFile = join(folder, '.lock')

/**
 * Runs `work` while no other process builds into out/; waits for one that does. A lock whose holder died is
 * taken over. The lock is made by linking a finished file, so it is never seen without its holder's pid.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withBuildLock(work) {
  mkdirSync(folder, { recursive: true })
  const mine = join(folder, `.lock-${process.pid}`)
  writeFileSync(mine, String(process.pid))
  try {
    while (!tryLink(mine)) {
      if (!isAlive(holder())) takeAway()
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

/** @param {string} mine */
function tryLink(mine) {
  try {
    linkSync(mine, lockFile)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Removes a dead holder's lock. Moved aside first: of two takers only one gets it, and a live lock goes back. */
function takeAway() {
  const aside = join(folder, `.lock-aside-${process.pid}`)
  try {
    renameSync(lockFile, aside)
    if (isAlive(Number(readFileSync(aside, 'utf8')))) linkSync(aside, lockFile)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** The pid in the lock, or undefined when the lock went away meanwhile. */
function holder() {
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
