import { GitBranch } from 'lucide-react'
import { useEffect } from 'react'
import type { SessionId } from '../../../contracts/index.ts'
import { formatRoute, navigate, positionIn, TopBar, useLoad, useRoute, useServices } from '../../app/index.ts'
import { Chip, ErrorNote, Spinner } from '../../ui/index.ts'
import { PastSessionPane, SessionMenu } from '../transcript/index.ts'

/** A session whose workspace was deleted, to be read. One whose workspace exists is opened there. */
export function PastSessionScreen({ sessionId }: { sessionId: SessionId }) {
  const { client } = useServices()
  const loaded = useLoad(sessionId, (signal) => client.history.session({ sessionId }, { signal }))
  const placed = loaded.phase === 'ready' ? loaded.data : null
  const alive = placed?.place.deletedAt === null ? placed.place.workspaceId : null
  const at = positionIn(useRoute(), sessionId)
  useEffect(() => {
    if (!alive) return
    const tab = { kind: 'session' as const, id: sessionId, ...(at === null ? {} : { at }) }
    navigate({ name: 'workspace', workspaceId: alive, tab }, { replace: true })
  }, [alive, sessionId, at])
  if (loaded.phase === 'failed')
    return (
      <>
        <TopBar title="History" />
        <div className="p-4">
          <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
        </div>
      </>
    )
  if (!placed || alive)
    return (
      <div className="grid h-full place-items-center">
        <Spinner />
      </div>
    )
  const { session, place } = placed
  return (
    <>
      <TopBar
        title={session.title}
        before={
          <span className="flex min-w-0 flex-none items-center gap-2.5 text-subtle">
            <a
              href={formatRoute({ name: 'history', query: '' })}
              className="rounded-sm text-muted hover:text-fg"
            >
              History
            </a>
            /
          </span>
        }
      >
        <Chip title={place.workspaceName}>
          {[place.projectName, place.workspaceName].filter(Boolean).join(' / ')}
        </Chip>
        <Chip mono icon={<GitBranch aria-hidden />} title={place.branch}>
          {place.branch}
        </Chip>
        <span className="flex-1" />
        <SessionMenu sessionId={sessionId} />
      </TopBar>
      <PastSessionPane session={session} place={place} />
    </>
  )
}
