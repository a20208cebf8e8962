import { History } from 'lucide-react'
import type { PlacedSession } from '../../../contracts/index.ts'
import { count, formatRoute, useEntities, useLoad, useServices } from '../../app/index.ts'
import { EmptyState, ErrorNote, RelativeTime, Skeleton } from '../../ui/index.ts'
import { PlaceLine } from './place-line.tsx'

const limit = 100

/** Sessions whose workspace was deleted; they can be read. */
export function PastSessions() {
  const { client } = useServices()
  // One more is here when a workspace has gone.
  const workspaces = useEntities((entities) => Object.keys(entities.workspaces).length)
  const loaded = useLoad(`past ${workspaces}`, (signal) => client.history.sessions({ limit }, { signal }))
  if (loaded.phase === 'failed') return <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
  const data = loaded.phase === 'ready' ? loaded.data : loaded.last
  if (!data) return <Waiting />
  if (data.sessions.length === 0)
    return (
      <EmptyState icon={<History />} title="Search everything that was said">
        Prompts, messages, tool calls and approvals of all sessions. Sessions of deleted workspaces stay
        readable here.
      </EmptyState>
    )
  return (
    <section aria-label="Sessions of deleted workspaces">
      <h2 className="px-2 pt-3 pb-1.5 text-xs tracking-wide text-subtle">Sessions of deleted workspaces</h2>
      <ul className="overflow-hidden rounded-md border border-line bg-panel">
        {data.sessions.map((placed) => (
          <PastRow key={placed.session.id} placed={placed} />
        ))}
      </ul>
      {data.more && (
        <p className="px-2 pt-3 text-sm text-subtle">
          These are the last {data.sessions.length}. Search finds the others.
        </p>
      )}
    </section>
  )
}

function PastRow({ placed: { session, place } }: { placed: PlacedSession }) {
  return (
    <li className="border-line not-first:border-t">
      <a
        data-row
        href={formatRoute({ name: 'past-session', sessionId: session.id })}
        className="flex h-9 min-w-0 items-center gap-2 px-2.5 -outline-offset-2 hover:bg-hover"
      >
        <span className="truncate font-medium" title={session.title}>
          {session.title}
        </span>
        <PlaceLine place={{ ...place, deletedAt: null }} agentName={session.agentName} />
        <span className="flex-1" />
        <span className="flex-none text-xs text-subtle tabular-nums">{count(session.turnCount, 'turn')}</span>
        <RelativeTime at={session.updatedAt} />
      </a>
    </li>
  )
}

export const Waiting = () => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-3 px-2 pt-5">
    <Skeleton width="30%" />
    <Skeleton height={36} />
    <Skeleton height={36} />
    <Skeleton height={36} />
  </div>
)
