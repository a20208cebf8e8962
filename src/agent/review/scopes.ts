import type { DiffScope, RepositoryId, Workspace, WorkspaceRepository } from '../../contracts/index.ts'
import {
  lastSeen,
  mergeBase,
  parentOf,
  requireHead,
  worktreeSide,
  type GitAt,
  type Sides,
} from '../git/index.ts'
import type { TurnChanges } from '../turns/index.ts'

interface Deps {
  gitAt: GitAt
  turns: TurnChanges
}

/** One repository of a scope; the old side may still be looked up. */
export interface ScopeRepository {
  repository: WorkspaceRepository
  old: Promise<string>
  new: Sides['new']
}

/**
 * What a scope compares in each repository of a workspace, or in one of them. A repository that has no part in it
 * is left out. Throws `turn_not_found`, `invalid_input`.
 */
export async function resolveScope(
  { gitAt, turns }: Deps,
  workspace: Workspace,
  scope: DiffScope,
  only?: RepositoryId,
): Promise<ScopeRepository[]> {
  const repositories = workspace.repositories.filter(({ repositoryId }) => !only || repositoryId === only)
  const againstWorktree = (old: (repository: WorkspaceRepository) => Promise<string>): ScopeRepository[] =>
    repositories.map((repository) => ({ repository, old: old(repository), new: worktreeSide }))
  const base = (repository: WorkspaceRepository) => mergeBase(gitAt(repository.worktree), repository)
  const head = (repository: WorkspaceRepository) => requireHead(gitAt(repository.worktree), repository)
  switch (scope.kind) {
    case 'base':
      return againstWorktree(base)
    case 'uncommitted':
      return againstWorktree(head)
    case 'staged':
      return againstWorktree(head).map((each) => ({ ...each, new: { kind: 'index' } }))
    case 'seen':
      return againstWorktree(
        async (repository) => (await lastSeen(gitAt(repository.worktree), workspace.id)) ?? base(repository),
      )
    case 'turn': {
      const turn = scope.turn ?? newestTurn(turns, workspace)
      if (!turn) return []
      const states = await turns.states({ workspaceId: workspace.id, ...turn })
      return states
        .filter(({ repository }) => !only || repository.repositoryId === only)
        .map(({ repository, before, after }) => ({
          repository,
          old: Promise.resolve(before.commit),
          new: { kind: 'commit', commit: after.commit },
        }))
    }
    case 'commit':
      return repositories
        .filter(({ repositoryId }) => repositoryId === scope.repositoryId)
        .map((repository) => ({
          repository,
          old: parentOf(gitAt(repository.worktree), repository.name, scope.from),
          new: { kind: 'commit', commit: scope.to },
        }))
  }
}

function newestTurn(turns: TurnChanges, workspace: Workspace) {
  const turn = turns.newest(workspace.id)
  return turn && { sessionId: turn.sessionId, turnId: turn.id }
}
