import { CheckCheck, Inbox } from 'lucide-react'
import { count, TopBar, useAct, useEntities, useLookedAt, useServices } from '../../app/index.ts'
import { needsYou } from '../../state/index.ts'
import { Badge, Button, EmptyState, ErrorNote } from '../../ui/index.ts'
import { NotificationOffer } from '../notifications/index.ts'
import { useApprovalActions } from '../transcript/index.ts'
import { NeedView } from './need-view.tsx'
import { useCurrent } from './use-current.ts'

/** All that waits for the user in any workspace. Approvals are answered here, results opened or marked as seen. */
export function InboxScreen() {
  useLookedAt('inbox')
  const needs = useEntities(needsYou)
  const { current, list } = useCurrent(needs)
  useApprovalActions(current?.kind === 'approval' ? current.approval : undefined, 'inbox')
  return (
    <>
      <TopBar title="Needs you">
        {needs.length > 0 && (
          <Badge tone="attention" label={`${count(needs.length, 'thing')} waiting`}>
            {needs.length}
          </Badge>
        )}
        <span className="flex-1" />
        <MarkAllSeen />
      </TopBar>
      <div ref={list} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex min-h-full w-full max-w-[892px] flex-col gap-3 px-4 py-4">
          <NotificationOffer />
          {needs.length === 0 ? (
            <div className="flex flex-1 flex-col justify-center">
              <EmptyState icon={<Inbox />} title="Nothing needs you">
                Approvals and questions of agents, and results you have not seen yet, come up here from all
                workspaces.
              </EmptyState>
            </div>
          ) : (
            <ul aria-label="What needs you" className="flex flex-col gap-2.5">
              {needs.map((need) => (
                <NeedView key={need.id} need={need} current={need === current} />
              ))}
            </ul>
          )}
        </div>
      </div>
    </>
  )
}

/** Empties the list of results at once; approvals stay. */
function MarkAllSeen() {
  const { client } = useServices()
  const act = useAct()
  const ended = useEntities((entities) =>
    needsYou(entities).flatMap((need) =>
      need.kind === 'approval' || need.kind === 'question' ? [] : [need.sessionId],
    ),
  )
  if (act.failure) return <ErrorNote error={act.failure} />
  if (ended.length < 2) return null
  const markAll = (): Promise<unknown> =>
    Promise.all(ended.map((sessionId) => client.session.markSeen({ sessionId })))
  return (
    <Button
      size="sm"
      icon={<CheckCheck aria-hidden strokeWidth={1.5} className="size-4" />}
      loading={act.busy}
      onClick={() => void act.run(markAll)}
    >
      Mark results as seen
    </Button>
  )
}
