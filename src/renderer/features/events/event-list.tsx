import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { Event, WorkspaceId } from '../../../contracts/index.ts'
import { useEntities, useLoad, useServices } from '../../app/index.ts'
import { EmptyState, ErrorNote, RelativeTime, Skeleton } from '../../ui/index.ts'

/** More than a person reads back. */
const shownEvents = 200

const looks = {
  info: { Icon: Info, className: 'text-subtle', word: 'Information' },
  warning: { Icon: TriangleAlert, className: 'text-attention', word: 'Warning' },
  error: { Icon: CircleAlert, className: 'text-error', word: 'Error' },
}

/** What happened to a workspace, newest first. */
export function EventList({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client } = useServices()
  // Every event of a workspace comes with a change of the workspace itself.
  const revision = useEntities((entities) => entities.workspaces[workspaceId]?.revision ?? 0)
  const events = useLoad(`${workspaceId}:${revision}`, (signal) =>
    client.events.list({ workspaceId, limit: shownEvents }, { signal }),
  )
  if (events.phase === 'failed')
    return (
      <div className="p-4">
        <ErrorNote error={events.failure} onRetry={events.reload} />
      </div>
    )
  if (events.phase === 'loading')
    return (
      <div role="status" aria-label="Loading events" className="flex flex-col gap-3 p-4">
        <Skeleton width="70%" />
        <Skeleton width="50%" />
      </div>
    )
  if (events.data.length === 0) return <EmptyState title="No events yet" />
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto py-1.5">
      {events.data.map((event) => (
        <Row key={event.id} event={event} />
      ))}
    </ul>
  )
}

function Row({ event }: { event: Event }) {
  const { Icon, className, word } = looks[event.level]
  return (
    <li className="flex items-start gap-2 px-3 py-1.5">
      <Icon role="img" aria-label={word} className={`mt-0.5 size-4 flex-none ${className}`} />
      <span className="min-w-0 flex-1 break-words select-text">{event.message}</span>
      <RelativeTime at={event.createdAt} />
    </li>
  )
}
