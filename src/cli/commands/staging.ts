import { resolve } from 'node:path'
import type { Backup, ChosenFile, RepositoryId, Workspace } from '../../contracts/index.ts'
import type { AppClient } from '../connect.ts'
import { text, UsageError, type Command, type Values } from '../command.ts'

const ofRepository = {
  repository: {
    type: 'string',
    value: '<name>',
    help: 'Repository of the workspace; needed when it has several',
  },
} as const

/** The one repository of a workspace, or the one named. */
export function repositoryOf(workspace: Workspace, options: Values): RepositoryId {
  const name = text(options, 'repository')
  const [only, ...more] = workspace.repositories.filter((each) => name === undefined || each.name === name)
  if (!only) throw new UsageError(`workspace "${workspace.name}" has no repository ${name ?? ''}`)
  if (more.length > 0)
    throw new UsageError(
      `--repository is missing; it is one of ${workspace.repositories.map((each) => each.name).join(', ')}`,
    )
  return only.repositoryId
}

/** Paths as given are relative to the worktree; absolute ones may point into it. */
function files(workspace: Workspace, repositoryId: RepositoryId, paths: readonly string[]): ChosenFile[] {
  const worktree = workspace.repositories.find((each) => each.repositoryId === repositoryId)?.worktree ?? ''
  return paths.map((given) => {
    const inside = given.startsWith(`${worktree}/`) ? resolve(given).slice(worktree.length + 1) : given
    return { path: inside.replace(/^\.\/(?=.)/, ''), oldPath: null, hunks: null }
  })
}

async function chosen(client: AppClient, [reference = '', ...paths]: readonly string[], options: Values) {
  const workspace = await client.workspace.show({ workspace: reference })
  const repositoryId = repositoryOf(workspace, options)
  return {
    workspaceId: workspace.id,
    repositoryId,
    shown: null,
    files: files(workspace, repositoryId, paths),
  }
}

export const stage: Command = {
  path: 'stage',
  summary: 'Stage files or folders of a workspace for the next commit',
  args: ['workspace', 'path'],
  rest: true,
  options: ofRepository,
  async run({ client, output }, args, options) {
    const app = await client()
    output.result(await app.staging.stage(await chosen(app, args, options)), (done) =>
      done.files.map((file) => `staged ${file}`).join('\n'),
    )
  },
}

export const unstage: Command = {
  path: 'unstage',
  summary: 'Take files or folders out of the next commit; their changes stay',
  args: ['workspace', 'path'],
  rest: true,
  options: ofRepository,
  async run({ client, output }, args, options) {
    const app = await client()
    output.result(await app.staging.unstage(await chosen(app, args, options)), (done) =>
      done.files.map((file) => `unstaged ${file}`).join('\n'),
    )
  },
}

const keptAs = (backup: Backup | null): string =>
  backup ? `\nkept as ${backup.ref}\nget it back with: ${backup.restore}` : ''

export const discard: Command = {
  path: 'discard',
  summary: 'Make files or folders what the last commit has; all uncommitted work is kept in a backup first',
  args: ['workspace', 'path'],
  rest: true,
  options: ofRepository,
  async run({ client, output }, args, options) {
    const app = await client()
    output.result(
      await app.staging.discard(await chosen(app, args, options)),
      (done) => done.files.map((file) => `discarded ${file}`).join('\n') + keptAs(done.backup),
    )
  },
}
