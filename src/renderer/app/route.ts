import { SessionId, TerminalId, ProjectId, WorkspaceId } from '../../contracts/index.ts'

/** A tab of a workspace: a conversation or a terminal. `at` is the position of an item to show. */
export type WorkspaceTab =
  | { kind: 'session'; id: SessionId; at?: number }
  | { kind: 'terminal'; id: TerminalId }

export const settingsPages = [
  'general',
  'notifications',
  'agents',
  'hosting',
  'limits',
  'security',
  'shortcuts',
  'appearance',
  'about',
] as const
export type SettingsPage = (typeof settingsPages)[number]

/** Where the window is. Written in the address after `#`, so that reload and back work everywhere. */
export type Route =
  | { name: 'home' }
  /** All that waits for the user. */
  | { name: 'inbox' }
  | { name: 'project'; projectId: ProjectId; sessionId: SessionId | null }
  | { name: 'workspace'; workspaceId: WorkspaceId; tab: WorkspaceTab | null }
  /** `query` is what is searched for; empty for none. */
  | { name: 'history'; query: string }
  /** A session whose workspace was deleted. */
  | { name: 'past-session'; sessionId: SessionId; at?: number }
  /** `item` is what is open on the page, such as an agent's id. */
  | { name: 'settings'; page: SettingsPage; item: string | null }

/** The route of an address fragment; anything unknown leads home. */
export function parseRoute(hash: string): Route {
  const [name = '', id = '', kind = '', child = '', detail = ''] = hash.replace(/^#?\/?/, '').split('/')
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
      return { name, workspaceId: workspace.data, tab: parseTab(kind, child, detail) }
    }
    case 'needs-you':
      return { name: 'inbox' }
    case 'history': {
      const session = SessionId.safeParse(kind)
      if (id === 'session' && session.success)
        return { name: 'past-session', sessionId: session.data, ...parseAt(child) }
      return { name, query: id === 'find' ? decoded(kind) : '' }
    }
    case 'settings': {
      const page = settingsPages.find((known) => known === id) ?? 'general'
      return { name, page, item: kind === '' ? null : decoded(kind) }
    }
  }
  return { name: 'home' }
}

const parseAt = (text: string): { at?: number } => (/^\d{1,15}$/.test(text) ? { at: Number(text) } : {})

/** A part of an address; as it stands when it was mangled on the way. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function parseTab(kind: string, id: string, at: string): WorkspaceTab | null {
  if (kind === 'session') {
    const session = SessionId.safeParse(id)
    return session.success ? { kind, id: session.data, ...parseAt(at) } : null
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
    case 'inbox':
      return '#/needs-you'
    case 'project':
      return `#/project/${route.projectId}${route.sessionId ? `/session/${route.sessionId}` : ''}`
    case 'workspace':
      return `#/workspace/${route.workspaceId}${route.tab ? `/${formatTab(route.tab)}` : ''}`
    case 'history':
      return `#/history${route.query ? `/find/${encodeURIComponent(route.query)}` : ''}`
    case 'past-session':
      return `#/history/session/${route.sessionId}${formatAt(route.at)}`
    case 'settings':
      return `#/settings/${route.page}${route.item ? `/${encodeURIComponent(route.item)}` : ''}`
    default:
      return route satisfies never
  }
}

const formatAt = (at: number | undefined): string => (at === undefined ? '' : `/${at}`)
const formatTab = (tab: WorkspaceTab): string =>
  `${tab.kind}/${tab.id}${tab.kind === 'session' ? formatAt(tab.at) : ''}`

/** The place without what is looked at in it for the moment: what is worth coming back to. */
export function withoutDetail(route: Route): Route {
  if (route.name === 'history') return { name: 'history', query: '' }
  if (route.name === 'past-session') return { name: 'past-session', sessionId: route.sessionId }
  if (route.name !== 'workspace' || route.tab?.kind !== 'session') return route
  return { ...route, tab: { kind: 'session', id: route.tab.id } }
}

/** The position of the item to show in a session, when the route names one. */
export function positionIn(route: Route, sessionId: SessionId): number | null {
  if (route.name === 'past-session') return route.sessionId === sessionId ? (route.at ?? null) : null
  if (route.name !== 'workspace' || route.tab?.kind !== 'session') return null
  return route.tab.id === sessionId ? (route.tab.at ?? null) : null
}
