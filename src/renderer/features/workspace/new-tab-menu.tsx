import { MessageSquareReply, Plus, SquareTerminal } from 'lucide-react'
import type { AgentInfo } from '../../../contracts/index.ts'
import { useEntities, useShortcut } from '../../app/index.ts'
import { IconButton, Menu, type MenuItem } from '../../ui/index.ts'

const agentItem = (agent: AgentInfo, keys: string | undefined, start: (agent: string) => void): MenuItem => ({
  id: agent.id,
  label: agent.name,
  disabled: !agent.available,
  ...(agent.available
    ? agent.kind === 'terminal' && { note: 'in a terminal' }
    : { note: agent.install ?? 'not found' }),
  ...(keys ? { keys } : {}),
  onSelect: () => start(agent.id),
})

/** Starts a conversation with an agent, goes on with an earlier one, or starts a terminal. */
export function NewTabMenu({
  preferred,
  onSession,
  onContinue,
  onTerminal,
}: {
  preferred: string
  onSession(agent: string): void
  onContinue(): void
  onTerminal(): void
}) {
  const agents = useEntities((entities) => entities.agents)
  const sessionKeys = useShortcut('session.create')
  const continueKeys = useShortcut('session.continue')
  const items = agents
    .toSorted((a, b) => Number(b.available) - Number(a.available))
    .map((agent) => agentItem(agent, agent.id === preferred ? sessionKeys : undefined, onSession))
  return (
    <Menu
      align="start"
      trigger={<IconButton size="sm" label="New session or terminal" icon={<Plus />} />}
      items={[
        { id: 'terminal', label: 'Terminal', icon: <SquareTerminal />, onSelect: onTerminal },
        null,
        ...items,
        null,
        {
          id: 'continue',
          label: 'Continue an earlier conversation…',
          icon: <MessageSquareReply />,
          ...(continueKeys ? { keys: continueKeys } : {}),
          onSelect: onContinue,
        },
      ]}
    />
  )
}
