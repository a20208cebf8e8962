import type { BackupEntry } from '../../contracts/index.ts'
import { text, UsageError, type Command } from '../command.ts'

const when = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')
const ofWhat = ({ workspace, workspaceId, exists }: BackupEntry): string =>
  `${workspace ?? workspaceId}${exists ? '' : ' (deleted)'}`

export const backupList: Command = {
  path: 'backup list',
  summary: 'List work that was kept before something was removed, also of deleted workspaces',
  args: [],
  options: {
    project: { type: 'string', value: '<project>', help: 'Only those of one project' },
    workspace: {
      type: 'string',
      value: '<workspace>',
      help: 'Only those of one workspace; a deleted one by its id',
    },
  },
  async run({ client, output }, _args, options) {
    const app = await client()
    output.list(
      await app.backup.list({ project: text(options, 'project'), workspace: text(options, 'workspace') }),
      ['when', 'workspace', 'repository', 'ref'],
      (backup) => [when(backup.createdAt), ofWhat(backup), backup.repository, backup.ref],
      'No backups.',
    )
  },
}

export const backupShow: Command = {
  path: 'backup show',
  summary: 'Show what a backup holds, by its ref or the end of it',
  args: ['backup'],
  options: {},
  async run({ client, output }, [backup = '']) {
    output.result(await (await client()).backup.show({ backup }), (found) =>
      [
        found.ref,
        `  ${when(found.createdAt)}  ${ofWhat(found)}  ${found.repository}  ${found.title}`,
        ...found.files.map(({ status, path }) => `  ${status} ${path}`),
        ...(found.total > found.files.length ? [`  and ${found.total - found.files.length} more`] : []),
      ].join('\n'),
    )
  },
}

export const backupRestore: Command = {
  path: 'backup restore',
  summary: 'Bring a backup back, into a new branch or into a workspace; nothing is overwritten',
  args: ['backup'],
  options: {
    branch: { type: 'string', value: '<branch>', help: 'Make this branch at it' },
    workspace: { type: 'string', value: '<workspace>', help: 'Put its changes into the worktree' },
  },
  async run({ client, output }, [backup = ''], options) {
    const [branch, workspace] = [text(options, 'branch'), text(options, 'workspace')]
    if ((branch === undefined) === (workspace === undefined))
      throw new UsageError('give either --branch or --workspace')
    output.result(await (await client()).backup.restore({ backup, branch, workspace }), (restored) =>
      restored.branch === null
        ? [`${restored.files.length} files restored.`, ...restored.files.map((path) => `  ${path}`)].join(
            '\n',
          )
        : `Restored as branch ${restored.branch}.`,
    )
  },
}
