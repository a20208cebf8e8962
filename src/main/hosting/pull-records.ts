import { createHash } from 'node:crypto'
import {
  checksOf,
  toFailure,
  type PullRequest,
  type PullRequestComment,
  type Workspace,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import type { Forges } from './forges.ts'
import { keepThreads, type ThreadDeps } from './review-threads.ts'

interface Deps extends ThreadDeps {
  forges: Forges
}

/** Where a pull request is. */
export type PullPlace = Pick<PullRequest, 'kind' | 'host' | 'slug'>

/** Brings what hosts say of pull requests into the store, and tells clients. */
export class PullRecords {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Asks the host; a failure is kept with what was known, and thrown. */
  async refresh(workspace: Workspace, pull: PullRequest): Promise<PullRequest> {
    const repository = { repositoryId: pull.repositoryId, name: pull.repository }
    try {
      return await this.read(workspace, repository, pull, pull.number)
    } catch (error) {
      const failure = toFailure(error)
      if (failure.code === 'internal') throw error
      this.#save({ ...pull, failure: failure.toJSON() })
      throw failure
    }
  }

  /** Asks the host and keeps what it says. */
  async read(
    workspace: Workspace,
    { repositoryId, name }: Pick<WorkspaceRepository, 'repositoryId' | 'name'>,
    { kind, host, slug }: PullPlace,
    number: number,
  ): Promise<PullRequest> {
    const forge = await this.#deps.forges.at(host)
    const [facts, comments] = await Promise.all([forge.read(slug, number), forge.comments(slug, number)])
    const pull: PullRequest = {
      ...facts,
      workspaceId: workspace.id,
      repositoryId,
      repository: name,
      kind,
      host,
      slug,
      comments: comments.length,
      commentsVersion: createHash('sha256').update(JSON.stringify(comments)).digest('hex').slice(0, 16),
      refreshedAt: this.#deps.clock.now(),
      failure: null,
    }
    this.#save(pull, comments)
    await keepThreads(this.#deps, pull, comments)
    return pull
  }

  #save(entity: PullRequest, comments?: PullRequestComment[]): void {
    this.#deps.store.write((writer) => {
      writer.pullRequests.put(entity, comments)
      writer.tell({ type: 'pullRequest', entity })
    })
  }

  /** Tells of an act among the workspace's events. */
  note({ id, nodeId }: Workspace, pull: PullRequest, done: string): void {
    const entity = {
      id: this.#deps.newId('event'),
      workspaceId: id,
      level: 'info' as const,
      type: `pull_request.${done}`,
      message: `Pull request ${pull.number} of ${pull.slug}: ${done}`,
      details: { url: pull.url, checks: checksOf(pull.checks) },
      createdAt: this.#deps.clock.now(),
    }
    this.#deps.store.write((writer) => {
      writer.events.insert(nodeId, entity)
      writer.tell({ type: 'event', entity })
    })
  }
}
