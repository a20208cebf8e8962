import { useMemo } from 'react'
import { globalActions } from './actions/global.ts'
import { workspaceActions } from './actions/workspace.ts'
import { useActions, useEntities } from './hooks.ts'
import { useServices } from './services.ts'
import { useRoute } from './use-route.ts'

/** Registers what can be done everywhere, and what can be done with the workspace the window shows. */
export function useGlobalActions(addProject: () => void | Promise<void>): void {
  const services = useServices()
  const route = useRoute()
  const workspace = useEntities((entities) =>
    route.name === 'workspace' ? entities.workspaces[route.workspaceId] : undefined,
  )
  useActions(useMemo(() => globalActions(services, addProject), [services, addProject]))
  useActions(useMemo(() => (workspace ? workspaceActions(services, workspace) : []), [services, workspace]))
}
