import { SessionId, TerminalId, ProjectId, WorkspaceId } from '../../contracts/index.ts'

/** A tab of a workspace: a conversation or a terminal. */
export type WorkspaceTab = { kind: 'session'; id: SessionId } | { kind: 'terminal'; id: TerminalId }

export const settingsPages = ['general', 'agents', 'limits', 'shortcuts', 'appearance', 'about'] as const
export type SettingsPage = (typeof settingsPages)[number]

/** Where the window is. Written in the address after `#`, so that reload and back work everywhere. */
export type Route =
  | { name: 'home' }
  | { name: 'project'; projectId: ProjectId; sessionId: SessionId | null }
  | { name: 'workspace'; workspaceId: WorkspaceId; tab: WorkspaceTab | null }
  /** `item` is what is open on the page, such as an agent's id. */
  | { name: 'settings'; page: SettingsPage; item: string | null }

/** The route of an address fragment; anything unknown leads home. */
export function parseRoute(hash: string): Route {
  const [name = '', id = '', kind = '', child = ''] = hash.replace(/^#?\/?/, '').split('/')
  switch (name) {
    case 'project': {
      const project = ProjectId.safeParse(id)
      if (!project.success) break
      const session = SessionId.safeParse(child)
      const sessionId = kind === 'session' && session.success ? session.data : null
      return { name, projectId: project.data, sessionId }
    }
    case 'workspace': {
      const workspace = WorkspaceId.safeParse(id)
      if (!workspace.success) break
      return { name, workspaceId: workspace.data, tab: parseTab(kind, child) }
    }
    case 'settings': {
      const page = settingsPages.find((known) => known === id) ?? 'general'
      return { name, page, item: kind === '' ? null : decodeURIComponent(kind) }
    }
  }
  return { name: 'home' }
}

function parseTab(kind: string, id: string): WorkspaceTab | null {
  if (kind === 'session') {
    const session = SessionId.safeParse(id)
    return session.success ? { kind, id: session.data } : null
  }
  if (kind === 'terminal') {
    const terminal = TerminalId.safeParse(id)
    return terminal.success ? { kind, id: terminal.data } : null
  }
  return null
}

/** The address fragment of a route; `parseRoute` reads it back. */
export function formatRoute(route: Route): string {
  switch (route.name) {
    case 'home':
      return '#/'
    case 'project':
      return `#/project/${route.projectId}${route.sessionId ? `/session/${route.sessionId}` : ''}`
    case 'workspace':
      return `#/workspace/${route.workspaceId}${route.tab ? `/${route.tab.kind}/${route.tab.id}` : ''}`
    case 'settings':
      return `#/settings/${route.page}${route.item ? `/${encodeURIComponent(route.item)}` : ''}`
    default:
      return route satisfies never
  }
}
