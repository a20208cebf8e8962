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
import type { ForgePull, ForgeRepository } from './forge-state.ts'

const person = (login: string) => ({ login })
const one = '/repos/:owner/:repo/pulls/:number'

/** Gitea's REST interface as published (version 1), as far as pull requests need it. */
export class GiteaHost extends ForgeHost {
  readonly basePath = '/api/v1'
  protected readonly perPage = 'limit'

  protected tokenOf(authorization: string): string {
    return authorization.replace(/^token /i, '')
  }

  answer(call: ForgeCall): Promise<ForgeAnswer> {
    return routed(this.#routes, call)
  }

  readonly #routes: readonly Route[] = [
    [
      'GET',
      '/user',
      ({ login }) =>
        login === null ? { status: 401, body: { message: 'token is required' } } : { body: person(login) },
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
          const id = await this.state.branchHead(slug, at['branch'] ?? '')
          return id === null ? missing : { body: { name: at['branch'], commit: { id } } }
        }),
    ],
    [
      'GET',
      '/repos/:owner/:repo/pulls',
      (_, at) =>
        this.#on(at, async (repository) => ({
          list: await Promise.all(
            repository.pulls
              .filter(({ state }) => state === 'open')
              .map((pull) => this.#json(repository, pull)),
          ),
        })),
    ],
    [
      'POST',
      '/repos/:owner/:repo/pulls',
      (call, at) => this.#on(at, (repository) => this.#create(repository, call)),
    ],
    [
      'GET',
      one,
      (_, at) => this.#onPull(at, async (pull, repository) => ({ body: await this.#json(repository, pull) })),
    ],
    [
      'PATCH',
      one,
      ({ body }, at) =>
        this.#onPull(at, async (pull, repository) => {
          if (body['state'] === 'closed' || body['state'] === 'open') pull.state = body['state']
          if (typeof body['title'] === 'string') {
            pull.draft = body['title'].startsWith('WIP: ')
            pull.title = body['title'].replace(/^WIP: /, '')
          }
          this.state.touch(pull)
          return { status: 201, body: await this.#json(repository, pull) }
        }),
    ],
    [
      'POST',
      `${one}/merge`,
      ({ body }, at) =>
        this.#onPull(at, async (pull, repository) => {
          const refusal = await this.state.merge(
            repository,
            pull,
            textOf(body, 'Do'),
            textOf(body, 'head_commit_id'),
          )
          if (refusal === null) return { status: 200 }
          return { status: /modified/.test(refusal) ? 409 : 405, body: { message: refusal } }
        }),
    ],
    [
      'GET',
      `${one}/reviews`,
      (_, at) =>
        this.#onPull(at, ({ reviews, comments }) => ({
          list: [
            ...reviews.map(({ author, state, body }, index) => ({
              id: index + 1,
              user: person(author),
              state: { approved: 'APPROVED', changes_requested: 'REQUEST_CHANGES', commented: 'COMMENT' }[
                state
              ],
              body: body ?? '',
              dismissed: false,
              comments_count: 0,
              submitted_at: time(0),
            })),
            // All comments on lines came with one review.
            ...(comments.some(({ path }) => path !== null)
              ? [{ id: 99, user: null, state: 'PENDING', body: '', dismissed: false, comments_count: 1 }]
              : []),
          ],
        })),
    ],
    [
      'GET',
      `${one}/reviews/:review/comments`,
      (_, at) =>
        this.#onPull(at, async (pull) => {
          const sha = await this.state.headOf(pull)
          return {
            body: pull.comments
              .filter(({ path }) => path !== null)
              .map((comment) => ({
                id: comment.id,
                user: person(comment.author),
                body: comment.body,
                path: comment.path,
                ...(comment.hunk === undefined ? {} : { diff_hunk: comment.hunk }),
                position: comment.side === 'new' ? comment.line : 0,
                original_position: comment.side === 'old' ? comment.line : 0,
                commit_id: sha,
                resolver: comment.resolved ? person('ada') : null,
                created_at: time(comment.id),
                html_url: `${this.url}/comment/${comment.id}`,
              })),
          }
        }),
    ],
    [
      'GET',
      '/repos/:owner/:repo/issues/:number/comments',
      (_, at) =>
        this.#onPull(at, ({ comments }) => ({
          body: comments
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
      '/repos/:owner/:repo/commits/:sha/status',
      (_, at) =>
        this.#on(at, async (repository) => {
          for (const pull of repository.pulls.toReversed())
            if ((await this.state.headOf(pull)) === at['sha'])
              return {
                body: {
                  state: 'pending',
                  statuses: pull.checks.map(({ name, state, summary }) => ({
                    context: name,
                    status: { passed: 'success', failed: 'failure', running: 'pending' }[state],
                    description: summary ?? '',
                    target_url: '',
                  })),
                },
              }
          return { body: { state: '', statuses: null } }
        }),
    ],
  ]

  async #create(repository: ForgeRepository, { body, login }: ForgeCall): Promise<ForgeAnswer> {
    const [owner, branch] = textOf(body, 'head').includes(':')
      ? textOf(body, 'head').split(':')
      : [repository.slug.split('/')[0], textOf(body, 'head')]
    const title = textOf(body, 'title')
    const made = await this.state.open(repository, {
      title: title.replace(/^WIP: /, ''),
      draft: title.startsWith('WIP: '),
      body: textOf(body, 'body'),
      author: login ?? '',
      base: textOf(body, 'base'),
      head: branch ?? '',
      headSlug: `${owner}/${repository.slug.split('/')[1]}`,
    })
    if (typeof made !== 'string') return { status: 201, body: await this.#json(repository, made) }
    return made === 'exists'
      ? { status: 409, body: { message: 'pull request already exists for these targets' } }
      : { status: 404, body: { message: made } }
  }

  async #json(repository: ForgeRepository, pull: ForgePull): Promise<object> {
    return {
      number: pull.number,
      html_url: `${this.url}/${repository.slug}/pulls/${pull.number}`,
      title: pull.draft ? `WIP: ${pull.title}` : pull.title,
      body: pull.body,
      user: person(pull.author),
      state: pull.state === 'open' ? 'open' : 'closed',
      merged: pull.state === 'merged',
      draft: pull.draft,
      mergeable: !pull.draft && !(await this.state.conflicts(repository, pull)),
      base: { ref: pull.base, repo: { full_name: repository.slug } },
      head: { ref: pull.head, sha: await this.state.headOf(pull), repo: { full_name: pull.headSlug } },
      updated_at: time(pull.updatedAt),
    }
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

const repositoryJson = ({ slug, methods }: ForgeRepository): object => ({
  full_name: slug,
  allow_merge_commits: methods.includes('merge'),
  allow_squash_merge: methods.includes('squash'),
  allow_rebase: methods.includes('rebase'),
})
