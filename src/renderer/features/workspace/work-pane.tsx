import { SquareTerminal } from 'lucide-react'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import type { TerminalId, Workspace } from '../../../contracts/index.ts'
import { Pane, useEntities, useServices, type WorkspaceTab } from '../../app/index.ts'
import { sessionsOf, sessionStatus, terminalsOf, waitingIn } from '../../state/index.ts'
import { Tabs, type TabItem } from '../../ui/index.ts'
import { TerminalStreams, TerminalView } from '../terminals/index.ts'
import { SessionMenu, SessionPane } from '../transcript/index.ts'
import { NewTabMenu } from './new-tab-menu.tsx'
import { NothingOpen } from './nothing-open.tsx'
import { neighbour, tabId } from './tabs.ts'
import type { WorkspaceActs } from './use-workspace-acts.ts'

export interface WorkPaneProps {
  workspace: Workspace
  tabs: readonly WorkspaceTab[]
  current: WorkspaceTab | null
  agent: string
  acts: WorkspaceActs
  /** Tabs of the narrow window that show what the right pane shows in a wide one. */
  more?: {
    items: readonly TabItem[]
    selected: string | null
    onSelect(id: string | null): void
    content: ReactNode
  }
}

/** The left pane: conversations and terminals as tabs. */
export function WorkPane({ workspace, tabs, current, agent, acts, more }: WorkPaneProps) {
  const sessionItems = useEntities((entities) =>
    sessionsOf(entities, workspace.id).map((session) => {
      const { status } = sessionStatus(session, waitingIn(entities, session.id))
      return `${session.id}\n${status}\n${session.title}`
    }),
  )
  const terminals = useEntities((entities) => terminalsOf(entities, workspace.id))
  const closeTerminal = (id: TerminalId): void =>
    void acts.closeTerminal(id, neighbour(tabs, { kind: 'terminal', id }))
  const items: TabItem[] = [
    ...sessionItems.map((line): TabItem => {
      const [id = '', status = '', ...title] = line.split('\n')
      return { id: `session/${id}`, label: title.join(' '), status: status as TabItem['status'] & string }
    }),
    ...terminals.map((terminal): TabItem => ({
      id: `terminal/${terminal.id}`,
      label: terminal.title,
      icon: <SquareTerminal aria-hidden />,
      onClose: () => closeTerminal(terminal.id),
    })),
    ...(more?.items ?? []),
  ]
  const select = (id: string): void => {
    const tab = tabs.find((candidate) => tabId(candidate) === id)
    more?.onSelect(tab ? null : id)
    if (tab) acts.show(tab)
  }
  const extra = more?.selected ?? null
  const selected = extra ?? (current ? tabId(current) : '')
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Tabs
        label="Sessions and terminals"
        items={items}
        selected={selected}
        onSelect={select}
        trailing={
          extra === null &&
          current?.kind === 'session' && <SessionMenu key={current.id} sessionId={current.id} />
        }
        extra={
          workspace.status === 'running' && (
            <NewTabMenu
              preferred={agent}
              onSession={(id) => void acts.startSession(id)}
              onTerminal={() => void acts.openTerminal()}
            />
          )
        }
      />
      <div role="tabpanel" aria-label="Selected tab" className="flex min-h-0 flex-1 flex-col">
        <Pane name="This tab" resetKey={selected}>
          {extra !== null && more?.content}
          {extra === null && current?.kind === 'session' && (
            <SessionPane key={current.id} sessionId={current.id} />
          )}
          {extra === null && !current && (
            <NothingOpen workspace={workspace} onStart={() => void acts.startSession(agent)} />
          )}
          <Terminals
            ids={terminals.map(({ id }) => id)}
            shown={extra === null && current?.kind === 'terminal' ? current.id : null}
            onClose={closeTerminal}
          />
        </Pane>
      </div>
    </div>
  )
}

/** Terminals that were shown once stay alive behind the others, so that coming back loses no scroll. */
function Terminals({
  ids,
  shown,
  onClose,
}: {
  ids: readonly TerminalId[]
  shown: TerminalId | null
  onClose(id: TerminalId): void
}) {
  const { openStreams } = useServices()
  const streams = useMemo(() => new TerminalStreams(openStreams), [openStreams])
  useEffect(() => () => streams.close(), [streams])
  const [visited, setVisited] = useState<readonly TerminalId[]>([])
  // Remembered while rendering, as React advises for state that follows from props.
  if (shown && !visited.includes(shown)) setVisited([...visited, shown])
  return visited
    .filter((id) => ids.includes(id))
    .map((id) => (
      <TerminalView
        key={id}
        terminalId={id}
        streams={streams}
        visible={id === shown}
        onClose={() => onClose(id)}
      />
    ))
}
