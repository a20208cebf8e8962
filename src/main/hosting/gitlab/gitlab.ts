import { z } from 'zod'
import type { MergeMethod, PullRequestComment, PullRequestFacts } from '../../../contracts/index.ts'
import { alreadyExists, ofMerge, ofPull, ofRepository, statusOf } from '../failures.ts'
import type { Forge, ForgeOptions, HeadBranch, Listed, NewPullRequest } from '../forge.ts'
import { createRestClient, type RestClient } from '../http/index.ts'
import { commentsOf, factsOf } from './facts.ts'
import {
  Approvals,
  BranchFacts,
  Discussion,
  MergeRequest,
  Project,
  Reviewer,
  Status,
  TokenFacts,
  User,
} from './shapes.ts'

const perPage = 100
const draftMark = /^\s*(\[draft\]|\(draft\)|draft:)\s*/i

/** GitLab, through version 4 of its REST interface. Its merge requests are our pull requests. */
export class GitLab implements Forge {
  readonly kind = 'gitlab'
  readonly host: string
  readonly apiUrl: string
  readonly #client: RestClient
  readonly #most: number

  constructor({ host, apiUrl, token, fetch, mostEntries }: ForgeOptions) {
    this.host = host
    this.apiUrl = apiUrl
    const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` }
    this.#client = createRestClient({ host, apiUrl, headers, fetch })
    this.#most = mostEntries
  }

  async whoAmI(): Promise<{ login: string; scopes: string[] | null }> {
    const { username } = await this.#client.get('/user', User)
    try {
      const { scopes } = await this.#client.get('/personal_access_tokens/self', TokenFacts)
      return { login: username, scopes: scopes ?? null }
    } catch (error) {
      // Only personal tokens are told of; others say who they are and no more.
      if (statusOf(error) === null) throw error
      return { login: username, scopes: null }
    }
  }

  branchHead({ slug, branch }: HeadBranch): Promise<string | null> {
    return ofRepository(this.host, slug, async () => {
      try {
        const path = `${at(slug)}/repository/branches/${encodeURIComponent(branch)}`
        return (await this.#client.get(path, BranchFacts)).commit.id
      } catch (error) {
        // A project that is not there answers the same.
        if (statusOf(error) !== 404) throw error
        await this.#client.get(at(slug), Project)
        return null
      }
    })
  }

  listOpen(slug: string): Promise<Listed[]> {
    return ofRepository(this.host, slug, () => this.#list(slug))
  }

  async findByBranch(slug: string, head: HeadBranch): Promise<number | null> {
    const [found, source] = await Promise.all([
      ofRepository(this.host, slug, () => this.#requests(slug, head.branch)),
      this.#client.get(at(head.slug), Project),
    ])
    return found.find(({ source_project_id: from }) => from === source.id)?.iid ?? null
  }

  async read(slug: string, number: number): Promise<PullRequestFacts> {
    const path = `${at(slug)}/merge_requests/${number}`
    const request = await this.#request(slug, number)
    const statuses = `${at(slug)}/repository/commits/${request.sha}/statuses`
    const [project, checks, reviewers, approvals] = await Promise.all([
      this.#client.get(at(slug), Project),
      request.sha
        ? this.#client.list(statuses, z.array(Status), this.#most, { per_page: perPage })
        : Promise.resolve([]),
      this.#client.list(`${path}/reviewers`, z.array(Reviewer), this.#most),
      this.#client.get(`${path}/approvals`, Approvals),
    ])
    return factsOf(request, project, checks, reviewers, approvals)
  }

  async comments(slug: string, number: number): Promise<PullRequestComment[]> {
    const path = `${at(slug)}/merge_requests/${number}/discussions`
    const [request, discussions] = await Promise.all([
      this.#request(slug, number),
      this.#client.list(path, z.array(Discussion), this.#most, { per_page: perPage }),
    ])
    return commentsOf(discussions, request)
  }

  async create(slug: string, { title, body, head, base, draft }: NewPullRequest): Promise<number> {
    const target = head.slug === slug ? undefined : (await this.#client.get(at(slug), Project)).id
    const request = {
      source_branch: head.branch,
      target_branch: base,
      title: draft ? `Draft: ${title}` : title,
      description: body,
      ...(target === undefined ? {} : { target_project_id: target }),
    }
    try {
      const path = `${at(head.slug)}/merge_requests`
      return (await this.#client.send('POST', path, request, MergeRequest)).iid
    } catch (error) {
      if (statusOf(error) !== 409) throw error
      throw alreadyExists(slug, head.branch, await this.findByBranch(slug, head))
    }
  }

  async merge(slug: string, number: number, method: MergeMethod, headSha: string): Promise<void> {
    const body = { squash: method === 'squash', sha: headSha }
    await ofMerge(this.host, () =>
      this.#client.send('PUT', `${at(slug)}/merge_requests/${number}/merge`, body, z.unknown()),
    )
  }

  setState(slug: string, number: number, state: 'open' | 'closed'): Promise<void> {
    return this.#change(slug, number, { state_event: state === 'open' ? 'reopen' : 'close' })
  }

  async markReady(slug: string, number: number): Promise<void> {
    const { title } = await this.#request(slug, number)
    await this.#change(slug, number, { title: title.replace(draftMark, '') })
  }

  async #change(slug: string, number: number, change: object): Promise<void> {
    const path = `${at(slug)}/merge_requests/${number}`
    await ofPull(this.host, slug, number, () => this.#client.send('PUT', path, change, MergeRequest))
  }

  #request(slug: string, number: number): Promise<MergeRequest> {
    return ofPull(this.host, slug, number, () =>
      this.#client.get(`${at(slug)}/merge_requests/${number}`, MergeRequest),
    )
  }

  #requests(slug: string, branch?: string): Promise<MergeRequest[]> {
    return this.#client.list(`${at(slug)}/merge_requests`, z.array(MergeRequest), this.#most, {
      state: 'opened',
      order_by: 'updated_at',
      source_branch: branch,
      per_page: perPage,
    })
  }

  async #list(slug: string): Promise<Listed[]> {
    return (await this.#requests(slug)).map((request) => ({
      number: request.iid,
      title: request.title,
      author: request.author?.username ?? '',
      draft: request.draft ?? false,
      head: request.source_branch,
      headSlug: null,
      base: request.target_branch,
      url: request.web_url,
      updatedAt: request.updated_at ? Date.parse(request.updated_at) : null,
    }))
  }
}

const at = (slug: string): string => `/projects/${encodeURIComponent(slug)}`
