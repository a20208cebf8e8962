import { GitBranch } from 'lucide-react'
import type { SessionId } from '../../../contracts/index.ts'
import { navigate, useEntities } from '../../app/index.ts'
import { nodeName, sessionStatus, waitingIn, type Status } from '../../state/index.ts'
import { Badge, Button, Chip, LineCounts } from '../../ui/index.ts'
import { SessionTerminal, useStreams } from '../terminals/index.ts'
import { SessionMenu, SessionPane } from '../transcript/index.ts'

const tones: Partial<Record<Status, 'running' | 'attention' | 'error' | 'queued' | 'accent'>> = {
  running: 'running',
  attention: 'attention',
  error: 'error',
  queued: 'queued',
  done: 'accent',
}

/** The chosen session of a project, and the way to its workspace. */
export function ProjectSession({ sessionId }: { sessionId: SessionId }) {
  const session = useEntities((entities) => entities.sessions[sessionId])
  const workspace = useEntities((entities) => session && entities.workspaces[session.workspaceId])
  const node = useEntities((entities) => workspace && entities.nodes[workspace.nodeId])
  const changes = useEntities((entities) => session && entities.changes[session.workspaceId])
  const approvals = useEntities((entities) => waitingIn(entities, sessionId))
  const streams = useStreams()
  if (!session || !workspace) return null
  const { status, word } = sessionStatus(session, approvals)
  const tone = tones[status]
  return (
    <div className="flex min-h-0 min-w-0 flex-col">
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
        <SessionMenu sessionId={sessionId} />
      </div>
      {session.terminalId === null ? (
        <SessionPane sessionId={sessionId} takeFocus={false} />
      ) : (
        <SessionTerminal sessionId={sessionId} streams={streams} visible takeFocus={false} />
      )}
    </div>
  )
}
