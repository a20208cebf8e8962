import { randomUUID } from 'node:crypto'
import type { CopyOf, TurnId, Workspace } from '../../contracts/index.ts'
import { UsageError, text, type Command, type OptionHelp, type Values } from '../command.ts'
import { confirm } from '../confirm.ts'
import type { AppClient } from '../connect.ts'
import { describeWorkspace } from './workspace.ts'

const act = (
  name: string,
  summary: string,
  call: (app: AppClient, workspace: string, options: Values) => Promise<Workspace>,
  options: Readonly<Record<string, OptionHelp>> = {},
): Command => ({
  path: `workspace ${name}`,
  summary,
  args: ['workspace'],
  options,
  async run({ client, output }, [workspace = ''], values) {
    output.result(await call(await client(), workspace, values), describeWorkspace)
  },
})

export const workspacePin = act('pin', 'Put a workspace first in the lists', (app, workspace) =>
  app.workspace.configure({ workspace, pinned: true }),
)

export const workspaceUnpin = act('unpin', 'Put a workspace back among the others', (app, workspace) =>
  app.workspace.configure({ workspace, pinned: false }),
)

export const workspaceArchive = act(
  'archive',
  'End what runs in a workspace and take it out of the lists; its history stays',
  (app, workspace, { 'remove-files': remove }) =>
    app.workspace.archive({ workspace, worktrees: remove === true ? 'remove' : 'keep' }),
  {
    'remove-files': {
      type: 'boolean',
      help: 'Put all its files aside in backup refs and remove them; ignored files are not kept',
    },
  },
)

export const workspaceUnarchive = act(
  'unarchive',
  'Bring an archived workspace back, with its files as they were',
  (app, workspace, options) => app.workspace.unarchive({ workspace, newBranch: text(options, 'new-branch') }),
  {
    'new-branch': {
      type: 'string',
      value: '<branch>',
      help: 'Bring it back on a new branch, where its own is gone, has moved or is in use',
    },
  },
)

export const workspaceRenameBranch: Command = {
  path: 'workspace rename-branch',
  summary: 'Rename the branch of a workspace in all of its repositories',
  args: ['workspace', 'branch'],
  options: {},
  async run({ client, output }, [workspace = '', branch = '']) {
    output.result(await (await client()).workspace.renameBranch({ workspace, branch }), describeWorkspace)
  },
}

const copyOptions = {
  name: { type: 'string', value: '<name>', help: 'Display name' },
  branch: { type: 'string', value: '<branch>', help: "New branch (default: the other's with -2, -3, …)" },
} as const satisfies Record<string, OptionHelp>

const copy = (app: AppClient, workspace: string, options: Values, of: CopyOf): Promise<Workspace> =>
  app.workspace.copy({
    workspace,
    of,
    name: text(options, 'name'),
    branch: text(options, 'branch'),
    idempotencyKey: randomUUID(),
  })

export const workspaceDuplicate = act(
  'duplicate',
  'Create a workspace at the same commits as another',
  (app, workspace, options) =>
    copy(
      app,
      workspace,
      options,
      options['changes'] === true ? { kind: 'uncommitted', move: false } : { kind: 'commits' },
    ),
  { ...copyOptions, changes: { type: 'boolean', help: 'With its uncommitted changes, staged as they are' } },
)

export const workspaceSpinOff = act(
  'spin-off',
  'Move the uncommitted changes of a workspace into a new one',
  (app, workspace, options) => {
    const turnId = text(options, 'turn')
    return copy(
      app,
      workspace,
      options,
      turnId === undefined ? { kind: 'uncommitted', move: true } : { kind: 'turn', turnId: turnId as TurnId },
    )
  },
  {
    ...copyOptions,
    turn: {
      type: 'string',
      value: '<turn>',
      help: 'Instead: with the files as they were when that turn ended',
    },
  },
)

const what = (act: 'archive' | 'delete', branches: boolean): string =>
  act === 'archive'
    ? 'archived, with their files put aside in backup refs'
    : branches
      ? 'deleted with their branches; backup refs keep the commits'
      : 'deleted; their branches stay'

export const workspaceCleanUp: Command = {
  path: 'workspace clean-up',
  summary: 'Archive or delete workspaces whose branch is merged into its base',
  args: [],
  options: {
    project: { type: 'string', value: '<project>', help: 'Only those of one project' },
    archive: { type: 'boolean', help: 'Archive them and remove their files' },
    delete: { type: 'boolean', help: 'Delete them' },
    branches: { type: 'boolean', help: 'With --delete: their branches too, where they were made for them' },
    yes: { type: 'boolean', short: 'y', help: 'Do not ask' },
  },
  async run({ client, output, signal }, _args, options) {
    const [archive, remove] = [options['archive'] === true, options['delete'] === true]
    if (archive && remove) throw new UsageError('--archive and --delete exclude each other')
    const app = await client()
    const found = []
    for (const workspace of await app.workspace.list({ project: text(options, 'project') })) {
      if (workspace.archived || signal.aborted) continue
      const state = await app.workspace.mergedState({ workspace: workspace.id })
      if (!state.merged) continue
      const { bytes } = await app.workspace.size({ workspace: workspace.id })
      found.push({ id: workspace.id, name: workspace.name, branch: workspace.branch, bytes, ...state })
    }
    const list = found.map(
      ({ id, name, branch, bytes, uncommittedFiles }) =>
        `${id}  ${name}  ${branch}  ${Math.ceil(bytes / 1024)} KiB${uncommittedFiles > 0 ? `  ${uncommittedFiles} uncommitted files` : ''}`,
    )
    if (found.length === 0 || !(archive || remove))
      return output.result(found, () => (list.length === 0 ? 'No workspace is merged.' : list.join('\n')))
    const way = what(archive ? 'archive' : 'delete', options['branches'] === true)
    if (options['yes'] !== true) {
      for (const line of list) output.note(line)
      await confirm(`These ${found.length} will be ${way}. Go on?`)
    }
    for (const { id } of found)
      if (archive) await app.workspace.archive({ workspace: id, worktrees: 'remove' })
      else await app.workspace.delete({ workspace: id, branches: options['branches'] ? 'delete' : 'keep' })
    output.result(found, () => `${found.length} workspaces were ${way}.`)
  },
}
