import { allProjects, type Entities } from '../state/index.ts'
import { parseRoute, type Route } from './route.ts'

/**
 * Where a start without an address leads: the place shown last that still is, else where was worked last, else the
 * first project. Null when there is no project. `recent` holds hash routes among other things, last
 * used first.
 */
export function lastPlace(entities: Entities, recent: readonly string[]): Route | null {
  for (const place of recent.filter((entry) => entry.startsWith('#/'))) {
    const route = parseRoute(place)
    if (route.name === 'workspace' && entities.workspaces[route.workspaceId]) return route
    if (route.name === 'project' && entities.projects[route.projectId]) return route
  }
  const [session] = Object.values(entities.sessions).toSorted((a, b) => b.updatedAt - a.updatedAt)
  if (session && entities.workspaces[session.workspaceId])
    return { name: 'workspace', workspaceId: session.workspaceId, tab: { kind: 'session', id: session.id } }
  const [workspace] = Object.values(entities.workspaces).toSorted((a, b) => b.updatedAt - a.updatedAt)
  if (workspace) return { name: 'workspace', workspaceId: workspace.id, tab: null }
  const [project] = allProjects(entities)
  return project ? { name: 'project', projectId: project.id, sessionId: null } : null
}
