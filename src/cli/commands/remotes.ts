import {
  Failure,
  toFailure,
  type GitAct,
  type GitActCheck,
  type PreCheckCode,
  type WorkspaceGit,
} from '../../contracts/index.ts'
import { choice, text, type Command, type Context, type OptionHelp, type Values } from '../command.ts'
import { confirm } from '../confirm.ts'

const ofRepository: Record<string, OptionHelp> = {
  repository: {
    type: 'string',
    value: '<name>',
    help: 'Only this repository (default: all of the workspace)',
  },
}
const ofAct: Record<string, OptionHelp> = {
  ...ofRepository,
  check: { type: 'boolean', help: 'Only say what it would do and what stands in its way' },
  yes: { type: 'boolean', short: 'y', help: 'Do not ask' },
}

const marks = { stop: 'x', confirm: '!', note: '-' } as const

const describeCheck = ({ repositories }: GitActCheck): string =>
  repositories
    .map((check) =>
      [
        `${check.repository}: ${check.from} -> ${check.to}  ${check.commits} commits, ${check.files} files`,
        ...check.checks.flatMap(({ level, message, hint, files }) => [
          `  ${marks[level]} ${message}${hint ? `. ${hint}` : ''}`,
          ...files.map((file) => `      ${file}`),
        ]),
      ].join('\n'),
    )
    .join('\n')

const distance = (found: { name: string; ahead: number; behind: number }): string =>
  `${found.name} +${found.ahead} -${found.behind}`

const describeState = ({ repositories }: WorkspaceGit): string =>
  repositories
    .map((state) => {
      const on = state.onBranch ?? 'detached HEAD'
      const facts = [
        ...(state.tracking ? [distance(state.tracking)] : state.remote ? ['not pushed'] : ['no remote']),
        ...state.bases.map(distance),
        `${state.uncommitted + state.untracked} uncommitted`,
        ...(state.operation
          ? [`${state.operation.kind} under way, ${state.operation.unmerged} in conflict`]
          : []),
      ]
      return `${state.repository}  ${on}  ${facts.join('  ')}`
    })
    .join('\n')

async function repositoryIds(context: Context, workspace: string, options: Values) {
  const name = text(options, 'repository')
  if (name === undefined) return undefined
  const client = await context.client()
  const { repositories } = await client.workspace.show({ workspace })
  const found = repositories.find((one) => one.name === name || one.repositoryId === name)
  if (!found) throw new Failure('repository_not_found', `There is no repository "${name}" in it`)
  return [found.repositoryId]
}

/** Looks, asks where something has to be confirmed, acts, and says how each repository ended. */
async function act(context: Context, workspace: string, options: Values, wanted: GitAct): Promise<void> {
  const { output, signal } = context
  const client = await context.client()
  const ids = await repositoryIds(context, workspace, options)
  const input = { workspace, act: wanted, ...(ids ? { repositoryIds: ids } : {}) }
  const check = await client.remotes.check(input)
  if (options['check'] === true) return output.result(check, describeCheck)
  let confirmed: PreCheckCode[] = check.confirm
  if (check.possible && check.confirm.length > 0 && options['yes'] !== true) {
    output.note(describeCheck(check))
    await confirm('Go on?')
  } else if (!check.possible) confirmed = []
  // Ctrl+C ends git on the node as well, not only this command.
  const cancel = (): void => void client.remotes.cancel({ workspace })
  signal.addEventListener('abort', cancel, { once: true })
  const result = await client.remotes.run({ ...input, confirmed })
  signal.removeEventListener('abort', cancel)
  output.result(result, ({ repositories }) =>
    repositories
      .map(({ repository, message, output: said, failure }) =>
        [`${repository}: ${message}`, ...(failure?.hint ? [`  ${failure.hint}`] : []), ...indent(said)].join(
          '\n',
        ),
      )
      .join('\n'),
  )
  const failed = result.repositories.find(({ failure }) => failure !== null)?.failure
  if (failed) throw toFailure({ ...failed, data: failed })
}

const indent = (said: string): string[] => (said === '' ? [] : said.split('\n').map((line) => `  ${line}`))

export const gitStatus: Command = {
  path: 'git-status',
  summary: 'Show how the branches of a workspace stand to their remotes and bases',
  args: ['workspace'],
  options: {},
  async run({ client, output }, [workspace = '']) {
    output.result(await (await client()).remotes.state({ workspace }), describeState)
  },
}

