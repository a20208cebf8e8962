import type { ChangeSummary, WorkspaceId } from '../../contracts/index.ts'
import type { EventLog } from '../events/index.ts'

/** The newest counts of each workspace: live facts, kept in memory only. */
export class ChangeSummaries {
  readonly #events: EventLog
  readonly #newest = new Map<WorkspaceId, ChangeSummary>()

  constructor(events: EventLog) {
    this.#events = events
  }

  set(summary: ChangeSummary): void {
    this.#newest.set(summary.workspaceId, summary)
    this.#events.append([{ session: null, change: { type: 'changes', entity: summary } }])
  }

  /** Of the given workspaces; those of others are forgotten. */
  of(workspaces: readonly { id: WorkspaceId }[]): ChangeSummary[] {
    const alive = new Set(workspaces.map(({ id }) => id))
    for (const id of this.#newest.keys()) if (!alive.has(id)) this.#newest.delete(id)
    return [...this.#newest.values()]
  }
}
