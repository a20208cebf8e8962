import {
  examineDatabases,
  ownerWords,
  repairDatabase,
  type Clock,
  type DatabaseReport,
  type Home,
} from '../base/index.ts'

/** A damaged database for which there is a backup, in words for a person. */
export interface RepairOffer {
  message: string
  question: string
  /** Puts the newest sound backup back; says what became of the damaged file. */
  accept(): string
}

/** What can be offered before the control plane starts. A database whose program runs is left alone. */
export function repairOffers(home: Home, clock: Clock): RepairOffer[] {
  return examineDatabases(home)
    .filter(({ damage, inUse, backups }) => damage !== null && !inUse && backups.length > 0)
    .map((report) => offer(home, clock, report))
}

function offer(home: Home, clock: Clock, { owner, file, damage, backups }: DatabaseReport): RepairOffer {
  const [newest] = backups
  const from = newest ? new Date(newest.createdAt).toLocaleString() : ''
  return {
    message: `The database of the ${ownerWords[owner]} is damaged (${damage}): ${file}`,
    question: `Put back the backup from ${from}? What was stored since is not in it; the damaged file is kept.`,
    accept() {
      const { backup, movedAside } = repairDatabase(home, owner, null, clock.now())
      return `Backup ${backup?.number} of the ${ownerWords[owner]} was put back; the damaged file is ${movedAside[0] ?? 'gone'}`
    },
  }
}