export const fetch: Command = {
  path: 'fetch',
  summary: 'Ask the remotes of a workspace for what is new; branches stay where they are',
  args: ['workspace'],
  options: ofAct,
  run: (context, [workspace = ''], options) => act(context, workspace, options, { kind: 'fetch' }),
}

export const push: Command = {
  path: 'push',
  summary: 'Push the branch of a workspace and make it the upstream',
  args: ['workspace'],
  options: {
    ...ofAct,
    lease: { type: 'boolean', help: 'Replace commits of the remote that were seen here, and no others' },
  },
  async run(context, [workspace = ''], options) {
    const plain: GitAct = { kind: 'push', leases: [] }
    if (options['lease'] !== true) return act(context, workspace, options, plain)
    const client = await context.client()
    const { repositories } = await client.remotes.check({ workspace, act: plain })
    const leases = repositories.flatMap(({ repositoryId, lease }) =>
      lease ? [{ repositoryId, expected: lease.expected }] : [],
    )
    return act(context, workspace, options, { kind: 'push', leases })
  },
}

export const pull: Command = {
  path: 'pull',
  summary: "Fetch, then take in what is new on the branch's upstream",
  args: ['workspace'],
  options: {
    ...ofAct,
    how: { type: 'string', value: '<ff|rebase|merge>', help: 'How to take it in (default: ff)' },
  },
  run: (context, [workspace = ''], options) =>
    act(context, workspace, options, {
      kind: 'pull',
      how: choice(options, 'how', ['ff', 'rebase', 'merge'] as const) ?? 'ff',
    }),
}

export const rebase: Command = {
  path: 'rebase',
  summary: 'Rebase the branch of a workspace onto its base; stops at conflicts',
  args: ['workspace'],
  options: {
    ...ofAct,
    onto: { type: 'string', value: '<branch>', help: 'Another branch than the base, such as origin/main' },
    continue: { type: 'boolean', help: 'Go on after conflicts were resolved (also of a merge)' },
    abort: { type: 'boolean', help: 'Put everything back to before (also of a merge)' },
  },
  async run(context, [workspace = ''], options) {
    if (options['continue'] === true) return half(context, workspace, options, 'continue')
    if (options['abort'] === true) return half(context, workspace, options, 'abort')
    return act(context, workspace, options, { kind: 'rebase', onto: text(options, 'onto') ?? null })
  },
}

/** Continues or aborts in the repositories in which something is half done. */
async function half(
  context: Context,
  workspace: string,
  options: Values,
  what: 'continue' | 'abort',
): Promise<void> {
  const client = await context.client()
  const ids = await repositoryIds(context, workspace, options)
  const found = await client.remotes.conflicts({ workspace })
  const chosen = ids ? found.filter(({ repositoryId }) => ids.includes(repositoryId)) : found
  if (chosen.length === 0) throw new Failure('nothing_in_progress', 'Nothing is under way in this workspace')
  const outcomes = []
  for (const { repositoryId } of chosen)
    outcomes.push(await client.remotes[what]({ workspace, repositoryId }))
  context.output.result(outcomes, (all) =>
    all.map(({ repository, message }) => `${repository}: ${message}`).join('\n'),
  )
}

export const merge: Command = {
  path: 'merge',
  summary: 'Merge the branch of a workspace into another, which nobody may have checked out',
  args: ['workspace'],
  options: {
    ...ofAct,
    into: { type: 'string', value: '<branch>', help: 'Target (default: the base branch)' },
    how: { type: 'string', value: '<squash|merge|rebase|ff>', help: 'How to merge (default: merge)' },
    remote: { type: 'boolean', help: "Into the remote's branch: the result is pushed, no branch here moves" },
    message: { type: 'string', short: 'm', value: '<message>', help: 'Message of the commit' },
  },
  run: (context, [workspace = ''], options) =>
    act(context, workspace, options, {
      kind: 'merge',
      target: text(options, 'into') ?? null,
      how: choice(options, 'how', ['squash', 'merge', 'rebase', 'ff'] as const) ?? 'merge',
      where: options['remote'] === true ? 'remote' : 'local',
      message: text(options, 'message') ?? null,
    }),
}
