import { MoreHorizontal } from 'lucide-react'
import { useMemo } from 'react'
import type { SessionId } from '../../../contracts/index.ts'
import { useActions, useEntities, useServices } from '../../app/index.ts'
import { IconButton, Menu } from '../../ui/index.ts'
import { exportActions } from './export-actions.ts'
import { terminalActions } from './terminal-actions.ts'

/** What can be done with the session in view beside talking to it; also in the command bar while this stands. */
export function SessionMenu({ sessionId }: { sessionId: SessionId }) {
  const services = useServices()
  const session = useEntities((entities) => entities.sessions[sessionId])
  const inTerminal = session ? session.terminalId !== null : false
  const alive = session ? session.status !== 'stopped' && session.status !== 'error' : false
  const actions = useMemo(
    () => (inTerminal ? terminalActions(services, sessionId, alive) : exportActions(services, sessionId)),
    [alive, inTerminal, services, sessionId],
  )
  useActions(actions)
  return (
    <Menu
      trigger={<IconButton size="sm" label="Session menu" icon={<MoreHorizontal />} />}
      items={actions.map((action) => ({
        id: action.id,
        label: action.title,
        icon: action.icon && <action.icon aria-hidden strokeWidth={1.5} />,
        onSelect: () => services.actions.start(action),
      }))}
    />
  )
}
