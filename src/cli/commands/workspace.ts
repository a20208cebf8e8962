import { randomUUID } from 'node:crypto'
import type { Workspace } from '../../contracts/index.ts'
import { required, text, type Command, type Context } from '../command.ts'
import { confirm } from '../confirm.ts'
import { ago } from '../output.ts'

/** A workspace as commands show it. */
export const describeWorkspace = (workspace: Workspace): string =>
  [
    [workspace.name, workspace.id, workspace.status, ...marksOf(workspace)].join('  '),
    ...(workspace.error ? [`  ${workspace.error.code}: ${workspace.error.message}`] : []),
    ...workspace.repositories.map(
      (repository) =>
        `  ${repository.name}  ${repository.branch} from ${repository.baseBranch} (${repository.baseCommit.slice(0, 10)})${repository.enabled ? '' : '  not given to agents'}\n    ${repository.worktree}`,
    ),
  ].join('\n')

const marksOf = ({ pinned, archived }: Workspace): string[] => [
  ...(pinned ? ['pinned'] : []),
  ...(archived ? ['archived'] : []),
]

export const workspaceCreate: Command = {
  path: 'workspace create',
  summary: 'Create a workspace: a branch in a git worktree of its own',
  args: [],
  options: {
    project: { type: 'string', value: '<project>', help: 'Project, by id or name' },
    branch: { type: 'string', value: '<branch>', help: 'New branch (default: made from the prompt or name)' },
    base: {
      type: 'string',
      value: '<branch>',
      help: "Branch to start from (default: the repository's default)",
    },
    name: { type: 'string', value: '<name>', help: 'Display name' },
    prompt: { type: 'string', value: '<text>', help: 'What is to be done here' },
    suffix: { type: 'boolean', help: 'Add -2, -3, … to a branch name that is taken' },
  },
  async run({ client, output }, _args, options) {
    const created = await (
      await client()
    ).workspace.create({
      project: required(options, 'project'),
      branch: text(options, 'branch'),
      baseBranch: text(options, 'base'),
      name: text(options, 'name'),
      prompt: text(options, 'prompt'),
      branchPolicy: options['suffix'] ? 'suffix' : 'unique',
      idempotencyKey: randomUUID(),
    })
    output.result(created, describeWorkspace)
  },
}

export const workspaceList: Command = {
  path: 'workspace list',
  summary: 'List workspaces',
  args: [],
  options: { project: { type: 'string', value: '<project>', help: 'Only those of one project' } },
  async run({ client, output }, _args, options) {
    output.list(
      await (await client()).workspace.list({ project: text(options, 'project') }),
      ['id', 'name', 'state', 'branch', 'created'],
      (workspace) => [
        workspace.id,
        workspace.name,
        workspace.status,
        workspace.branch,
        ago(workspace.createdAt, Date.now()),
      ],
      'No workspaces. Create one: switchyard workspace create --project <project>',
    )
  },
}

const act = (
  path: string,
  summary: string,
  call: (context: Context, workspace: string) => Promise<Workspace>,
): Command => ({
  path,
  summary,
  args: ['workspace'],
  options: {},
  async run(context, [workspace = '']) {
    context.output.result(await call(context, workspace), describeWorkspace)
  },
})

export const workspaceShow = act('workspace show', 'Show a workspace', async ({ client }, workspace) =>
  (await client()).workspace.show({ workspace }),
)

export const workspaceStop = act(
  'workspace stop',
  'End all processes of a workspace; every file stays',
  async ({ client }, workspace) => (await client()).workspace.stop({ workspace }),
)

export const workspaceRestart = act(
  'workspace restart',
  'Make a stopped workspace usable again; old sessions stay stopped',
  async ({ client }, workspace) => (await client()).workspace.restart({ workspace }),
)

export const workspaceRename: Command = {
  path: 'workspace rename',
  summary: 'Change the display name of a workspace',
  args: ['workspace', 'name'],
  options: {},
  async run({ client, output }, [workspace = '', name = '']) {
    output.result(await (await client()).workspace.rename({ workspace, name }), describeWorkspace)
  },
}

export const workspaceDelete: Command = {
  path: 'workspace delete',
  summary: 'Delete a workspace; uncommitted work is saved first and branches stay',
  args: ['workspace'],
  options: {
    branches: { type: 'boolean', help: 'Delete its branches too, where they were made for it' },
    yes: { type: 'boolean', short: 'y', help: 'Do not ask' },
  },
  async run({ client, output }, [workspace = ''], options) {
    const app = await client()
    const branches = options['branches'] === true ? 'delete' : 'keep'
    if (options['yes'] !== true) {
      const impact = await app.workspace.deletionImpact({ workspace })
      for (const repository of impact.repositories)
        output.note(
          `${repository.repository}: ${repository.uncommittedFiles} uncommitted files will be saved to a backup ref, branch ${repository.branch} ${branches === 'delete' && repository.branchMade ? 'goes, a backup ref keeps its commits' : 'stays'} (${repository.unmergedCommits} commits only there)`,
        )
      output.note(`${impact.runningSessions} sessions and ${impact.terminals} terminals end.`)
      await confirm('Delete the workspace?')
    }
    output.result(await app.workspace.delete({ workspace, branches }), (deleted) =>
      [
        `Deleted ${deleted.id}.`,
        ...deleted.branchesKept.map(({ repository, branch }) => `  ${repository}: branch ${branch} stays`),
        ...deleted.branchesDeleted.map(
          ({ repository, branch, ref }) =>
            `  ${repository}: branch ${branch} deleted, its commits are at ${ref}`,
        ),
        ...deleted.backups.map(
          (backup) =>
            `  ${backup.repository}: ${backup.files} files saved to ${backup.ref}\n    get them back: ${backup.restore}`,
        ),
      ].join('\n'),
    )
  },
}
