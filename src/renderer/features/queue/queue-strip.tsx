import type { SessionId } from '../../../contracts/index.ts'
import { useAct, useEntities, useServices } from '../../app/index.ts'
import { queueOf } from '../../state/index.ts'
import { Button, ErrorNote } from '../../ui/index.ts'
import { heldChoice } from './held.ts'
import { QueuedRow } from './queued-row.tsx'

/** The messages that wait for their turn, above the composer; with the choice to make when they are held. */
export function QueueStrip({ sessionId }: { sessionId: SessionId }) {
  const { client } = useServices()
  const session = useEntities((entities) => entities.sessions[sessionId])
  const queue = useEntities((entities) => queueOf(entities, sessionId))
  const act = useAct()
  if (!session || queue.length === 0) return null
  const held = heldChoice(session, queue)
  const discardAll = async (): Promise<void> => {
    for (const { id, status } of queue) if (status === 'held') await client.queue.discard({ messageId: id })
  }
  return (
    <section aria-label="Queued messages" className="mx-auto w-full max-w-[892px] flex-none px-4 pb-2">
      {act.failure && (
        <div className="pb-2">
          <ErrorNote error={act.failure} />
        </div>
      )}
      <div className="max-h-[30vh] overflow-y-auto rounded-md border border-dashed border-strong">
        {held && (
          <div
            role="status"
            className="flex min-h-9 flex-wrap items-center gap-2 bg-attention-bg px-2.5 py-1 text-sm text-attention"
          >
            <span className="min-w-0 flex-1">{held.text}</span>
            {held.sendable && (
              <Button
                size="sm"
                kind="primary"
                loading={act.busy}
                onClick={() => void act.run(() => client.queue.resume({ sessionId }))}
              >
                Send
              </Button>
            )}
            <Button size="sm" loading={act.busy} onClick={() => void act.run(discardAll)}>
              Discard
            </Button>
          </div>
        )}
        <ol>
          {queue.map((message, index) => (
            <QueuedRow
              key={message.id}
              message={message}
              queue={queue}
              index={index}
              sendable={session.status !== 'stopped'}
            />
          ))}
        </ol>
      </div>
    </section>
  )
}
