import type { AgentProfile, Session, WorkspaceId } from '../../contracts/index.ts'
import { withMcpServers } from '../settings/index.ts'
import type { Store } from '../store/index.ts'
import type { AgentCatalog } from './agent-catalog.ts'

interface Deps {
  store: Store
  catalog: AgentCatalog
}

/** The profile `id` (the project's or the user's default when absent) with the MCP servers of its project. */
export function profileFor({ store, catalog }: Deps, workspaceId: WorkspaceId, id?: string): AgentProfile {
  const workspace = store.read.workspaces.get(workspaceId)
  const project = workspace && store.read.projects.get(workspace.projectId)
  const chosen = id ?? project?.defaultAgent ?? store.read.settings.get().defaultAgent
  return withMcpServers(catalog.profile(chosen), project?.mcpServers ?? [])
}

/** The profile of a session's agent as it is now; null where the user removed it or made another kind of it. */
export function profileOf(deps: Deps, { agent, terminalId, workspaceId }: Session): AgentProfile | null {
  if (!deps.catalog.has(agent)) return null
  const profile = profileFor(deps, workspaceId, agent)
  return (profile.kind === 'terminal') === (terminalId !== null) ? profile : null
}
