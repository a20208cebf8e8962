import type { WorkspaceGit, WorkspaceId } from '../../contracts/index.ts'
import type { EventLog } from '../events/index.ts'

/** Where the branches of each workspace stand: live facts, kept in memory only. */
export class GitStates {
  readonly #events: EventLog
  readonly #newest = new Map<WorkspaceId, WorkspaceGit>()

  constructor(events: EventLog) {
    this.#events = events
  }

  set(state: WorkspaceGit): void {
    this.#newest.set(state.workspaceId, state)
    this.#events.append([{ session: null, change: { type: 'git', entity: state } }])
  }

  /** Of the given workspaces; those of others are forgotten. */
  of(workspaces: readonly { id: WorkspaceId }[]): WorkspaceGit[] {
    const alive = new Set(workspaces.map(({ id }) => id))
    for (const id of this.#newest.keys()) if (!alive.has(id)) this.#newest.delete(id)
    return [...this.#newest.values()]
  }
}
