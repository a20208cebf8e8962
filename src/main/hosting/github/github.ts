import {
  Failure,
  type MergeMethod,
  type PullRequestComment,
  type PullRequestFacts,
} from '../../../contracts/index.ts'
import { alreadyExists, ofMerge, ofPull, ofRepository, saidOf, statusOf } from '../failures.ts'
import type { Forge, ForgeOptions, HeadBranch, Listed, NewPullRequest } from '../forge.ts'
import { asked, createGitHubClient, type GitHubClient } from './client.ts'
import { commentOfLine, generalComment, readyMutation, threadsQuery, type ThreadsAnswer } from './comments.ts'
import { factsOf, type CheckRun, type Pull } from './facts.ts'

const perPage = 100

/** GitHub, also GitHub Enterprise (whose address ends in `/api/v3`), through Octokit. */
export class GitHub implements Forge {
  readonly kind = 'github'
  readonly host: string
  readonly apiUrl: string
  readonly #client: GitHubClient
  readonly #most: number

  constructor({ host, apiUrl, token, fetch, mostEntries }: ForgeOptions) {
    this.host = host
    this.apiUrl = apiUrl
    this.#client = createGitHubClient(apiUrl, token, fetch)
    this.#most = mostEntries
  }

  async whoAmI(): Promise<{ login: string; scopes: string[] | null }> {
    const { data, headers } = await this.#ask((client) => client.request('GET /user'))
    const scopes = headers['x-oauth-scopes']
    return {
      login: data.login,
      scopes: typeof scopes === 'string' ? scopes.split(/,\s*/).filter(Boolean) : null,
    }
  }

