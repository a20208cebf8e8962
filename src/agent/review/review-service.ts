import {
  Failure,
  type CommitResult,
  type RepositoryId,
  type Workspace,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { assertReadable } from '../workspaces/index.ts'
import type { AgentStore } from '../store/index.ts'
import { commitAll, type GitAt, type RepositoryLocks } from '../git/index.ts'

interface Deps {
  store: AgentStore
  gitAt: GitAt
  locks: RepositoryLocks
  /** The workspace whatever its state; throws `workspace_not_found`. */
  workspace(id: WorkspaceId): Workspace
}

/** Committing what changed in a workspace's worktrees: `git.commit` of the agent contract. */
export class ReviewService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /**
   * Commits everything uncommitted in one repository or in each that has changes, one after the other; where one
   * fails, those before it stay committed and the failure says so. Throws `nothing_to_commit`, `commit_failed`.
   */
  async commit(input: {
    workspaceId: WorkspaceId
    message: string
    repositoryId: RepositoryId | null
  }): Promise<CommitResult> {
    const { gitAt, locks } = this.#deps
    const workspace = this.#readable(input.workspaceId)
    const chosen = input.repositoryId ? [pick(workspace, input.repositoryId)] : workspace.repositories
    const commits: CommitResult['commits'] = []
    for (const repository of chosen) {
      const commit = await locks
        .withRef(repository.source, repository.branch, () =>
          commitAll(gitAt(repository.worktree), repository, input.message),
        )
        .catch((error: unknown) => {
          throw withCommitsMade(error, commits)
        })
      if (commit) commits.push(commit)
    }
    if (commits.length === 0)
      throw new Failure('nothing_to_commit', `Workspace "${workspace.name}" has no uncommitted changes`)
    this.#deps.store.change(({ note }) => {
      for (const { repository, sha } of commits)
        note(workspace.id, {
          level: 'info',
          type: 'workspace.committed',
          message: `Committed to ${workspace.branch} in ${repository}: ${input.message.split('\n', 1)[0]}`,
          details: { sha },
        })
    })
    return { commits }
  }

  /** A workspace whose files may be looked at: it is not being made or deleted. */
  #readable(id: WorkspaceId): Workspace {
    const workspace = this.#deps.workspace(id)
    assertReadable(workspace)
    return workspace
  }
}

function pick(workspace: Workspace, id: RepositoryId): WorkspaceRepository {
  const found = workspace.repositories.find(({ repositoryId }) => repositoryId === id)
  if (found) return found
  throw new Failure('repository_not_found', `Workspace "${workspace.name}" has no repository ${id}`)
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
