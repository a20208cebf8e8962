import type { RepositoryId, RepositoryState, TurnId, WorkspaceId } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'
import type { SessionRecords } from './session-records.ts'

interface Deps {
  store: AgentStore
  records: SessionRecords
  snapshot(id: WorkspaceId): Promise<ReadonlyMap<RepositoryId, RepositoryState>>
}

/** Records the worktrees at the beginning and at the end of each turn. */
export class TurnSnapshots {
  readonly #deps: Deps
  readonly #workspaceId: WorkspaceId

  constructor(deps: Deps, workspaceId: WorkspaceId) {
    this.#deps = deps
    this.#workspaceId = workspaceId
  }

  async before(id: TurnId): Promise<void> {
    const states = await this.#deps.snapshot(this.#workspaceId)
    if (states.size === 0) return
    const snapshots = [...states].map(([repositoryId, before]) => ({ repositoryId, before, after: null }))
    this.#deps.store.change((change) => this.#deps.records.patchTurn(change, id, { snapshots }))
  }

  /** Nothing to do for a turn whose beginning could not be recorded. */
  async after(id: TurnId): Promise<void> {
    const { store, records } = this.#deps
    if (!store.turns.get(id)?.snapshots.length) return
    const states = await this.#deps.snapshot(this.#workspaceId)
    const turn = store.turns.get(id)
    if (!turn) return
    const snapshots = turn.snapshots.map((each) => ({
      ...each,
      after: states.get(each.repositoryId) ?? null,
    }))
    store.change((change) => records.patchTurn(change, id, { snapshots }))
  }
}
