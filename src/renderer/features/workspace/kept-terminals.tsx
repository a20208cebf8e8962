import { useState } from 'react'
import type { SessionId, TerminalId } from '../../../contracts/index.ts'
import type { WorkspaceTab } from '../../app/index.ts'
import { SessionTerminal, TerminalView, useStreams } from '../terminals/index.ts'
import { tabId } from './tabs.ts'

/**
 * Terminals that were shown once, of sessions, too, stay alive behind the others, so that coming back loses no scroll.
 * `shown` is the tab in view; one that is no terminal shows none of them.
 */
export function KeptTerminals({
  terminals,
  sessions,
  shown,
  onClose,
}: {
  terminals: readonly TerminalId[]
  /** Those in terminals. */
  sessions: readonly SessionId[]
  shown: WorkspaceTab | null
  onClose(id: TerminalId): void
}) {
  const streams = useStreams()
  const [visited, setVisited] = useState<readonly WorkspaceTab[]>([])
  const at = shown && tabId(shown)
  // Remembered while rendering, as React advises for state that follows from props.
  if (shown && !visited.some((tab) => tabId(tab) === at)) setVisited([...visited, shown])
  return visited.map((tab) => {
    const visible = tabId(tab) === at
    if (tab.kind === 'session')
      return (
        sessions.includes(tab.id) && (
          <SessionTerminal key={tab.id} sessionId={tab.id} streams={streams} visible={visible} />
        )
      )
    return (
      terminals.includes(tab.id) && (
        <TerminalView
          key={tab.id}
          terminalId={tab.id}
          streams={streams}
          visible={visible}
          onClose={() => onClose(tab.id)}
        />
      )
    )
  })
}
