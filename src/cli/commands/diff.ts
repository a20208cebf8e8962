import {
  Failure,
  patchesAtOnce,
  type ChangedFile,
  type DiffScope,
  type FilePatch,
  type RepositoryDiff,
} from '../../contracts/index.ts'
import { choice, text, UsageError, type Command, type Values } from '../command.ts'
import type { AppClient } from '../connect.ts'
import { fileTable } from '../file-table.ts'

const kinds = ['base', 'uncommitted', 'staged', 'turn', 'seen', 'commit'] as const

export const diff: Command = {
  path: 'diff',
  summary: 'List what changed in a workspace, against its base unless another scope is named',
  args: ['workspace'],
  options: {
    scope: {
      type: 'string',
      value: '<scope>',
      help: `One of ${kinds.join(', ')}; seen: since you last looked`,
    },
    commit: { type: 'string', value: '<sha>', help: 'A commit of the branch, or the last of a range' },
    from: { type: 'string', value: '<sha>', help: 'With --commit: the first commit of a range' },
    stat: { type: 'boolean', help: 'List the files, which is the default' },
    patch: { type: 'boolean', short: 'p', help: 'Print the changed lines' },
    'ignore-space': { type: 'boolean', help: 'Ignore white space' },
  },
  async run({ client, output }, [workspace = ''], options) {
    if (options['stat'] && options['patch']) throw new UsageError('--stat and --patch exclude each other')
    const app = await client()
    const scope = await scopeOf(app, workspace, options)
    const ignoreSpace = options['ignore-space'] === true
    const repositories = await app.git.diff({ workspace, scope, ignoreSpace })
    if (!options['patch']) return output.result(repositories, (all) => all.map(listed(scope)).join('\n\n'))
    const patches = await Promise.all(
      repositories.map((repository) => patchesOf(app, { workspace, repository, scope, ignoreSpace })),
    )
    output.result(patches.flat(), (all) => all.map(({ text: lines }) => lines).join(''))
  },
}

async function scopeOf(app: AppClient, workspace: string, options: Values): Promise<DiffScope> {
  const [commit, from] = [text(options, 'commit'), text(options, 'from')]
  const kind = choice(options, 'scope', kinds) ?? (commit === undefined ? 'base' : 'commit')
  if ((commit !== undefined) !== (kind === 'commit'))
    throw new UsageError('--scope commit needs --commit <sha>, and other scopes take none')
  if (from !== undefined && commit === undefined) throw new UsageError('--from needs --commit <sha>')
  if (kind === 'turn') return { kind, turn: null }
  if (kind !== 'commit' || commit === undefined) return { kind: kind === 'commit' ? 'base' : kind }
  for (const { repositoryId, commits } of await app.git.commits({ workspace })) {
    const find = (sha: string) => commits.find((each) => each.sha.startsWith(sha.toLowerCase()))?.sha
    const [first, last] = [find(from ?? commit), find(commit)]
    if (first !== undefined && last !== undefined) return { kind, repositoryId, from: first, to: last }
  }
  throw new Failure('invalid_input', `No repository of this workspace has ${from ?? commit} on its branch`, {
    hint: 'Commits that the base branch has as well are not part of the branch.',
    details: { path: 'commit' },
  })
}

const listed = (scope: DiffScope) => (repository: RepositoryDiff) => {
  const what = scope.kind === 'base' ? `against ${repository.baseBranch}` : words[scope.kind]
  const title = `${repository.repository}  ${repository.branch} ${what}  +${repository.added} -${repository.removed}`
  return `${title}\n${fileTable(repository.files)}`
}

const words: Record<Exclude<DiffScope['kind'], 'base'>, string> = {
  uncommitted: 'uncommitted',
  staged: 'staged',
  turn: 'in the newest turn',
  seen: 'since you last looked',
  commit: 'in commits',
}

interface PatchInput {
  workspace: string
  repository: RepositoryDiff
  scope: DiffScope
  ignoreSpace: boolean
}

/** The patch of each file as text, in the order of the list. */
async function patchesOf(
  app: AppClient,
  { workspace, repository, scope, ignoreSpace }: PatchInput,
): Promise<{ repository: string; path: string; text: string }[]> {
  const { repositoryId } = repository
  const found: { repository: string; path: string; text: string }[] = []
  for (let at = 0; at < repository.files.length; at += patchesAtOnce) {
    const files = repository.files.slice(at, at + patchesAtOnce)
    const wanted = files.map(({ path, oldPath }) => ({ path, oldPath }))
    const patches = await app.git.patches({
      workspace,
      repositoryId,
      files: wanted,
      large: true,
      scope,
      ignoreSpace,
    })
    const byPath = new Map(patches.map((patch) => [patch.path, patch]))
    for (const file of files)
      found.push({
        repository: repository.repository,
        path: file.path,
        text: patchText(file, byPath.get(file.path)),
      })
  }
  return found
}

function patchText(
  { path, oldPath, status, oldMode, newMode }: ChangedFile,
  patch: FilePatch | undefined,
): string {
  const before = oldPath ?? path
  const lines = [`diff --git a/${before} b/${path}`]
  if (status === 'A') lines.push(`new file mode ${newMode}`)
  else if (status === 'D') lines.push(`deleted file mode ${oldMode}`)
  else if (oldMode !== newMode) lines.push(`old mode ${oldMode}`, `new mode ${newMode}`)
  if (oldPath !== null) lines.push(`rename from ${oldPath}`, `rename to ${path}`)
  if (patch?.lineEnds) lines.push(`line ends ${patch.lineEnds.old} to ${patch.lineEnds.new}`)
  if (patch?.binary) lines.push(`Binary files a/${before} and b/${path} differ`)
  if (patch?.tooLarge) lines.push('The change is too large to print')
  if (patch?.patch)
    lines.push(
      status === 'A' ? '--- /dev/null' : `--- a/${before}`,
      status === 'D' ? '+++ /dev/null' : `+++ b/${path}`,
      patch.patch.trimEnd(),
    )
  return `${lines.join('\n')}\n`
}
