import { Hub } from '../../base/index.ts'
import {
  Failure,
  type CommitEvent,
  type CommitHow,
  type CommitOutlook,
  type CommitResult,
  type Limits,
  type RepositoryId,
  type Workspace,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { GitAt, RepositoryLocks, RunLong } from '../git/index.ts'
import type { AgentStore } from '../store/index.ts'
import { assertReadable } from '../workspaces/index.ts'
import { commitRepository } from './commit-repository.ts'
import { outlookOf } from './outlook.ts'

interface Deps {
  store: AgentStore
  gitAt: GitAt
  locks: RepositoryLocks
  /** Git with the user's hooks, which take as long as they take. */
  runLong: RunLong
  limits: () => Limits
  /** The workspace whatever its state; throws `workspace_not_found`. */
  workspace(id: WorkspaceId): Workspace
}

/** How much longer than other commands a hook may be silent. */
const slowFactor = 10

type Request = CommitHow & { workspaceId: WorkspaceId; repositoryId: RepositoryId | null }

/** Committing in a workspace's repositories, telling what git and the hooks print. */
export class CommitService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Throws `workspace_not_found`. */
  outlook(id: WorkspaceId): Promise<CommitOutlook[]> {
    const { repositories } = this.#readable(id)
    return Promise.all(
      repositories.map((repository) => outlookOf(this.#deps.gitAt(repository.worktree), repository)),
    )
  }

  /**
   * Commits in one repository, or one after the other in each that has something to commit; where one fails, those
   * before it stay committed and the failure says so. Giving up the iterator ends git and its hooks.
   * Throws `nothing_to_commit` and what `commitRepository` does.
   */
  async *commit(request: Request, signal: AbortSignal): AsyncGenerator<CommitEvent, void, void> {
    if (request.what === 'nothing' && !request.amend)
      throw new Failure('invalid_input', 'what: a commit of nothing can only reword the last one', {
        details: { path: 'what' },
      })
    if (request.message === null && !request.amend)
      throw new Failure('invalid_input', 'message: a new commit needs one', { details: { path: 'message' } })
    const workspace = this.#readable(request.workspaceId)
    const given = new AbortController()
    const stop = AbortSignal.any([signal, given.signal])
    const output = new Hub<CommitEvent>()
    const over = new AbortController()
    const events = output.subscribe(over.signal)
    const all = this.#commitAll(workspace, request, output, stop).finally(() => over.abort())
    // Its failure is thrown below, after the last output.
    all.catch(() => undefined)
    try {
      for await (const event of events) yield event
      yield { type: 'done', commits: await all }
    } finally {
      given.abort()
      await all.catch(() => undefined)
    }
  }

  async #commitAll(
    workspace: Workspace,
    request: Request,
    output: Hub<CommitEvent>,
    signal: AbortSignal,
  ): Promise<CommitResult['commits']> {
    const { gitAt, locks, runLong, limits } = this.#deps
    const { repositoryId } = request
    const chosen = workspace.repositories.filter(
      (each) => repositoryId === null || each.repositoryId === repositoryId,
    )
    if (chosen.length === 0)
      throw new Failure(
        'repository_not_found',
        `Workspace "${workspace.name}" has no repository ${repositoryId}`,
      )
    const commits: CommitResult['commits'] = []
    try {
      for (const repository of chosen) {
        const say = (text: string): void =>
          output.publish({ type: 'output', repository: repository.name, text })
        const commit = await locks.withRef(
          repository.source,
          repository.branch,
          (held) =>
            commitRepository(gitAt(repository.worktree), repository, request, {
              run: runLong,
              onOutput: say,
              silentMs: limits().gitCommandMs * slowFactor,
              signal: AbortSignal.any([held, signal]),
            }),
          { signal },
        )
        if (commit) commits.push(commit)
      }
    } catch (error) {
      throw withCommitsMade(error, commits)
    } finally {
      this.#note(workspace, request, commits)
    }
    if (commits.length === 0)
      throw new Failure(
        'nothing_to_commit',
        `Workspace "${workspace.name}" has ${request.what === 'staged' ? 'nothing staged' : 'no uncommitted changes'}`,
      )
    return commits
  }

  #note(workspace: Workspace, { message, amend }: Request, commits: CommitResult['commits']): void {
    if (commits.length === 0) return
    this.#deps.store.change(({ note }) => {
      for (const { repository, sha } of commits)
        note(workspace.id, {
          level: 'info',
          type: amend ? 'workspace.amended' : 'workspace.committed',
          message: amend
            ? `The last commit of ${workspace.branch} in ${repository} was made anew`
            : `Committed to ${workspace.branch} in ${repository}: ${message?.split('\n', 1)[0]}`,
          details: { sha },
        })
    })
  }

  #readable(id: WorkspaceId): Workspace {
    const workspace = this.#deps.workspace(id)
    assertReadable(workspace)
    return workspace
  }
}

/** The failure, telling also of the commits made before it. */
function withCommitsMade(error: unknown, commits: CommitResult['commits']): unknown {
  if (!(error instanceof Failure) || commits.length === 0) return error
  return new Failure(error.code, error.message, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    details: { ...error.details, commits },
    cause: error,
  })
}
