import type { Clock, Hub } from '../../base/index.ts'
import type {
  ChangeSummary,
  Limits,
  LiveUpdate,
  NodeHealthReport,
  WorkspaceGit,
} from '../../contracts/index.ts'

/** Facts that need no journal, fanned out to whoever follows now. */
export type LiveHub = Hub<LiveUpdate>

export interface LiveSources {
  hub: LiveHub
  clock: Clock
  limits: () => Limits
  health(): NodeHealthReport
  /** Watches worktrees while somebody follows; publishes into the hub. Returns how to let go. */
  watchChanges(): () => void
  /** Summaries as they stand. */
  changes(): ChangeSummary[]
  /** Watches branches while somebody follows; publishes into the hub. Returns how to let go. */
  watchGit(): () => void
  /** Where branches stand. */
  git(): WorkspaceGit[]
}

/** What stands now (health, change summaries), then live: text as it streams, changes, health at every heartbeat. */
export async function* followLive(
  sources: LiveSources,
  signal: AbortSignal,
): AsyncGenerator<LiveUpdate, void, void> {
  const { hub, clock, limits, health } = sources
  const updates = hub.subscribe(signal)
  const release = [sources.watchChanges(), sources.watchGit()]
  let cancel = (): void => undefined
  const beat = (): void => {
    hub.publish({ type: 'health', health: health() })
    cancel = clock.after(limits().heartbeatIntervalMs, beat)
  }
  try {
    yield { type: 'health', health: health() }
    for (const summary of sources.changes()) yield { type: 'changes', summary }
    for (const state of sources.git()) yield { type: 'git', state }
    cancel = clock.after(limits().heartbeatIntervalMs, beat)
    yield* updates
  } finally {
    cancel()
    for (const letGo of release) letGo()
    await updates.return()
  }
}
