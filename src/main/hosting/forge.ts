import type {
  ForgeKind,
  ListedPullRequest,
  MergeMethod,
  PullRequestComment,
  PullRequestFacts,
} from '../../contracts/index.ts'
import type { PoliteFetch } from './http/index.ts'

export interface ForgeOptions {
  host: string
  /** Without a slash at its end. */
  apiUrl: string
  /** Empty: requests are anonymous. */
  token: string
  fetch: PoliteFetch
  /** Entries of a list that are read. */
  mostEntries: number
}

/** Where a branch lies: the repository (`owner/name`) and its name. */
export interface HeadBranch {
  slug: string
  branch: string
}

export interface NewPullRequest {
  title: string
  body: string
  head: HeadBranch
  base: string
  draft: boolean
}

export interface Listed extends Omit<ListedPullRequest, 'repositoryId'> {
  /** Repository of the head, null when it is gone. */
  headSlug: string | null
}

/**
 * A site of repositories and pull requests. `slug` is `owner/name` of the repository a pull request is merged into.
 * All throw `hosting_denied`, `hosting_rate_limited` and `hosting_failed`, beside what is said.
 */
export interface Forge {
  readonly kind: ForgeKind
  readonly host: string
  readonly apiUrl: string
  /** Who the token belongs to, and what it may do where the host says so. */
  whoAmI(): Promise<{ login: string; scopes: string[] | null }>
  /** The commit a branch is at, null when there is none. Throws `repository_not_found`. */
  branchHead(head: HeadBranch): Promise<string | null>
  /** Open ones, latest first. */
  listOpen(slug: string): Promise<Listed[]>
  /** The open one of a branch. */
  findByBranch(slug: string, head: HeadBranch): Promise<number | null>
  /** With checks and reviews. Throws `pull_request_not_found`. */
  read(slug: string, number: number): Promise<PullRequestFacts>
  /** Oldest first. */
  comments(slug: string, number: number): Promise<PullRequestComment[]>
  /** Its number. Throws `pull_request_exists`. */
  create(slug: string, pull: NewPullRequest): Promise<number>
  /** Throws `not_mergeable`, also when the head is not `headSha` any more. */
  merge(slug: string, number: number, method: MergeMethod, headSha: string): Promise<void>
  setState(slug: string, number: number, state: 'open' | 'closed'): Promise<void>
  markReady(slug: string, number: number): Promise<void>
}
