import {
  databaseOwners,
  examineDatabases,
  ownerWords,
  repairDatabase,
  type DatabaseReport,
  type Home,
} from '../../base/index.ts'
import { choice, text, UsageError, type Command } from '../command.ts'
import { confirm } from '../confirm.ts'
import { ago } from '../output.ts'

const size = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`

function describe({ owner, file, bytes, inUse, damage, backups }: DatabaseReport, now: number): string {
  const state = damage !== null ? `DAMAGED: ${damage}` : bytes === null ? 'not there yet' : 'sound'
  return [
    `${ownerWords[owner]}  ${file}`,
    `  ${state}${bytes === null ? '' : `, ${size(bytes)}`}${inUse ? ', in use' : ''}`,
    ...backups.map(
      ({ number, createdAt, bytes: length, file: path }) =>
        `  backup ${number}  ${ago(createdAt, now)} old, ${size(length)}  ${path}`,
    ),
    ...(backups.length === 0 ? ['  no backups'] : []),
    ...(damage === null ? [] : [`  ${advice(owner, backups.length > 0, inUse)}`]),
  ].join('\n')
}

function advice(owner: DatabaseReport['owner'], backup: boolean, inUse: boolean): string {
  const stop = inUse ? 'switchyard stop --agent, then ' : ''
  return backup
    ? `Put the newest backup back: ${stop}switchyard doctor --restore ${owner}`
    : `Start with a new one: ${stop}switchyard doctor --start-anew ${owner}`
}

/** Works on the files themselves: it must be able to help where nothing starts any more. */
export const doctor = (home: Home): Command => ({
  path: 'doctor',
  summary: 'Examine the databases; put a backup back where one is damaged',
  args: [],
  options: {
    restore: { type: 'string', value: '<app|agent>', help: 'Put a backup of this database back' },
    backup: { type: 'string', value: '<number>', help: 'Which one (default: the newest that is sound)' },
    'start-anew': {
      type: 'string',
      value: '<app|agent>',
      help: 'Move this database aside; the next start makes a new one',
    },
    yes: { type: 'boolean', short: 'y', help: 'Do not ask' },
  },
  async run({ output }, _args, options) {
    const restore = choice(options, 'restore', databaseOwners)
    const anew = choice(options, 'start-anew', databaseOwners)
    const number = text(options, 'backup')
    if (number !== undefined && !/^\d+$/.test(number)) throw new UsageError('--backup is a number')
    if (restore && anew) throw new UsageError('--restore and --start-anew exclude each other')
    const owner = restore ?? anew
    if (!owner) {
      const reports = examineDatabases(home, true)
      output.result(reports, () => reports.map((report) => describe(report, Date.now())).join('\n\n'))
      if (reports.some(({ damage }) => damage !== null)) process.exitCode = 1
      return
    }
    if (options['yes'] !== true) {
      output.note(
        restore
          ? `What the ${ownerWords[owner]} stored after the backup is not in it. The present file is moved aside and kept.`
          : `The ${ownerWords[owner]} forgets all it knew. The present file is moved aside and kept; no worktree is touched.`,
      )
      await confirm(restore ? 'Put the backup back?' : 'Start with a new database?')
    }
    const which = anew ? 'none' : number === undefined ? null : Number(number)
    output.result(repairDatabase(home, owner, which, Date.now()), ({ backup, movedAside }) =>
      [
        backup ? `Put back backup ${backup.number}.` : 'The next start makes a new database.',
        ...movedAside.map((file) => `  kept: ${file}`),
      ].join('\n'),
    )
  },
})
