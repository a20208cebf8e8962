import { runAttached } from '../../base/index.ts'
import {
  Failure,
  toFailure,
  type FoundLine,
  type RepositoryId,
  type Workspace,
} from '../../contracts/index.ts'
import { text, UsageError, type Command } from '../command.ts'
import type { AppClient } from '../connect.ts'

/** `path:12:3` as a path and a place in it. */
export function readPlace(given: string): { path: string; line?: number; column?: number } {
  const found = /^(.+?):(\d+)(?::(\d+))?$/.exec(given)
  if (!found) return { path: given }
  const [, path = '', line, column] = found
  if (Number(line) < 1) throw new UsageError(`lines are counted from 1, not ${line}`)
  return { path, line: Number(line), ...(column ? { column: Math.max(1, Number(column)) } : {}) }
}

/** The repository a path is of: with several, its first part names one; else the one that has the file. */
async function repositoryOf(
  app: AppClient,
  workspace: Workspace,
  path: string,
): Promise<{ repositoryId: RepositoryId; path: string }> {
  const [first, ...others] = workspace.repositories
  if (!first) throw new Failure('repository_not_found', `Workspace "${workspace.name}" has no repository`)
  if (others.length === 0) return { repositoryId: first.repositoryId, path }
  const named = workspace.repositories.find(({ name }) => path === name || path.startsWith(`${name}/`))
  if (named) return { repositoryId: named.repositoryId, path: path.slice(named.name.length + 1) }
  for (const { repositoryId } of workspace.repositories) {
    const found = await app.files.read({ workspace: workspace.id, repositoryId, path }).then(
      () => true,
      (error: unknown) => {
        if (toFailure(error).code === 'file_not_found') return false
        throw error
      },
    )
    if (found) return { repositoryId, path }
  }
  throw new Failure('file_not_found', `No repository of workspace "${workspace.name}" has ${path}`)
}

export const open: Command = {
  path: 'open',
  summary: 'Open a workspace, or a file of it, in an editor of this machine',
  args: ['workspace'],
  rest: true,
  options: {
    editor: { type: 'string', value: '<editor>', help: 'Editor, by its id (default: of the settings)' },
  },
  async run({ client, output, env }, [reference = '', place, ...more], options) {
    if (more.length > 0) throw new UsageError(`"${more[0]}" is one argument too many`)
    const app = await client()
    const workspace = await app.workspace.show({ workspace: reference })
    const wanted = place === undefined ? null : readPlace(place)
    const file = wanted ? { ...wanted, ...(await repositoryOf(app, workspace, wanted.path)) } : {}
    const opened = await app.editor.open({
      workspace: workspace.id,
      ...file,
      editor: text(options, 'editor'),
    })
    if (opened.kind === 'terminal') {
      process.exitCode =
        (await runAttached(opened.program, opened.args, { cwd: opened.folder, env: { ...env } })) ?? 1
      return
    }
    output.result(opened, ({ editor }) => `Opened in ${editor.name}.`)
  },
}

const shown = ({ repository, path, line, column, text: found }: FoundLine, several: boolean): string =>
  `${several ? `${repository}/` : ''}${path}:${line}:${column}: ${found.trim()}`

export const grep: Command = {
  path: 'grep',
  summary: 'Search the files of a workspace for a text',
  args: ['workspace', 'pattern'],
  options: {
    regex: { type: 'boolean', short: 'e', help: 'The pattern is a regular expression' },
    'match-case': { type: 'boolean', short: 's', help: 'Heed upper and lower case' },
    word: { type: 'boolean', short: 'w', help: 'Whole words only' },
    include: { type: 'string', short: 'g', value: '<globs>', help: 'Only these files, such as src,*.ts' },
    exclude: { type: 'string', value: '<globs>', help: 'Not these files' },
    ignored: { type: 'boolean', help: 'Also files that git ignores' },
  },
  async run({ client, output, signal }, [reference = '', pattern = ''], options) {
    const app = await client()
    const workspace = await app.workspace.show({ workspace: reference })
    const several = workspace.repositories.length > 1
    const globs = (name: string): string[] =>
      (text(options, name) ?? '').split(',').filter((glob) => glob !== '')
    const query = {
      workspace: workspace.id,
      pattern,
      regex: options['regex'] === true,
      matchCase: options['match-case'] === true,
      wholeWord: options['word'] === true,
      include: globs('include'),
      exclude: globs('exclude'),
      ignored: options['ignored'] === true,
    }
    const lines: FoundLine[] = []
    let truncated = false
    for await (const batch of await app.files.grep(query, { signal })) {
      lines.push(...batch.lines)
      truncated = batch.truncated
      if (!output.json) for (const line of batch.lines) output.write(`${shown(line, several)}\n`)
    }
    if (output.json) output.result({ lines, truncated }, () => '')
    else if (truncated) output.note('There is more: the search ended at the limit.')
    // As grep: nothing found is no success.
    if (lines.length === 0) process.exitCode = 1
  },
}
