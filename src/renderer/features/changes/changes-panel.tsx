import { useMemo } from 'react'
import type { DiffScope, RepositoryDiff, WorkspaceId } from '../../../contracts/index.ts'
import { useEntities, useLoad, useServices, useUi } from '../../app/index.ts'
import { firstChangesView, setChangesView } from '../../state/index.ts'
import { Button, ErrorNote, Skeleton } from '../../ui/index.ts'
import { Changes } from './changes.tsx'
import { DiffWorkers } from './diff-workers.tsx'
import { useSeen } from './use-seen.ts'

/** What a workspace changed, in the scope of the user's choice, live; and the acts on it. */
export function ChangesPanel({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client, ui } = useServices()
  const status = useEntities((entities) => entities.workspaces[workspaceId]?.status)
  const version = useEntities((entities) => entities.changes[workspaceId]?.version ?? 0)
  const { scope, repository } = useUi((state) => state.changes[workspaceId] ?? firstChangesView)
  const ignoreSpace = useUi((state) => state.diffs.ignoreSpace)
  const scopeKey = JSON.stringify(scope)
  const turn = useTurnKey(workspaceId, scope)
  const view = `${workspaceId}:${scopeKey}:${ignoreSpace}`
  const loaded = useLoad(`${view}:${version}:${status}:${turn}`, async (signal) => ({
    view,
    version,
    repositories: await client.git.diff({ workspace: workspaceId, scope, ignoreSpace }, { signal }),
  }))
  const last = loaded.phase === 'ready' ? loaded.data : loaded.phase === 'loading' ? loaded.last : undefined
  // What was compared before is not shown as if it were this.
  const shown = last?.view === view ? last : null
  useSeen(workspaceId, shown?.version ?? null)
  const setScope = (next: DiffScope): void =>
    ui.setState((state) => setChangesView(state, workspaceId, { scope: next }))
  const setRepository = (next: RepositoryDiff['repositoryId'] | null): void =>
    ui.setState((state) => setChangesView(state, workspaceId, { repository: next }))
  const { reload } = loaded
  const bar = {
    workspaceId,
    version,
    scope,
    repository,
    onScope: setScope,
    onRepository: setRepository,
    reload,
  }
  return (
    <DiffWorkers>
      <section aria-label="Changes" className="@container flex min-h-0 flex-1 flex-col">
        {loaded.phase === 'failed' ? (
          <div className="flex flex-col items-start gap-3 p-4">
            <ErrorNote error={loaded.failure} onRetry={reload} />
            {scope.kind !== 'base' && (
              <Button size="sm" onClick={() => setScope({ kind: 'base' })}>
                Show the changes against the base
              </Button>
            )}
          </div>
        ) : shown ? (
          <Changes key={view} {...bar} repositories={shown.repositories} ignoreSpace={ignoreSpace} />
        ) : (
          <Waiting />
        )}
      </section>
    </DiffWorkers>
  )
}

/** Changes when the newest turn does, which no worktree tells. */
function useTurnKey(workspaceId: WorkspaceId, scope: DiffScope): string {
  const key = useEntities((entities) =>
    Object.values(entities.sessions)
      .filter((session) => session.workspaceId === workspaceId)
      .map(({ id, status }) => `${id}:${status}`)
      .join(),
  )
  return useMemo(() => (scope.kind === 'turn' ? key : ''), [scope.kind, key])
}

const Waiting = () => (
  <div role="status" aria-label="Loading changes" className="flex flex-col gap-3 p-4">
    <Skeleton width="50%" />
    <Skeleton width="70%" />
    <Skeleton width="60%" />
  </div>
)
