import type { Workspace } from '../../../contracts/index.ts'
import type { Entities } from '../../state/index.ts'
import type { AppServices } from '../services.ts'
import { currentRoute } from '../use-route.ts'

/** The picture now; null while it is not there yet. */
export function entitiesOf({ picture }: AppServices): Entities | null {
  const state = picture.getState()
  return state.phase === 'ready' ? state.entities : null
}

/** The workspace the window shows; null elsewhere. */
export function currentWorkspace(services: AppServices): Workspace | null {
  const route = currentRoute()
  if (route.name !== 'workspace') return null
  return entitiesOf(services)?.workspaces[route.workspaceId] ?? null
}
