import { useState } from 'react'
import { toFailure, type Node } from '../../../contracts/index.ts'
import { count, exactTime, useAct, useLoad, useServices } from '../../app/index.ts'
import { nodeName } from '../../state/index.ts'
import { Badge, Button, ConfirmDialog, ErrorNote } from '../../ui/index.ts'

/** One node: whether it may work, and the act that changes it. */
export function NodeTrust({ node }: { node: Node }) {
  const { client } = useServices()
  const [asking, setAsking] = useState(false)
  const enrol = useAct()
  const name = nodeName(node)
  return (
    <li className="border-line px-3 py-2 not-first:border-t">
      <div className="flex min-h-7 items-center gap-2">
        <span className="truncate">{name}</span>
        {node.revokedAt !== null && <Badge tone="error">revoked</Badge>}
        <span className="min-w-0 flex-1 truncate text-sm text-subtle">
          {node.revokedAt === null
            ? 'Carries out what you ask for'
            : `Takes no orders since ${exactTime(node.revokedAt)}`}
        </span>
        {node.revokedAt === null ? (
          <Button kind="danger" onClick={() => setAsking(true)}>
            Revoke node
          </Button>
        ) : (
          <Button
            loading={enrol.busy}
            onClick={() => void enrol.run(() => client.node.enrol({ node: node.id }))}
          >
            Enrol again
          </Button>
        )}
      </div>
      {enrol.failure && <ErrorNote error={enrol.failure} />}
      {asking && <RevokeNode node={node} name={name} onClose={() => setAsking(false)} />}
    </li>
  )
}

function RevokeNode({ node, name, onClose }: { node: Node; name: string; onClose(): void }) {
  const { client } = useServices()
  const impact = useLoad('impact', (signal) => client.stop.impact(undefined, { signal }))
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Revoke the node "${name}"`}
      act="Revoke node"
      toError={toFailure}
      onConfirm={async () => {
        await client.node.revoke({ node: node.id })
      }}
    >
      <p>
        {impact.phase === 'ready'
          ? `This ends ${count(impact.data.sessions, 'session')}, ${impact.data.runningTurns} of them working, and ${count(impact.data.terminals, 'terminal')}.`
          : 'This ends all sessions and terminals.'}{' '}
        Nothing more is begun on it until you enrol it again, which makes a new key.
      </p>
      <p className="text-muted">Worktrees, branches and everything that was said stay as they are.</p>
    </ConfirmDialog>
  )
}
