import { useEffect } from 'react'
import { needsYouCount } from '../state/index.ts'
import { useEntities } from './hooks.ts'
import { useRoute } from './use-route.ts'

/** Keeps the window's title: how many things wait for the user, and where the window is. */
export function useTitle(): void {
  const route = useRoute()
  const title = useEntities((entities) => {
    const waiting = needsYouCount(entities)
    const place =
      route.name === 'workspace'
        ? entities.workspaces[route.workspaceId]?.name
        : route.name === 'project'
          ? entities.projects[route.projectId]?.name
          : route.name === 'settings'
            ? 'Settings'
            : route.name === 'history' || route.name === 'past-session'
              ? 'History'
              : route.name === 'inbox'
                ? 'Needs you'
                : undefined
    return `${waiting > 0 ? `(${waiting}) ` : ''}${place === undefined ? '' : `${place} · `}Switchyard`
  })
  useEffect(() => {
    document.title = title
  }, [title])
}
