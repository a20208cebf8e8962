import { z } from 'zod'
import type { MergeMethod, PullRequestComment, PullRequestFacts } from '../../../contracts/index.ts'
import { alreadyExists, ofMerge, ofPull, ofRepository, statusOf } from '../failures.ts'
import type { Forge, ForgeOptions, HeadBranch, Listed, NewPullRequest } from '../forge.ts'
import { createRestClient, type RestClient } from '../http/index.ts'
import { commentOfLine, draftMark, factsOf, generalComment } from './facts.ts'
import {
  BranchFacts,
  CombinedStatus,
  GeneralComment,
  LineComment,
  Pull,
  Repository,
  Review,
  User,
} from './shapes.ts'

/** Gitea's largest page, as it comes. */
const page = { limit: 50 }

/** Gitea and Forgejo, through version 1 of their REST interface. */
export class Gitea implements Forge {
  readonly kind = 'gitea'
  readonly host: string
  readonly apiUrl: string
  readonly #client: RestClient
  readonly #most: number

  constructor({ host, apiUrl, token, fetch, mostEntries }: ForgeOptions) {
    this.host = host
    this.apiUrl = apiUrl
    const headers: Record<string, string> = token === '' ? {} : { authorization: `token ${token}` }
    this.#client = createRestClient({ host, apiUrl, headers, fetch })
    this.#most = mostEntries
  }

  async whoAmI(): Promise<{ login: string; scopes: null }> {
    return { login: (await this.#client.get('/user', User)).login, scopes: null }
  }

  branchHead({ slug, branch }: HeadBranch): Promise<string | null> {
    return ofRepository(this.host, slug, async () => {
      try {
        const path = `${at(slug)}/branches/${encodeURIComponent(branch)}`
        return (await this.#client.get(path, BranchFacts)).commit.id
      } catch (error) {
        // A repository that is not there answers the same.
        if (statusOf(error) !== 404) throw error
        await this.#client.get(at(slug), Repository)
        return null
      }
    })
  }

  async listOpen(slug: string): Promise<Listed[]> {
    const query = { ...page, state: 'open', sort: 'recentupdate' }
    const found = await ofRepository(this.host, slug, () =>
      this.#client.list(`${at(slug)}/pulls`, z.array(Pull), this.#most, query),
    )
    return found.map((pull) => ({
      number: pull.number,
      title: pull.title,
      author: pull.user?.login ?? '',
      draft: pull.draft ?? draftMark.test(pull.title),
      head: pull.head.ref,
      headSlug: pull.head.repo?.full_name ?? null,
      base: pull.base.ref,
      url: pull.html_url,
      updatedAt: pull.updated_at ? Date.parse(pull.updated_at) : null,
    }))
  }

  async findByBranch(slug: string, head: HeadBranch): Promise<number | null> {
    const found = (await this.listOpen(slug)).find(
      (pull) => pull.head === head.branch && pull.headSlug?.toLowerCase() === head.slug.toLowerCase(),
    )
    return found?.number ?? null
  }

  async read(slug: string, number: number): Promise<PullRequestFacts> {
    const pull = await this.#pull(slug, number)
    const [repository, status, reviews] = await Promise.all([
      this.#client.get(at(slug), Repository),
      pull.head.sha
        ? this.#client.get(`${at(slug)}/commits/${pull.head.sha}/status`, CombinedStatus, page)
        : Promise.resolve({}),
      this.#reviews(slug, number),
    ])
    return factsOf(pull, repository, status, reviews)
  }

  async comments(slug: string, number: number): Promise<PullRequestComment[]> {
    const [pull, reviews, general] = await Promise.all([
      this.#pull(slug, number),
      this.#reviews(slug, number),
      this.#client.list(`${at(slug)}/issues/${number}/comments`, z.array(GeneralComment), this.#most, page),
    ])
    const ofLines: PullRequestComment[] = []
    for (const { id, comments_count: count } of reviews) {
      if (count === 0 || ofLines.length >= this.#most) continue
      const path = `${at(slug)}/pulls/${number}/reviews/${id}/comments`
      const found = await this.#client.list(path, z.array(LineComment), this.#most, page)
      ofLines.push(...found.map((comment) => commentOfLine(comment, pull.head.sha ?? '')))
    }
    return [...ofLines, ...general.map(generalComment)]
  }

  async create(slug: string, { title, body, head, base, draft }: NewPullRequest): Promise<number> {
    const [owner = ''] = head.slug.split('/')
    const request = {
      title: draft ? `WIP: ${title}` : title,
      body,
      head: head.slug === slug ? head.branch : `${owner}:${head.branch}`,
      base,
    }
    try {
      return (await this.#client.send('POST', `${at(slug)}/pulls`, request, Pull)).number
    } catch (error) {
      if (statusOf(error) !== 409) throw error
      throw alreadyExists(slug, head.branch, await this.findByBranch(slug, head))
    }
  }

  merge(slug: string, number: number, method: MergeMethod, headSha: string): Promise<void> {
    const body = { Do: method, head_commit_id: headSha }
    return ofMerge(this.host, () =>
      this.#client.send('POST', `${at(slug)}/pulls/${number}/merge`, body, z.unknown()),
    )
  }

  setState(slug: string, number: number, state: 'open' | 'closed'): Promise<void> {
    return this.#change(slug, number, { state })
  }

  async markReady(slug: string, number: number): Promise<void> {
    const { title } = await this.#pull(slug, number)
    await this.#change(slug, number, { title: title.replace(draftMark, '') })
  }

  async #change(slug: string, number: number, change: object): Promise<void> {
    await ofPull(this.host, slug, number, () =>
      this.#client.send('PATCH', `${at(slug)}/pulls/${number}`, change, Pull),
    )
  }

  #pull(slug: string, number: number): Promise<Pull> {
    return ofPull(this.host, slug, number, () => this.#client.get(`${at(slug)}/pulls/${number}`, Pull))
  }

  #reviews(slug: string, number: number): Promise<Review[]> {
    return this.#client.list(`${at(slug)}/pulls/${number}/reviews`, z.array(Review), this.#most, page)
  }
}

/** Each part is encoded for itself: the slash between owner and name stays. */
const at = (slug: string): string => `/repos/${slug.split('/').map(encodeURIComponent).join('/')}`
