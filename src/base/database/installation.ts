import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from '../../contracts/index.ts'
import type { Home } from '../home.ts'
import { acquireInstanceLock } from '../instance-lock.ts'
import { listBackups, type DatabaseBackup } from './backups.ts'
import { findDamage } from './damage.ts'
import { restoreDatabase, setAsideDatabase, type Restored } from './restore.ts'

/** Whose database it is: the control plane's (`app`) or the local node agent's. */
export const databaseOwners = ['app', 'agent'] as const
export type DatabaseOwner = (typeof databaseOwners)[number]

export const ownerWords: Record<DatabaseOwner, string> = { app: 'control plane', agent: 'node agent' }

/** A database of this home, as it is now. */
export interface DatabaseReport {
  owner: DatabaseOwner
  file: string
  /** Null when there is none yet. */
  bytes: number | null
  /** Its program runs: it can be looked at, not replaced. */
  inUse: boolean
  /** Why it cannot be used; null when it can. */
  damage: string | null
  /** Newest first. */
  backups: DatabaseBackup[]
}

const places = (home: Home): Record<DatabaseOwner, { file: string; lock: string }> => ({
  app: { file: home.appDatabase, lock: home.controlPlaneLock },
  agent: { file: home.agent.database, lock: home.agent.lock },
})

/** Looks at both databases of the home and changes nothing. `whole` reads all of each, however large. */
export function examineDatabases(home: Home, whole = false): DatabaseReport[] {
  return databaseOwners.map((owner) => {
    const { file, lock } = places(home)[owner]
    const stat = statSync(file, { throwIfNoEntry: false })
    const inUse = stat !== undefined && isHeld(lock)
    return {
      owner,
      file,
      bytes: stat?.size ?? null,
      inUse,
      damage: findDamage(file, whole),
      backups: listBackups(file),
    }
  })
}

/**
 * Puts a backup back (see `restoreDatabase`), or with `number` `'none'` gives the database up for a new one.
 * Throws `invalid_transition` while its program runs, and what `restoreDatabase` throws.
 */
export function repairDatabase(
  home: Home,
  owner: DatabaseOwner,
  number: number | null | 'none',
  now: number,
): Restored {
  const { file, lock } = places(home)[owner]
  mkdirSync(dirname(lock), { recursive: true, mode: 0o700 })
  const release = acquireInstanceLock(lock)
  if (!release)
    throw new Failure('invalid_transition', `The ${ownerWords[owner]} is running`, {
      hint: 'Stop it first: switchyard stop --agent',
    })
  try {
    if (number === 'none') return { backup: null, movedAside: setAsideDatabase(file, now) }
    return restoreDatabase(file, number, now)
  } finally {
    release()
  }
}

function isHeld(lock: string): boolean {
  if (!statSync(lock, { throwIfNoEntry: false })) return false
  const release = acquireInstanceLock(lock)
  release?.()
  return release === null
}
