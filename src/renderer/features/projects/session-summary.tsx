import { GitBranch } from 'lucide-react'
import { useStore } from 'zustand'
import type { SessionId } from '../../../contracts/index.ts'
import { navigate, useEntities, useTranscript } from '../../app/index.ts'
import { approvalsOfSession, nodeName, sessionStatus, type Status } from '../../state/index.ts'
import { Badge, Button, Chip, EmptyState, ErrorNote, LineCounts, Skeleton } from '../../ui/index.ts'
import { SummaryItem } from './summary-item.tsx'

/** Enough to know what a session is about; the workspace shows it all. */
const shownItems = 40

const tones: Partial<Record<Status, 'running' | 'attention' | 'error' | 'queued' | 'accent'>> = {
  running: 'running',
  attention: 'attention',
  error: 'error',
  queued: 'queued',
  done: 'accent',
}

/** The end of a session's transcript, read only, and the way to its workspace. */
export function SessionSummary({ sessionId }: { sessionId: SessionId }) {
  const session = useEntities((entities) => entities.sessions[sessionId])
  const workspace = useEntities((entities) => session && entities.workspaces[session.workspaceId])
  const node = useEntities((entities) => workspace && entities.nodes[workspace.nodeId])
  const changes = useEntities((entities) => session && entities.changes[session.workspaceId])
  const approvals = useEntities((entities) => approvalsOfSession(entities, sessionId)).length
  const { store } = useTranscript(sessionId)
  const transcript = useStore(store)
  if (!session || !workspace) return null
  const { status, word } = sessionStatus(session, approvals)
  const tone = tones[status]
  const items = transcript.items.slice(-shownItems)
  return (
    <section aria-label={session.title} className="flex min-h-0 min-w-0 flex-col">
      <div className="flex h-11 flex-none items-center gap-2 border-b border-line px-[18px]">
        <h2 className="truncate font-semibold" title={session.title}>
          {session.title}
        </h2>
        <Badge {...(tone ? { tone } : {})}>{word}</Badge>
        <span className="flex max-w-80 flex-none gap-2">
          <Chip mono icon={<GitBranch aria-hidden />} title={workspace.branch}>
            {workspace.branch}
          </Chip>
        </span>
        {node && (
          <span className="flex flex-none max-xl:hidden">
            <Chip title={node.name}>{nodeName(node)}</Chip>
          </span>
        )}
        <span className="flex-1" />
        {changes && <LineCounts added={changes.added} removed={changes.removed} />}
        <Button
          size="sm"
          onClick={() =>
            navigate({
              name: 'workspace',
              workspaceId: workspace.id,
              tab: { kind: 'session', id: sessionId },
            })
          }
        >
          Open workspace
        </Button>
      </div>
      {transcript.phase === 'failed' && transcript.failure && (
        <div className="p-4">
          <ErrorNote error={transcript.failure} />
        </div>
      )}
      {transcript.phase === 'loading' && <Waiting />}
      {transcript.phase === 'ready' && items.length === 0 && (
        <EmptyState title="Nothing said yet">
          Open the workspace to give {session.agentName} a prompt.
        </EmptyState>
      )}
      {items.length > 0 && (
        // Column-reverse keeps the end in view without a script.
        <div
          className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto px-[22px] py-4"
          // What scrolls must be reachable by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="region"
          aria-label="Transcript"
        >
          <ol className="mx-auto flex w-full max-w-[860px] flex-col gap-3.5">
            {items.map((item) => (
              <SummaryItem key={item.id} item={item} />
            ))}
          </ol>
        </div>
      )}
    </section>
  )
}

const Waiting = () => (
  <div
    role="status"
    aria-label="Loading the transcript"
    className="mx-auto flex w-full max-w-[860px] flex-1 flex-col justify-end gap-4 p-6"
  >
    <Skeleton width="60%" />
    <Skeleton width="85%" />
    <Skeleton height={30} />
    <Skeleton width="70%" />
  </div>
)
