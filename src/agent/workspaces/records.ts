import { isDeepStrictEqual } from 'node:util'
import {
  Failure,
  type RepositoryId,
  type Workspace,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import type { EventText } from '../store/index.ts'
import type { WorkspaceDeps } from './deps.ts'
import { moveWorkspace, type Move } from './workspace-moves.ts'

type Deps = Pick<WorkspaceDeps, 'store' | 'clock'>

/** Rows of workspaces and what the journal tells of them, always together (rule 9). */
export class WorkspaceRecords {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Throws `workspace_not_found`, also for a deleted one. */
  get(id: WorkspaceId): Workspace {
    const workspace = this.#deps.store.workspaces.get(id)
    if (!workspace || workspace.status === 'deleted')
      throw new Failure('workspace_not_found', `There is no workspace ${id}`, {
        hint: 'It may have been deleted. "switchyard workspace list" shows what there is.',
      })
    return workspace
  }

  /** Stores a new or changed workspace under a name nobody else has (rule 6); the answer carries that name. */
  putNamed(workspace: Workspace): Workspace {
    const { store } = this.#deps
    return store.change(({ tell }) => {
      const own = store.workspaces.get(workspace.id)
      const taken = new Set(
        store.workspaces
          .list()
          .flatMap(({ id, name }) => (id === own?.id ? [] : name))
          .map(key),
      )
      const entity = { ...workspace, name: freeName(workspace.name, taken) }
      store.workspaces.put(entity)
      tell({ type: 'workspace', entity })
      return entity
    })
  }

  /** One move of the state machine and, where a person may want to read of it, an event. */
  move(workspace: Workspace, move: Move, event?: EventText): Workspace {
    const { store, clock } = this.#deps
    return store.change(({ tell, note }) => {
      const entity = moveWorkspace(workspace, move, clock.now())
      store.workspaces.put(entity)
      tell({ type: 'workspace', entity })
      if (event) note(entity.id, event)
      return entity
    })
  }

  /** Stores `next`, which is `workspace` with other content and the same status; the same content changes nothing. */
  revise(workspace: Workspace, next: Workspace, event?: EventText): Workspace {
    if (isDeepStrictEqual(next, workspace)) return workspace
    const { store, clock } = this.#deps
    return store.change(({ tell, note }) => {
      const entity = { ...next, updatedAt: clock.now(), revision: workspace.revision + 1 }
      store.workspaces.put(entity)
      tell({ type: 'workspace', entity })
      if (event) note(entity.id, event)
      return entity
    })
  }

  /** Changes what is recorded of one of its repositories. */
  reviseRepository(workspace: Workspace, id: RepositoryId, change: Partial<WorkspaceRepository>): Workspace {
    const repositories = workspace.repositories.map((repository) =>
      repository.repositoryId === id ? { ...repository, ...change } : repository,
    )
    return this.revise(workspace, { ...workspace, repositories })
  }

  fail(workspace: Workspace, failure: Failure): Workspace {
    return this.move(
      workspace,
      { to: 'error', error: failure.toJSON() },
      { level: 'error', type: 'workspace.error', message: failure.message, details: { code: failure.code } },
    )
  }
}

const key = (name: string): string => name.normalize('NFKC').toLowerCase()

/** `name`, else `name (2)`, `name (3)`, … */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name} (${n})`
    if (!taken.has(key(candidate))) return candidate
  }
}
