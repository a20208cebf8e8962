import type { Clock, NewId } from '../../base/index.ts'
import {
  Failure,
  type BranchFacts,
  type Limits,
  type ListedPullRequest,
  type Project,
  type PullRequest,
  type PullRequestComment,
  type PullRequestProposal,
  type RepositoryId,
  type Workspace,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { ProjectService } from '../projects/index.ts'
import type { Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import { findToAttach } from './attach.ts'
import { failureOf } from './failures.ts'
import type { Forges } from './forges.ts'
import { listOpen } from './list-open.ts'
import { pickPull, pickRepository } from './pick.ts'
import { PullRecords, type PullPlace } from './pull-records.ts'
import { methodToMerge, type MergeWish } from './merge.ts'
import { notPushed, prepare } from './propose.ts'
import { forgetThreads } from './review-threads.ts'

export interface PullRequestDeps {
  store: Store
  audit: Audit
  projects: ProjectService
  workspaces: WorkspaceService
  forges: Forges
  clock: Clock
  newId: NewId
  limits: Limits
}

export interface Which {
  workspace: string
  repositoryId?: RepositoryId | undefined
}

export interface CreatePullRequest extends Which {
  title?: string | undefined
  body?: string | undefined
  base?: string | undefined
  draft: boolean
  idempotencyKey?: string | undefined
}

/** Pull requests of workspaces: one for each repository. What hosts say is kept, so that it is known without them. */
export class PullRequestService {
  readonly #deps: PullRequestDeps
  readonly #records: PullRecords
  readonly #refreshing = new Map<string, Promise<PullRequest>>()

  constructor(deps: PullRequestDeps) {
    this.#deps = deps
    this.#records = new PullRecords({
      ...deps,
      file: ({ workspaceId, repositoryId }, path) =>
        deps.workspaces
          .link(deps.workspaces.find(workspaceId))
          .call((client) => client.git.file({ workspaceId, repositoryId, path })),
    })
  }

  list(reference?: string): PullRequest[] {
    const { store, workspaces } = this.#deps
    if (reference !== undefined) return store.read.pullRequests.list(workspaces.find(reference).id)
    const alive = new Set(workspaces.list().map(({ id }) => id))
    return store.read.pullRequests.list().filter(({ workspaceId }) => alive.has(workspaceId))
  }

  /** Throws `workspace_not_found`, `pull_request_not_found`. */
  show(which: Which): PullRequest {
    return this.#find(which).pull
  }

  comments(which: Which): PullRequestComment[] {
    const { workspaceId, repositoryId } = this.show(which)
    return this.#deps.store.read.pullRequests
      .comments(workspaceId, repositoryId)
      .toSorted((a, b) => a.at - b.at)
  }

  async propose(reference: string): Promise<PullRequestProposal[]> {
    const workspace = this.#deps.workspaces.find(reference)
    const prepared = workspace.repositories.map((repository) => this.#prepare(workspace, repository))
    return (await Promise.all(prepared)).map(({ proposal }) => proposal)
  }

  create(input: CreatePullRequest): Promise<PullRequest> {
    const { store, clock } = this.#deps
    return this.#act('create', input.workspace, async (workspace) => {
      const repository = pickRepository(workspace, input.repositoryId)
      const { idempotencyKey: key } = input
      const again = key !== undefined && store.read.idempotency.find(operation, key) !== undefined
      const first = store.read.pullRequests.get(workspace.id, repository.repositoryId)
      if (again && first) return first
      const { proposal, place } = await this.#prepare(workspace, repository)
      if (proposal.problem) throw failureOf(proposal.problem)
      if (!place) throw new Error('a proposal without a problem has a place')
      if (proposal.pushed !== 'yes') throw notPushed(proposal)
      if (key !== undefined && !again)
        store.write((writer) => writer.idempotency.insert(operation, key, workspace.id, clock.now()))
      const { account, slug } = place.into
      const forge = await this.#deps.forges.at(account.host)
      const number = await forge
        .create(slug, {
          title: input.title ?? proposal.title,
          body: input.body ?? proposal.body,
          base: input.base ?? proposal.base,
          draft: input.draft,
          head: { slug: place.from.slug, branch: proposal.branch },
        })
        .catch((error: unknown) => {
          // The first attempt made it and its answer was lost.
          const made = again && error instanceof Failure ? error.details?.['number'] : undefined
          if (typeof made === 'number') return made
          throw error
        })
      return this.#adopt(
        workspace,
        repository,
        { kind: account.kind, host: account.host, slug },
        number,
        'created',
      )
    })
  }

  attach(input: Which & { pullRequest?: string | undefined }): Promise<PullRequest> {
    return this.#act('attach', input.workspace, async (workspace) => {
      const found = await findToAttach(
        { forges: this.#deps.forges, branchFacts: (one) => this.#branchFacts(workspace, one) },
        workspace,
        input,
      )
      return this.#adopt(workspace, found.repository, found.place, found.number, 'attached')
    })
  }

  detach(which: Which): Promise<PullRequest> {
    return this.#act('detach', which.workspace, () => {
      const { pull } = this.#find(which)
      const { workspaceId, repositoryId } = pull
      this.#deps.store.write((writer) => {
        writer.pullRequests.remove(workspaceId, repositoryId)
        writer.tell({ type: 'pullRequest.removed', workspaceId, repositoryId })
      })
      forgetThreads(this.#deps, pull)
      return pull
    })
  }

  /**
   * Asks the host for news, unless it was asked a moment ago or `force`. A failure is kept with what was known, and
   * thrown.
   */
  refresh({ force, ...which }: Which & { force: boolean }): Promise<PullRequest> {
    const { workspace, pull } = this.#find(which)
    const { clock, limits } = this.#deps
    if (!force && clock.now() - pull.refreshedAt < limits.pullRequestWatchMs) return Promise.resolve(pull)
    const key = `${pull.workspaceId} ${pull.repositoryId}`
    const running = this.#refreshing.get(key)
    if (running) return running
    const work = this.#records.refresh(workspace, pull).finally(() => this.#refreshing.delete(key))
    this.#refreshing.set(key, work)
    return work
  }

  merge(input: Which & MergeWish): Promise<PullRequest> {
    return this.#act('merge', input.workspace, async (workspace) => {
      const { pull } = this.#find(input)
      // What the host says now counts, not what was known.
      const now = await this.#records.refresh(workspace, pull)
      const method = methodToMerge(now, input)
      const forge = await this.#deps.forges.at(now.host)
      await forge.merge(now.slug, now.number, method, now.headSha)
      return this.#settled(workspace, now, 'merged')
    })
  }

  close(which: Which): Promise<PullRequest> {
    return this.#change('close', which, 'closed', (forge, { slug, number }) =>
      forge.setState(slug, number, 'closed'),
    )
  }

  reopen(which: Which): Promise<PullRequest> {
    return this.#change('reopen', which, 'reopened', (forge, { slug, number }) =>
      forge.setState(slug, number, 'open'),
    )
  }

  markReady(which: Which): Promise<PullRequest> {
    return this.#change('markReady', which, 'ready', (forge, { slug, number }) =>
      forge.markReady(slug, number),
    )
  }

  /** Open pull requests of a project's repositories, or of one of them, latest first. */
  listOpen(projectId: Project['id'], repositoryId?: RepositoryId): Promise<ListedPullRequest[]> {
    return listOpen(this.#deps, projectId, repositoryId)
  }

  #change(
    what: string,
    which: Which,
    done: string,
    work: (forge: Awaited<ReturnType<Forges['at']>>, pull: PullRequest) => Promise<void>,
  ): Promise<PullRequest> {
    return this.#act(what, which.workspace, async (workspace) => {
      const { pull } = this.#find(which)
      await work(await this.#deps.forges.at(pull.host), pull)
      return this.#settled(workspace, pull, done)
    })
  }

  /** After an act: what the host says now. The act is done even where asking fails. */
  async #settled(workspace: Workspace, pull: PullRequest, done: string): Promise<PullRequest> {
    this.#records.note(workspace, pull, done)
    return this.#records
      .refresh(workspace, pull)
      .catch(() => this.show({ workspace: workspace.id, repositoryId: pull.repositoryId }))
  }

  async #adopt(
    workspace: Workspace,
    repository: WorkspaceRepository,
    place: PullPlace,
    number: number,
    done: string,
  ): Promise<PullRequest> {
    const pull = await this.#records.read(workspace, repository, place, number)
    this.#records.note(workspace, pull, done)
    return pull
  }

  #find({ workspace: reference, repositoryId }: Which): { workspace: Workspace; pull: PullRequest } {
    const workspace = this.#deps.workspaces.find(reference)
    const known = this.#deps.store.read.pullRequests.list(workspace.id)
    return { workspace, pull: pickPull(workspace, known, repositoryId) }
  }

  #prepare(workspace: Workspace, repository: WorkspaceRepository) {
    const deps = {
      forges: this.#deps.forges,
      branchFacts: (of: Workspace, one: WorkspaceRepository) => this.#branchFacts(of, one),
      existing: (of: Workspace, { repositoryId }: WorkspaceRepository) => {
        const known = this.#deps.store.read.pullRequests.get(of.id, repositoryId)
        return known?.state === 'open' ? known.number : null
      },
    }
    return prepare(deps, workspace, repository)
  }

  #branchFacts(workspace: Workspace, { repositoryId }: WorkspaceRepository): Promise<BranchFacts> {
    return this.#deps.workspaces
      .link(workspace)
      .call((client) => client.hosting.branchFacts({ workspaceId: workspace.id, repositoryId }))
  }

  #act<Result>(
    what: string,
    reference: string,
    work: (workspace: Workspace) => Promise<Result> | Result,
  ): Promise<Result> {
    const workspace = this.#deps.workspaces.find(reference)
    const act = { what: `pullRequest.${what}`, nodeId: workspace.nodeId, target: workspace.id }
    return this.#deps.audit.record(act, () => work(workspace))
  }
}

const operation = 'pullRequest.create'
