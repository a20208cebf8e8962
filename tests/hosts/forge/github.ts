import {
  ForgeHost,
  missing,
  routed,
  textOf,
  time,
  type ForgeAnswer,
  type ForgeCall,
  type Route,
} from './forge-host.ts'
import { lineCommentJson, person, repositoryJson } from './github-json.ts'
import type { ForgePull, ForgeRepository } from './forge-state.ts'

/** GitHub's REST interface as published (version 2022-11-28), and the two GraphQL calls that have no REST. */
export class GitHubHost extends ForgeHost {
  readonly basePath: string
  protected readonly perPage = 'per_page'

  /** `/api/v3` plays GitHub Enterprise. */
  constructor(basePath = '') {
    super()
    this.basePath = basePath
  }

  protected tokenOf(authorization: string): string {
    return authorization.replace(/^(token|bearer) /i, '')
  }

  /** Enterprise has GraphQL beside `/api/v3`. */
  protected override pathOf(pathname: string): string | null {
    return this.basePath === '/api/v3' && pathname === '/api/graphql' ? '/graphql' : super.pathOf(pathname)
  }

  async answer(call: ForgeCall): Promise<ForgeAnswer> {
    const answer = await routed(this.#routes, call)
    const scopes = [...this.tokens.values()].find(({ login }) => login === call.login)?.scopes
    return {
      ...answer,
      headers: { ...(scopes ? { 'x-oauth-scopes': scopes.join(', ') } : {}), ...answer.headers },
    }
  }

  readonly #routes: readonly Route[] = [
    [
      'GET',
      '/user',
      ({ login }) =>
        login === null
          ? { status: 401, body: { message: 'Requires authentication' } }
          : { body: person(login) },
    ],
    [
      'GET',
      '/repos/:owner/:repo',
      (_, at) => this.#on(at, (repository) => ({ body: repositoryJson(repository) })),
    ],
    [
      'GET',
      '/repos/:owner/:repo/branches/:branch',
      (_, at) =>
        this.#on(at, async ({ slug }) => {
          const sha = await this.state.branchHead(slug, at['branch'] ?? '')
          return sha === null
            ? { status: 404, body: { message: 'Branch not found' } }
            : { body: { name: at['branch'], commit: { sha } } }
        }),
    ],
    [
      'GET',
      '/repos/:owner/:repo/pulls',
      ({ query }, at) =>
        this.#on(at, async (repository) => {
          const head = query.get('head')
          const open = repository.pulls.filter(
            (pull) =>
              pull.state === 'open' &&
              (head === null || `${pull.headSlug.split('/')[0]}:${pull.head}` === head),
          )
          return { list: await Promise.all(open.map((pull) => this.#pullJson(repository, pull))) }
        }),
    ],
    [
      'POST',
      '/repos/:owner/:repo/pulls',
      (call, at) => this.#on(at, (repository) => this.#create(repository, call)),
    ],
    [
      'GET',
      '/repos/:owner/:repo/pulls/:number',
      (_, at) =>
        this.#onPull(at, async (pull, repository) => ({ body: await this.#pullJson(repository, pull) })),
    ],
    [
      'PATCH',
      '/repos/:owner/:repo/pulls/:number',
      ({ body }, at) =>
        this.#onPull(at, async (pull, repository) => {
          if (body['state'] === 'closed' || body['state'] === 'open') pull.state = body['state']
          this.state.touch(pull)
          return { body: await this.#pullJson(repository, pull) }
        }),
    ],
    [
      'PUT',
      '/repos/:owner/:repo/pulls/:number/merge',
      ({ body }, at) =>
        this.#onPull(at, async (pull, repository) => {
          const refusal = await this.state.merge(
            repository,
            pull,
            textOf(body, 'merge_method') || 'merge',
            textOf(body, 'sha'),
          )
          return refusal === null
            ? { body: { merged: true, message: 'Pull Request successfully merged' } }
            : { status: /modified/.test(refusal) ? 409 : 405, body: { message: refusal } }
        }),
    ],
    [
      'GET',
      '/repos/:owner/:repo/pulls/:number/reviews',
      (_, at) =>
        this.#onPull(at, ({ reviews }) => ({
          list: reviews.map(({ author, state, body }, index) => ({
            id: index + 1,
            user: person(author),
            state: state.toUpperCase(),
            body: body ?? '',
            submitted_at: time(0),
            html_url: `${this.url}/review/${index + 1}`,
          })),
        })),
    ],
    [
      'GET',
      '/repos/:owner/:repo/pulls/:number/comments',
      (_, at) =>
        this.#onPull(at, ({ comments }) => ({
          list: comments
            .filter(({ path }) => path !== null)
            .map((comment) => lineCommentJson(comment, this.url)),
        })),
    ],
    [
      'GET',
      '/repos/:owner/:repo/issues/:number/comments',
      (_, at) =>
        this.#onPull(at, ({ comments }) => ({
          list: comments
            .filter(({ path }) => path === null)
            .map(({ id, author, body }) => ({
              id,
              user: person(author),
              body,
              created_at: time(id),
              html_url: `${this.url}/comment/${id}`,
            })),
        })),
    ],
    [
      'GET',
      '/repos/:owner/:repo/commits/:ref/check-runs',
      (_, at) =>
        this.#on(at, async (repository) => {
          const checks = (await this.#pullAt(repository, at['ref'] ?? ''))?.checks ?? []
          const runs = checks.map(({ name, state, summary }, id) => ({
            id,
            name,
            status: state === 'running' ? 'in_progress' : 'completed',
            conclusion: state === 'running' ? null : state === 'passed' ? 'success' : 'failure',
            output: { title: summary ?? null },
            html_url: `${this.url}/run/${id}`,
            details_url: null,
          }))
          return { body: { total_count: runs.length, check_runs: runs } }
        }),
    ],
    [
      'GET',
      '/repos/:owner/:repo/commits/:ref/status',
      (_, at) => this.#on(at, () => ({ body: { state: 'pending', statuses: [] } })),
    ],
    ['POST', '/graphql', (call) => this.#graphql(call)],
  ]

  async #graphql({ body }: ForgeCall): Promise<ForgeAnswer> {
    const variables = body['variables'] as Record<string, unknown>
    if (textOf(body, 'query').includes('markPullRequestReadyForReview')) {
      for (const { slug, pulls } of this.state.repositories.values())
        for (const pull of pulls)
          if (variables['id'] === `${slug}#${pull.number}`) {
            pull.draft = false
            this.state.touch(pull)
          }
      return { body: { data: { markPullRequestReadyForReview: { pullRequest: { isDraft: false } } } } }
    }
    const repository = this.state.repositories.get(
      `${textOf(variables, 'owner')}/${textOf(variables, 'repo')}`,
    )
    const pull = repository?.pulls.find(({ number }) => number === variables['number'])
    const first = pull?.comments.filter(({ path, replyTo }) => path !== null && replyTo === undefined) ?? []
    const nodes = first.map(({ id, resolved }) => ({
      isResolved: resolved ?? false,
      comments: { nodes: [{ databaseId: id }] },
    }))
    const reviewThreads = { pageInfo: { hasNextPage: false, endCursor: null }, nodes }
    return { body: { data: { repository: { pullRequest: { reviewThreads } } } } }
  }

  async #create(repository: ForgeRepository, { body, login }: ForgeCall): Promise<ForgeAnswer> {
    const [owner, branch] = textOf(body, 'head').includes(':')
      ? textOf(body, 'head').split(':')
      : [repository.slug.split('/')[0], textOf(body, 'head')]
    const made = await this.state.open(repository, {
      title: textOf(body, 'title'),
      body: textOf(body, 'body'),
      author: login ?? '',
      draft: body['draft'] === true,
      base: textOf(body, 'base'),
      head: branch ?? '',
      headSlug: `${owner}/${repository.slug.split('/')[1]}`,
    })
    if (typeof made !== 'string') return { status: 201, body: await this.#pullJson(repository, made) }
    const errors = {
      exists: {
        resource: 'PullRequest',
        code: 'custom',
        message: `A pull request already exists for ${owner}:${branch}.`,
      },
      'no head': { resource: 'PullRequest', field: 'head', code: 'invalid' },
      'no base': { resource: 'PullRequest', field: 'base', code: 'invalid' },
      'no commits': {
        resource: 'PullRequest',
        code: 'custom',
        message: `No commits between ${textOf(body, 'base')} and ${branch}`,
      },
    }
    return { status: 422, body: { message: 'Validation Failed', errors: [errors[made]] } }
  }

  async #pullJson(repository: ForgeRepository, pull: ForgePull): Promise<object> {
    const conflicts = await this.state.conflicts(repository, pull)
    const blocked = this.state.blocked(repository, pull)
    return {
      number: pull.number,
      node_id: `${repository.slug}#${pull.number}`,
      html_url: `${this.url}/${repository.slug}/pull/${pull.number}`,
      title: pull.title,
      body: pull.body,
      user: person(pull.author),
      state: pull.state === 'open' ? 'open' : 'closed',
      merged_at: pull.state === 'merged' ? time(pull.updatedAt) : null,
      draft: pull.draft,
      base: { ref: pull.base },
      head: { ref: pull.head, sha: await this.state.headOf(pull), repo: { full_name: pull.headSlug } },
      mergeable: !conflicts,
      mergeable_state: conflicts ? 'dirty' : pull.draft ? 'draft' : blocked ? 'blocked' : 'clean',
      updated_at: time(pull.updatedAt),
    }
  }

  async #pullAt(repository: ForgeRepository, sha: string): Promise<ForgePull | undefined> {
    for (const pull of repository.pulls.toReversed()) if ((await this.state.headOf(pull)) === sha) return pull
    return undefined
  }

  #on(
    at: Record<string, string>,
    work: (repository: ForgeRepository) => Promise<ForgeAnswer> | ForgeAnswer,
  ): Promise<ForgeAnswer> | ForgeAnswer {
    const repository = this.state.repositories.get(`${at['owner']}/${at['repo']}`)
    return repository ? work(repository) : missing
  }

  #onPull(
    at: Record<string, string>,
    work: (pull: ForgePull, repository: ForgeRepository) => Promise<ForgeAnswer> | ForgeAnswer,
  ): Promise<ForgeAnswer> | ForgeAnswer {
    return this.#on(at, (repository) => {
      const pull = repository.pulls.find(({ number }) => number === Number(at['number']))
      return pull ? work(pull, repository) : missing
    })
  }
}
