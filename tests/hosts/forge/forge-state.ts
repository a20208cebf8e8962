import { join } from 'node:path'
import { run } from '../../../src/base/index.ts'
import { gitEnv } from '../git/index.ts'

export interface ForgeCheck {
  name: string
  state: 'passed' | 'failed' | 'running'
  summary?: string
}

export interface ForgeReview {
  author: string
  state: 'approved' | 'changes_requested' | 'commented'
  body?: string
}

export interface ForgeComment {
  id: number
  author: string
  body: string
  /** Null: general. */
  path: string | null
  line: number | null
  side: 'old' | 'new'
  startLine?: number
  /** First comment of the conversation it answers. */
  replyTo?: number
  resolved?: boolean
  /** The piece of diff that ends at its line. */
  hunk?: string
}

export interface ForgePull {
  number: number
  title: string
  body: string
  author: string
  state: 'open' | 'closed' | 'merged'
  draft: boolean
  base: string
  head: string
  headSlug: string
  checks: ForgeCheck[]
  reviews: ForgeReview[]
  comments: ForgeComment[]
  updatedAt: number
}

export interface ForgeRepository {
  id: number
  slug: string
  /** The bare repository that pushes come to. */
  folder: string
  pulls: ForgePull[]
  methods: ('merge' | 'squash' | 'rebase')[]
  /** Reviews that have to approve before a merge. */
  wantedApprovals: number
}

const git = async (folder: string, ...args: string[]): Promise<string> =>
  (await run('git', ['-C', folder, ...args], { env: { ...process.env, ...gitEnv } })).stdout.toString().trim()

/** What a forge knows, on real bare repositories: branches are where pushes put them, merging makes real commits. */
export class ForgeState {
  readonly root: string
  readonly repositories = new Map<string, ForgeRepository>()
  #ids = 100

  constructor(root: string) {
    this.root = root
  }

  nextId(): number {
    return ++this.#ids
  }

  /** An empty bare repository that takes pushes. */
  async addRepository(slug: string): Promise<ForgeRepository> {
    const folder = join(this.root, `${slug}.git`)
    await run('git', ['init', '-q', '--bare', '-b', 'main', folder])
    await git(folder, 'config', 'http.receivepack', 'true')
    const repository: ForgeRepository = {
      id: this.nextId(),
      slug,
      folder,
      pulls: [],
      methods: ['squash', 'merge', 'rebase'],
      wantedApprovals: 0,
    }
    this.repositories.set(slug, repository)
    return repository
  }

  /** The commit of a branch, null when there is none. */
  async branchHead(slug: string, branch: string): Promise<string | null> {
    const repository = this.repositories.get(slug)
    if (!repository) return null
    const args = ['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`]
    const sha = await git(repository.folder, ...args)
    return sha || null
  }

  headOf(pull: ForgePull): Promise<string | null> {
    return this.branchHead(pull.headSlug, pull.head)
  }

  /** A refusal in words, or the pull request it made. */
  async open(
    repository: ForgeRepository,
    request: Pick<ForgePull, 'title' | 'body' | 'author' | 'draft' | 'base' | 'head' | 'headSlug'>,
  ): Promise<ForgePull | 'exists' | 'no head' | 'no base' | 'no commits'> {
    const same = repository.pulls.find(
      ({ state, head, headSlug, base }) =>
        state === 'open' && head === request.head && headSlug === request.headSlug && base === request.base,
    )
    if (same) return 'exists'
    const head = await this.branchHead(request.headSlug, request.head)
    const base = await this.branchHead(repository.slug, request.base)
    if (head === null) return 'no head'
    if (base === null) return 'no base'
    if ((await git(repository.folder, 'rev-list', '--count', `${base}..${head}`)) === '0') return 'no commits'
    const pull: ForgePull = {
      ...request,
      number: repository.pulls.length + 1,
      state: 'open',
      checks: [],
      reviews: [],
      comments: [],
      updatedAt: Date.now(),
    }
    repository.pulls.push(pull)
    return pull
  }

  /** Whether the branches go together. */
  async conflicts(repository: ForgeRepository, pull: ForgePull): Promise<boolean> {
    return pull.state === 'open' && (await this.#mergedTree(repository, pull)) === null
  }

  blocked({ wantedApprovals }: ForgeRepository, { reviews }: ForgePull): boolean {
    return reviews.filter(({ state }) => state === 'approved').length < wantedApprovals
  }

  /** A refusal in words, or null once it is merged. */
  async merge(
    repository: ForgeRepository,
    pull: ForgePull,
    method: string,
    sha: string,
  ): Promise<string | null> {
    const head = await this.headOf(pull)
    if (pull.state !== 'open') return 'Pull request is not open'
    if (head !== sha) return 'Head branch was modified. Review and try the merge again.'
    if (pull.draft) return 'Pull request is still a draft'
    if (this.blocked(repository, pull)) return 'At least 1 approving review is required'
    if (!repository.methods.includes(method as 'merge'))
      return `${method} merges are not allowed on this repository`
    const tree = await this.#mergedTree(repository, pull)
    if (tree === null) return 'Pull request is not mergeable'
    const base = await git(repository.folder, 'rev-parse', `refs/heads/${pull.base}`)
    const parents = method === 'merge' ? ['-p', base, '-p', sha] : ['-p', base]
    const message = `${pull.title} (#${pull.number})`
    const merged = await git(repository.folder, ...identity, 'commit-tree', tree, ...parents, '-m', message)
    await git(repository.folder, 'update-ref', `refs/heads/${pull.base}`, merged, base)
    pull.state = 'merged'
    this.touch(pull)
    return null
  }

  comment(
    pull: ForgePull,
    comment: Omit<ForgeComment, 'id' | 'side'> & { side?: 'old' | 'new' },
  ): ForgeComment {
    const made: ForgeComment = { side: 'new', ...comment, id: this.nextId() }
    pull.comments.push(made)
    this.touch(pull)
    return made
  }

  touch(pull: ForgePull): void {
    pull.updatedAt = Math.max(Date.now(), pull.updatedAt + 1000)
  }

  async #mergedTree(repository: ForgeRepository, pull: ForgePull): Promise<string | null> {
    const head = await this.headOf(pull)
    if (head === null) return null
    const args = ['merge-tree', '--write-tree', `refs/heads/${pull.base}`, head]
    return git(repository.folder, ...args).then(
      (output) => output.split('\n')[0] ?? null,
      () => null,
    )
  }
}

const identity = ['-c', 'user.name=Forge', '-c', 'user.email=forge@example.invalid']
