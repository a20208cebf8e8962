import { randomUUID } from 'node:crypto'
import {
  checksOf,
  MergeMethod,
  mergeObstacles,
  type PullRequest,
  type PullRequestComment,
  type RepositoryId,
} from '../../contracts/index.ts'
import { choice, text, UsageError, type Command, type Values } from '../command.ts'
import type { AppClient } from '../connect.ts'
import { confirm } from '../confirm.ts'
import { ago } from '../output.ts'

const repositoryOption = {
  repository: {
    type: 'string',
    value: '<name>',
    help: 'Which repository, in a workspace that has several',
  },
} as const
const yes = { yes: { type: 'boolean', help: 'Do not ask' } } as const

/** The pull request that the options name. */
async function which(
  client: AppClient,
  workspace: string,
  options: Values,
): Promise<{ workspace: string; repositoryId?: RepositoryId }> {
  const named = text(options, 'repository')
  if (named === undefined) return { workspace }
  const { repositories } = await client.workspace.show({ workspace })
  const found = repositories.find(({ repositoryId, name }) => repositoryId === named || name === named)
  if (!found)
    throw new UsageError(
      `the workspace has no repository ${named}; it has: ${repositories.map(({ name }) => name).join(', ')}`,
    )
  return { workspace, repositoryId: found.repositoryId }
}

function described(pull: PullRequest): string {
  const state = pull.state === 'open' && pull.draft ? 'draft' : pull.state
  const obstacles = pull.state === 'open' ? mergeObstacles(pull) : []
  return [
    `${pull.repository}  #${pull.number}  ${pull.title}`,
    `  ${state}, ${pull.head} into ${pull.base} of ${pull.slug}, by ${pull.author}, ${ago(pull.refreshedAt, Date.now())} old`,
    `  ${pull.url}`,
    ...pull.checks.map(
      ({ name, state: check, summary }) => `  check ${name}: ${check}${summary && ` (${summary})`}`,
    ),
    ...pull.reviews.map(({ author, state: review }) => `  review of ${author}: ${review.replace('_', ' ')}`),
    ...(pull.comments > 0 ? [`  ${pull.comments} comments`] : []),
    ...obstacles.map(({ message }) => `  not to be merged yet: ${message}`),
    ...(pull.failure ? [`  not refreshed: ${pull.failure.message}`] : []),
  ].join('\n')
}

export const pullRequestList: Command = {
  path: 'pr list',
  summary: 'List the pull requests of all workspaces, as last heard of',
  args: [],
  options: {},
  async run({ client, output }) {
    output.list(
      await (await client()).pullRequest.list({}),
      ['repository', 'number', 'state', 'checks', 'title', 'workspace'],
      (pull) => [
        pull.repository,
        `#${pull.number}`,
        pull.state === 'open' && pull.draft ? 'draft' : pull.state,
        checksOf(pull.checks),
        pull.title,
        pull.workspaceId,
      ],
      'No workspace has a pull request.',
    )
  },
}

export const pullRequestShow: Command = {
  path: 'pr show',
  summary: 'Show the pull request of a workspace, as last heard of',
  args: ['workspace'],
  options: repositoryOption,
  async run({ client, output }, [workspace = ''], options) {
    const app = await client()
    output.result(await app.pullRequest.show(await which(app, workspace, options)), described)
  },
}

export const pullRequestCreate: Command = {
  path: 'pr create',
  summary: 'Create a pull request of the branch of a workspace, which has been pushed',
  args: ['workspace'],
  options: {
    ...repositoryOption,
    title: { type: 'string', value: '<text>', help: 'Default: from the commits' },
    body: { type: 'string', value: '<text>', help: 'Default: from the task and the commits' },
    base: {
      type: 'string',
      value: '<branch>',
      help: 'Branch to merge into (default: the base of the workspace)',
    },
    draft: { type: 'boolean', help: 'As a draft' },
  },
  async run({ client, output }, [workspace = ''], options) {
    const app = await client()
    const created = await app.pullRequest.create({
      ...(await which(app, workspace, options)),
      title: text(options, 'title'),
      body: text(options, 'body'),
      base: text(options, 'base'),
      draft: options['draft'] === true,
      idempotencyKey: randomUUID(),
    })
    output.result(created, described)
  },
}

