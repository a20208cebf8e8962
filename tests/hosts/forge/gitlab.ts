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

const person = (username: string) => ({ username })
const one = '/projects/:id/merge_requests/:iid'

/** GitLab's REST interface as published (version 4), as far as merge requests need it. */
export class GitLabHost extends ForgeHost {
  readonly basePath = '/api/v4'
  protected readonly perPage = 'per_page'

  protected tokenOf(authorization: string): string {
    return authorization.replace(/^bearer /i, '')
  }

  answer(call: ForgeCall): Promise<ForgeAnswer> {
    return routed(this.#routes, call)
  }

  readonly #routes: readonly Route[] = [
    [
      'GET',
      '/user',
      ({ login }) =>
        login === null ? { status: 401, body: { message: '401 Unauthorized' } } : { body: person(login) },
    ],
    [
      'GET',
      '/personal_access_tokens/self',
      ({ login }) => (login === null ? missing : { body: { scopes: ['api'] } }),
    ],
    ['GET', '/projects/:id', (_, at) => this.#on(at, (repository) => ({ body: projectJson(repository) }))],
    [
      'GET',
      '/projects/:id/repository/branches/:branch',
      (_, at) =>
        this.#on(at, async ({ slug }) => {
          const id = await this.state.branchHead(slug, at['branch'] ?? '')
          return id === null
            ? { status: 404, body: { message: '404 Branch Not Found' } }
            : { body: { commit: { id } } }
        }),
    ],
    [
      'GET',
      '/projects/:id/merge_requests',
      ({ query }, at) =>
        this.#on(at, async (repository) => {
          const branch = query.get('source_branch')
          const open = repository.pulls.filter(
            ({ state, head }) => state === 'open' && (branch === null || head === branch),
          )
          return { list: await Promise.all(open.map((pull) => this.#json(repository, pull))) }
        }),
    ],
    [
      'POST',
      '/projects/:id/merge_requests',
      (call, at) => this.#on(at, (source) => this.#create(source, call)),
    ],
    [
      'GET',
      one,
      (_, at) => this.#onPull(at, async (pull, repository) => ({ body: await this.#json(repository, pull) })),
    ],
    [
      'PUT',
      one,
      ({ body }, at) =>
        this.#onPull(at, async (pull, repository) => {
          if (body['state_event'] === 'close') pull.state = 'closed'
          if (body['state_event'] === 'reopen') pull.state = 'open'
          if (typeof body['title'] === 'string') setTitle(pull, body['title'])
          this.state.touch(pull)
          return { body: await this.#json(repository, pull) }
        }),
    ],
    [
      'PUT',
      `${one}/merge`,
      ({ body }, at) =>
        this.#onPull(at, async (pull, repository) => {
          const method = body['squash'] === true ? 'squash' : 'merge'
          const refusal = await this.state.merge(repository, pull, method, textOf(body, 'sha'))
          if (refusal === null) return { body: await this.#json(repository, pull) }
          return { status: /modified/.test(refusal) ? 409 : 405, body: { message: refusal } }
        }),
    ],
    [
      'GET',
      `${one}/reviewers`,
      (_, at) =>
        this.#onPull(at, ({ reviews }) => ({
          list: reviews.map(({ author, state }) => ({
            user: person(author),
            state: { approved: 'approved', changes_requested: 'requested_changes', commented: 'reviewed' }[
              state
            ],
          })),
        })),
    ],
    [
      'GET',
      `${one}/approvals`,
      (_, at) =>
        this.#onPull(at, ({ reviews }) => ({
          body: {
            approved_by: reviews
              .filter(({ state }) => state === 'approved')
              .map(({ author }) => ({ user: person(author) })),
          },
        })),
    ],
    [
      'GET',
      `${one}/discussions`,
      (_, at) =>
        this.#onPull(at, async (pull) => {
          const sha = await this.state.headOf(pull)
          const first = pull.comments.filter(({ replyTo }) => replyTo === undefined)
          return {
            list: first.map((comment) => ({
              id: `d${comment.id}`,
              notes: [comment, ...pull.comments.filter(({ replyTo }) => replyTo === comment.id)].map(
                (note) => ({
                  id: note.id,
                  body: note.body,
                  author: person(note.author),
                  created_at: time(note.id),
                  system: false,
                  resolved: comment.resolved ?? false,
                  ...(comment.path === null
                    ? {}
                    : {
                        position: {
                          new_path: comment.path,
                          old_path: comment.path,
                          new_line: comment.side === 'new' ? comment.line : null,
                          old_line: comment.side === 'old' ? comment.line : null,
                          head_sha: sha,
                        },
                      }),
                }),
              ),
            })),
          }
        }),
    ],
    [
      'GET',
      '/projects/:id/repository/commits/:sha/statuses',
      (_, at) =>
        this.#on(at, async (repository) => {
          for (const pull of repository.pulls.toReversed())
            if ((await this.state.headOf(pull)) === at['sha'])
              return {
                list: pull.checks.map(({ name, state, summary }) => ({
                  name,
                  status: { passed: 'success', failed: 'failed', running: 'running' }[state],
                  description: summary ?? null,
                  target_url: null,
                  allow_failure: false,
                })),
              }
          return { list: [] }
        }),
    ],
  ]

  async #create(source: ForgeRepository, { body, login }: ForgeCall): Promise<ForgeAnswer> {
    const target =
      [...this.state.repositories.values()].find(({ id }) => id === body['target_project_id']) ?? source
    const title = textOf(body, 'title')
    const made = await this.state.open(target, {
      title: title.replace(/^Draft: /, ''),
      draft: title.startsWith('Draft: '),
      body: textOf(body, 'description'),
      author: login ?? '',
      base: textOf(body, 'target_branch'),
      head: textOf(body, 'source_branch'),
      headSlug: source.slug,
    })
    if (typeof made !== 'string') return { status: 201, body: await this.#json(target, made) }
    return made === 'exists'
      ? {
          status: 409,
          body: { message: ['Another open merge request already exists for this source branch: !1'] },
        }
      : { status: 400, body: { message: { base: [made] } } }
  }

  async #json(repository: ForgeRepository, pull: ForgePull): Promise<object> {
    const conflicts = await this.state.conflicts(repository, pull)
    const blocked = this.state.blocked(repository, pull)
    return {
      iid: pull.number,
      title: pull.draft ? `Draft: ${pull.title}` : pull.title,
      description: pull.body,
      state: pull.state === 'open' ? 'opened' : pull.state,
      draft: pull.draft,
      author: person(pull.author),
      source_branch: pull.head,
      target_branch: pull.base,
      source_project_id: this.state.repositories.get(pull.headSlug)?.id,
      sha: await this.state.headOf(pull),
      web_url: `${this.url}/${repository.slug}/-/merge_requests/${pull.number}`,
      updated_at: time(pull.updatedAt),
      has_conflicts: conflicts,
      detailed_merge_status: conflicts ? 'conflict' : blocked ? 'not_approved' : 'mergeable',
    }
  }

  #on(
    at: Record<string, string>,
    work: (repository: ForgeRepository) => Promise<ForgeAnswer> | ForgeAnswer,
  ): Promise<ForgeAnswer> | ForgeAnswer {
    const repository = this.state.repositories.get(at['id'] ?? '')
    return repository ? work(repository) : { status: 404, body: { message: '404 Project Not Found' } }
  }

  #onPull(
    at: Record<string, string>,
    work: (pull: ForgePull, repository: ForgeRepository) => Promise<ForgeAnswer> | ForgeAnswer,
  ): Promise<ForgeAnswer> | ForgeAnswer {
    return this.#on(at, (repository) => {
      const pull = repository.pulls.find(({ number }) => number === Number(at['iid']))
      return pull ? work(pull, repository) : missing
    })
  }
}

function setTitle(pull: ForgePull, title: string): void {
  pull.draft = title.startsWith('Draft: ')
  pull.title = title.replace(/^Draft: /, '')
}

const projectJson = ({ id, slug, methods }: ForgeRepository): object => ({
  id,
  path_with_namespace: slug,
  merge_method: 'merge',
  squash_option: methods.includes('squash') ? 'default_off' : 'never',
})
