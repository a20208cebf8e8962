import { Bot } from 'lucide-react'
import { useRef, useState } from 'react'
import {
  toFailure,
  type RepositoryConflicts,
  type SessionId,
  type Workspace,
} from '../../../contracts/index.ts'
import { leadOnFromHere, useEntities, useServices } from '../../app/index.ts'
import { sessionsOf } from '../../state/index.ts'
import { Button, Select } from '../../ui/index.ts'
import { conflictAttachments, conflictMessage } from './conflict-message.ts'

const fresh = 'new'

/** Sends the conflicts as one message to a session of choice, or to a new one, and leads there. */
export function AskAgent({
  workspace,
  conflicts,
}: {
  workspace: Workspace
  conflicts: readonly RepositoryConflicts[]
}) {
  const { client, dialogs, newKey, toasts } = useServices()
  const sessions = useEntities((entities) =>
    sessionsOf(entities, workspace.id).filter(
      ({ terminalId, status }) => terminalId === null && status !== 'stopped',
    ),
  )
  const agent = useEntities((entities) => entities.projects[workspace.projectId]?.defaultAgent ?? 'runbook')
  const agentName = useEntities((entities) => entities.agents.find(({ id }) => id === agent)?.name ?? agent)
  const [chosen, setChosen] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // A retry after a lost answer sends nothing twice.
  const keys = useRef({ session: newKey(), prompt: newKey() })
  const found = sessions.find(({ id }) => id === chosen) ?? (chosen === fresh ? undefined : sessions.at(-1))
  const ask = async (): Promise<void> => {
    const go = leadOnFromHere()
    setBusy(true)
    try {
      const id: SessionId =
        found?.id ??
        (
          await client.session.create({
            workspace: workspace.id,
            agent,
            idempotencyKey: keys.current.session,
          })
        ).id
      const open = conflicts.filter(({ files }) => files.length > 0)
      await client.session.prompt({
        sessionId: id,
        text: conflictMessage(open),
        attachments: conflictAttachments(open),
        idempotencyKey: keys.current.prompt,
      })
      keys.current = { session: newKey(), prompt: newKey() }
      dialogs.close()
      go({ name: 'workspace', workspaceId: workspace.id, tab: { kind: 'session', id } })
    } catch (error) {
      toasts.failed('Ask the agent', toFailure(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Select
        label="Session to ask"
        className="max-w-44"
        value={found?.id ?? fresh}
        options={[
          ...sessions.map(({ id, title, agentName: name }) => ({
            value: id as string,
            label: title,
            note: name,
          })),
          { value: fresh, label: `New session, ${agentName}` },
        ]}
        onChange={setChosen}
      />
      <Button
        icon={<Bot className="size-4" />}
        loading={busy}
        disabled={conflicts.every(({ files }) => files.length === 0) && 'Nothing is in conflict any more'}
        onClick={() => void ask()}
      >
        Ask the agent
      </Button>
    </span>
  )
}