export const pullRequestAttach: Command = {
  path: 'pr attach',
  summary: 'Attach an existing pull request to a workspace, by default the one of its branch',
  args: ['workspace'],
  options: {
    ...repositoryOption,
    pr: { type: 'string', value: '<number or address>', help: 'Which pull request' },
  },
  async run({ client, output }, [workspace = ''], options) {
    const app = await client()
    const where = await which(app, workspace, options)
    output.result(await app.pullRequest.attach({ ...where, pullRequest: text(options, 'pr') }), described)
  },
}

export const pullRequestDetach: Command = {
  path: 'pr detach',
  summary: 'Forget which pull request belongs to a workspace; it stays as it is',
  args: ['workspace'],
  options: repositoryOption,
  async run({ client, output }, [workspace = ''], options) {
    const app = await client()
    output.result(
      await app.pullRequest.detach(await which(app, workspace, options)),
      ({ number, slug }) => `Detached #${number} of ${slug}. It stays as it is.`,
    )
  },
}

export const pullRequestRefresh: Command = {
  path: 'pr refresh',
  summary: 'Ask the host for news of the pull request of a workspace',
  args: ['workspace'],
  options: repositoryOption,
  async run({ client, output }, [workspace = ''], options) {
    const app = await client()
    const where = await which(app, workspace, options)
    output.result(await app.pullRequest.refresh({ ...where, force: true }), described)
  },
}

export const pullRequestMerge: Command = {
  path: 'pr merge',
  summary: 'Merge the pull request of a workspace on its host',
  args: ['workspace'],
  options: {
    ...repositoryOption,
    method: {
      type: 'string',
      value: MergeMethod.options.join('|'),
      help: 'How (default: what the host offers first)',
    },
    anyway: {
      type: 'boolean',
      help: 'Although checks fail or reviews speak against it, where the host allows it',
    },
    ...yes,
  },
  async run({ client, output }, [workspace = ''], options) {
    const app = await client()
    const where = await which(app, workspace, options)
    const pull = await app.pullRequest.refresh({ ...where, force: true })
    const method = choice(options, 'method', MergeMethod.options)
    if (options['yes'] !== true)
      await confirm(`Merge #${pull.number} "${pull.title}" into ${pull.base} of ${pull.slug}?`)
    const request = { ...where, method, headSha: pull.headSha, anyway: options['anyway'] === true }
    output.result(await app.pullRequest.merge(request), described)
  },
}

const change = (what: 'close' | 'reopen' | 'markReady', word: string, summary: string): Command => ({
  path: `pr ${word}`,
  summary,
  args: ['workspace'],
  options: repositoryOption,
  async run({ client, output }, [workspace = ''], options) {
    const app = await client()
    output.result(await app.pullRequest[what](await which(app, workspace, options)), described)
  },
})

export const pullRequestClose = change(
  'close',
  'close',
  'Close the pull request of a workspace without merging it',
)
export const pullRequestReopen = change('reopen', 'reopen', 'Open a closed pull request again')
export const pullRequestReady = change('markReady', 'ready', 'Say that a draft is ready to be reviewed')

const place = ({ path, line, side }: PullRequestComment): string =>
  path === null ? 'general' : `${path}${line === null ? '' : `:${line}`}${side === 'old' ? ' (old)' : ''}`

export const pullRequestComments: Command = {
  path: 'pr comments',
  summary: 'List the comments of the pull request of a workspace, as last heard of',
  args: ['workspace'],
  options: repositoryOption,
  async run({ client, output }, [workspace = ''], options) {
    const app = await client()
    output.result(await app.pullRequest.comments(await which(app, workspace, options)), (comments) =>
      comments.length === 0
        ? 'It has no comments.'
        : comments
            .map((comment) => {
              const marks = [comment.resolved && 'resolved', comment.outdated && 'outdated'].filter(Boolean)
              const title = `${place(comment)}  ${comment.author}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`
              return `${title}\n${comment.body.replaceAll(/^/gm, '  ')}`
            })
            .join('\n\n'),
    )
  },
}

export const hostingTest: Command = {
  path: 'hosting test',
  summary: 'Ask a host such as github.com whose the token is',
  args: ['host'],
  options: {},
  async run({ client, output }, [host = '']) {
    output.result(
      await (await client()).hosting.test({ host }),
      ({ login, source, apiUrl, scopes }) =>
        `${login} at ${apiUrl}, token from ${source === 'gh' ? 'gh' : 'the settings'}${scopes ? `, scopes: ${scopes.join(', ') || 'none'}` : ''}`,
    )
  },
}
