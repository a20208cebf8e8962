import type { Node } from '../../../contracts/index.ts'
import { exactTime, useEntities } from '../../app/index.ts'
import { nodeName, nodeStatus, type Status } from '../../state/index.ts'
import { StatusDot } from '../../ui/index.ts'

const colours: Partial<Record<Status, string>> = {
  stale: 'text-stale',
  error: 'text-error',
  queued: 'text-queued',
}

/** A node: its health, and how many workspaces it holds. */
export function NodeRow({ node }: { node: Node }) {
  const workspaces = useEntities(
    (entities) => Object.values(entities.workspaces).filter(({ nodeId }) => nodeId === node.id).length,
  )
  const { status, word } = nodeStatus(node)
  const seen = node.lastSeenAt === null ? '' : `, last heard from ${exactTime(node.lastSeenAt)}`
  return (
    <li
      className="flex h-7 items-center gap-2 px-2 text-muted"
      title={node.linkReason ?? `${node.name}: ${word}${seen}`}
    >
      <StatusDot status={status} label={word} />
      <span className="flex-1 truncate">{nodeName(node)}</span>
      {status === 'running' ? (
        <span className="text-xs text-subtle tabular-nums" title={`${workspaces} workspaces`}>
          {workspaces}
        </span>
      ) : (
        <span className={`text-xs ${colours[status] ?? 'text-subtle'}`}>{word}</span>
      )}
    </li>
  )
}