  branchHead({ slug, branch }: HeadBranch): Promise<string | null> {
    return ofRepository(this.host, slug, async () => {
      try {
        const where = { ...split(slug), branch }
        const { data } = await this.#ask((client) =>
          client.request('GET /repos/{owner}/{repo}/branches/{branch}', where),
        )
        return data.commit.sha
      } catch (error) {
        // A repository that is not there answers the same.
        if (statusOf(error) !== 404) throw error
        await this.#ask((client) => client.request('GET /repos/{owner}/{repo}', split(slug)))
        return null
      }
    })
  }

  listOpen(slug: string): Promise<Listed[]> {
    return ofRepository(this.host, slug, () => this.#list(slug, {}))
  }

  async findByBranch(slug: string, head: HeadBranch): Promise<number | null> {
    const filter = { head: `${split(head.slug).owner}:${head.branch}` }
    const found = await ofRepository(this.host, slug, () => this.#list(slug, filter))
    return found.find((pull) => pull.headSlug?.toLowerCase() === head.slug.toLowerCase())?.number ?? null
  }

  async read(slug: string, number: number): Promise<PullRequestFacts> {
    const pull = await this.#pull(slug, number)
    const on = { ...split(slug), ref: pull.head.sha, per_page: perPage }
    const [repository, runs, statuses, reviews] = await Promise.all([
      this.#ask((client) => client.request('GET /repos/{owner}/{repo}', split(slug))),
      this.#pages<CheckRun>((client) =>
        client.paginate.iterator('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', on),
      ),
      this.#ask((client) => client.request('GET /repos/{owner}/{repo}/commits/{ref}/status', on)),
      this.#pages((client) =>
        client.paginate.iterator('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
          ...split(slug),
          pull_number: number,
          per_page: perPage,
        }),
      ),
    ])
    return factsOf(pull, repository.data, runs, statuses.data.statuses, reviews)
  }

  async comments(slug: string, number: number): Promise<PullRequestComment[]> {
    const where = { ...split(slug), per_page: perPage }
    const [ofLines, general] = await Promise.all([
      this.#pages((client) =>
        client.paginate.iterator('GET /repos/{owner}/{repo}/pulls/{pull_number}/comments', {
          ...where,
          pull_number: number,
        }),
      ),
      this.#pages((client) =>
        client.paginate.iterator('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...where,
          issue_number: number,
        }),
      ),
    ])
    const resolved = ofLines.length > 0 ? await this.#resolved(slug, number) : new Set<number>()
    return [...ofLines.map((comment) => commentOfLine(comment, resolved)), ...general.map(generalComment)]
  }

  async create(slug: string, { title, body, head, base, draft }: NewPullRequest): Promise<number> {
    const from = head.slug === slug ? head.branch : `${split(head.slug).owner}:${head.branch}`
    try {
      const { data } = await this.#ask((client) =>
        client.request('POST /repos/{owner}/{repo}/pulls', {
          ...split(slug),
          title,
          body,
          head: from,
          base,
          draft,
        }),
      )
      return data.number
    } catch (error) {
      if (statusOf(error) !== 422 || !/already exists/i.test(saidOf(error))) throw error
      throw alreadyExists(slug, head.branch, await this.findByBranch(slug, head))
    }
  }

  merge(slug: string, number: number, method: MergeMethod, headSha: string): Promise<void> {
    const on = { ...split(slug), pull_number: number, merge_method: method, sha: headSha }
    return ofMerge(this.host, () =>
      this.#ask((client) => client.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', on)),
    )
  }

  async setState(slug: string, number: number, state: 'open' | 'closed'): Promise<void> {
    const on = { ...split(slug), pull_number: number, state }
    await ofPull(this.host, slug, number, () =>
      this.#ask((client) => client.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', on)),
    )
  }

  async markReady(slug: string, number: number): Promise<void> {
    const { node_id: id } = await this.#pull(slug, number)
    await this.#ask((client) => client.graphql(readyMutation, { id }))
  }

  async #pull(slug: string, number: number): Promise<Pull> {
    const on = { ...split(slug), pull_number: number }
    const { data } = await ofPull(this.host, slug, number, () =>
      this.#ask((client) => client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', on)),
    )
    return data
  }

  async #list(slug: string, filter: { head?: string }): Promise<Listed[]> {
    const where = { ...split(slug), ...filter, state: 'open' as const, sort: 'updated' as const }
    const found = await this.#pages((client) =>
      client.paginate.iterator('GET /repos/{owner}/{repo}/pulls', {
        ...where,
        direction: 'desc',
        per_page: perPage,
      }),
    )
    return found.map((pull) => ({
      number: pull.number,
      title: pull.title,
      author: pull.user?.login ?? '',
      draft: pull.draft ?? false,
      head: pull.head.ref,
      // The repository of a fork may be gone, whatever the types say.
      headSlug: (pull.head.repo as { full_name: string } | null)?.full_name ?? null,
      base: pull.base.ref,
      url: pull.html_url,
      updatedAt: Date.parse(pull.updated_at),
    }))
  }

  /** First comments of the threads that were resolved. Where GraphQL is not to be had, none is known to be. */
  async #resolved(slug: string, number: number): Promise<Set<number>> {
    const resolved = new Set<number>()
    try {
      await this.#readThreads(slug, number, resolved)
    } catch (error) {
      // The comments themselves are worth more than that.
      if (error instanceof Failure && error.code === 'hosting_rate_limited') throw error
    }
    return resolved
  }

  async #readThreads(slug: string, number: number, resolved: Set<number>): Promise<void> {
    const { owner, repo } = split(slug)
    let after: string | null = null
    for (let read = 0; read < this.#most; read += perPage) {
      const answer: ThreadsAnswer = await this.#ask((client) =>
        client.graphql<ThreadsAnswer>(threadsQuery, { owner, repo, number, after }),
      )
      const threads = answer.repository?.pullRequest?.reviewThreads
      for (const thread of threads?.nodes ?? [])
        for (const { databaseId } of thread.comments.nodes)
          if (thread.isResolved && databaseId !== null) resolved.add(databaseId)
      after = threads?.pageInfo.endCursor ?? null
      if (!threads?.pageInfo.hasNextPage || after === null) break
    }
  }

  async #pages<Entry>(
    open: (client: GitHubClient) => AsyncIterable<{ data: readonly Entry[] }>,
  ): Promise<Entry[]> {
    return this.#ask(async (client) => {
      const all: Entry[] = []
      for await (const { data } of open(client)) {
        all.push(...data)
        if (all.length >= this.#most) break
      }
      return all.slice(0, this.#most)
    })
  }

  #ask<Result>(work: (client: GitHubClient) => Promise<Result>): Promise<Result> {
    return asked(this.host, () => work(this.#client))
  }
}

/** `owner/name`; a prefix of the path, as of an Enterprise site below a folder, is no part of it. */
function split(slug: string): { owner: string; repo: string } {
  const [repo = '', owner = ''] = slug.split('/').toReversed()
  return { owner, repo }
}
