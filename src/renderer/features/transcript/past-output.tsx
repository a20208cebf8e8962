import type { SessionId } from '../../../contracts/index.ts'
import { useLoad, useServices } from '../../app/index.ts'
import { EmptyState, ErrorNote, Spinner } from '../../ui/index.ts'

/** Lines that are read: more than any terminal keeps. */
const allLines = 10_000

/** What the terminal of a session showed last; the node keeps it. */
export function PastOutput({ sessionId }: { sessionId: SessionId }) {
  const { client } = useServices()
  const loaded = useLoad(sessionId, (signal) =>
    client.session.output({ sessionId, lines: allLines }, { signal }),
  )
  if (loaded.phase === 'failed')
    return (
      <div className="flex-1 p-4">
        <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
      </div>
    )
  if (loaded.phase !== 'ready')
    return (
      <div className="grid flex-1 place-items-center">
        <Spinner />
      </div>
    )
  if (loaded.data.text === '') return <EmptyState title="Nothing was shown in this session" />
  return (
    <pre
      tabIndex={0}
      aria-label="What the terminal showed last"
      className="m-4 min-h-0 flex-1 overflow-auto rounded-md bg-input p-3 font-mono text-sm whitespace-pre-wrap select-text"
    >
      {loaded.data.text}
    </pre>
  )
}
