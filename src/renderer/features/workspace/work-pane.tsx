import { SquareTerminal } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TerminalId, Workspace } from '../../../contracts/index.ts'
import { Pane, useEntities, type WorkspaceTab } from '../../app/index.ts'
import { sessionsInTerminals, sessionsOf, sessionStatus, terminalsOf, waitingIn } from '../../state/index.ts'
import { Tabs, type TabItem } from '../../ui/index.ts'
import { SessionMenu, SessionPane } from '../transcript/index.ts'
import { KeptTerminals } from './kept-terminals.tsx'
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
  const inTerminals = useEntities((entities) => sessionsInTerminals(entities, workspace.id))
  const talks = current?.kind === 'session' && !inTerminals.includes(current.id)
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
              onContinue={acts.continueConversation}
              onTerminal={() => void acts.openTerminal()}
            />
          )
        }
      />
      <div role="tabpanel" aria-label="Selected tab" className="flex min-h-0 flex-1 flex-col">
        <Pane name="This tab" resetKey={selected}>
          {extra !== null && more?.content}
          {extra === null && talks && <SessionPane key={current.id} sessionId={current.id} />}
          {extra === null && !current && (
            <NothingOpen workspace={workspace} onStart={() => void acts.startSession(agent)} />
          )}
          <KeptTerminals
            terminals={terminals.map(({ id }) => id)}
            sessions={inTerminals}
            shown={extra === null && !talks ? current : null}
            onClose={closeTerminal}
          />
        </Pane>
      </div>
    </div>
  )
}
