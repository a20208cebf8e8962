import type { Orphan, OrphanCleaned } from '../../contracts/index.ts'
import type { Command } from '../command.ts'
import { confirm } from '../confirm.ts'

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const when = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')

/** What it holds, a line each. */
function holds(orphan: Orphan): string[] {
  switch (orphan.kind) {
    case 'folder':
      return [
        `Folder ${orphan.path}, no workspace knows it, changed ${when(orphan.changedAt)}`,
        ...orphan.worktrees.map(({ path, branch, uncommittedFiles }) => {
          const work =
            uncommittedFiles === null
              ? 'its repository is gone'
              : plural(uncommittedFiles, 'uncommitted file')
          return `worktree ${path}${branch === null ? '' : ` on ${branch}`}: ${work}`
        }),
        ...(orphan.otherFiles > 0
          ? [`${plural(orphan.otherFiles, 'other entry')} beside them, never deleted`]
          : []),
        ...(orphan.refused === null ? [] : [`cannot be cleaned: ${orphan.refused}`]),
      ]
    case 'processes':
      return [
        `Processes of session ${orphan.sessionId}, which does not run`,
        ...orphan.processes.map(({ pid, command }) => `${pid}  ${command}`),
      ]
    case 'refs':
      return [
        `Hidden refs of ${orphan.workspace === null ? 'an unknown workspace' : `the deleted workspace "${orphan.workspace}"`} in ${orphan.source}`,
        ...orphan.refs.map(({ name, createdAt, title }) => `${name}  ${when(createdAt)}  ${title}`),
      ]
  }
}

function describe(orphan: Orphan): string {
  const [first, ...rest] = holds(orphan)
  return [orphan.id, `  ${first}`, ...rest.map((line) => `    ${line}`)].join('\n')
}

export const orphanList: Command = {
  path: 'orphan list',
  summary: 'List what is left behind and belongs to nothing: folders, processes, backups and snapshots',
  args: [],
  options: {},
  async run({ client, output }) {
    output.result(await (await client()).orphan.list(), (orphans) =>
      orphans.length === 0 ? 'Nothing is left behind.' : orphans.map(describe).join('\n\n'),
    )
  },
}

const cleaned = ({ backups, kept }: OrphanCleaned): string =>
  [
    'Cleaned.',
    ...backups.map(({ ref, files, restore }) => `  ${plural(files, 'file')} kept as ${ref}\n    ${restore}`),
    ...(kept === null ? [] : [`  other files were kept in ${kept}`]),
  ].join('\n')

export const orphanClean: Command = {
  path: 'orphan clean',
  summary: 'Take away one of them, by its id; uncommitted work is kept in a backup first',
  args: ['id'],
  options: { yes: { type: 'boolean', short: 'y', help: 'Do not ask' } },
  async run({ client, output }, [id = ''], options) {
    const app = await client()
    const orphan = (await app.orphan.list()).find((one) => one.id === id)
    if (orphan && options['yes'] !== true) {
      output.note(describe(orphan))
      await confirm(orphan.kind === 'refs' ? 'Delete these refs? Nothing brings them back.' : 'Clean it?')
    }
    output.result(await app.orphan.clean({ id }), cleaned)
  },
}
