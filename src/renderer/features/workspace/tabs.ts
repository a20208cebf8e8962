import type { SessionView, Terminal } from '../../../contracts/index.ts'
import type { WorkspaceTab } from '../../app/index.ts'

/** Id of a tab in the tab list, and the tail of its route: `session/<id>`. */
export const tabId = (tab: WorkspaceTab): string => `${tab.kind}/${tab.id}`

/** The tabs of a workspace: conversations, then terminals, oldest first. */
export const allTabs = (sessions: readonly SessionView[], terminals: readonly Terminal[]): WorkspaceTab[] => [
  ...sessions.map(({ id }) => ({ kind: 'session' as const, id })),
  ...terminals.map(({ id }) => ({ kind: 'terminal' as const, id })),
]

/** The tab to show: the one of the route, else the one shown last, else the newest conversation, else any. */
export function chooseTab(
  tabs: readonly WorkspaceTab[],
  wanted: WorkspaceTab | null,
  last: string | undefined,
): WorkspaceTab | null {
  const byId = (id: string | undefined): WorkspaceTab | undefined => tabs.find((tab) => tabId(tab) === id)
  return (
    (wanted && byId(tabId(wanted))) ??
    byId(last) ??
    tabs.findLast((tab) => tab.kind === 'session') ??
    tabs[0] ??
    null
  )
}

/** The tab to go to when one is closed: its right neighbour, else its left. */
export function neighbour(tabs: readonly WorkspaceTab[], closed: WorkspaceTab): WorkspaceTab | null {
  const at = tabs.findIndex((tab) => tab.id === closed.id)
  return tabs[at + 1] ?? tabs[at - 1] ?? null
}
