import { useMemo } from 'react'
import { navigate, useActions, useEntities, useUi } from '../../app/index.ts'
import { allProjects, workspacesOf } from '../../state/index.ts'

/** Alt with a digit goes to that workspace, counted as the sidebar shows them. */
export function useGoActions(): void {
  const collapsed = useUi((ui) => ui.collapsedProjects)
  const workspaces = useEntities((entities) =>
    allProjects(entities)
      .filter((project) => !collapsed.includes(project.id))
      .flatMap((project) => workspacesOf(entities, project.id))
      .slice(0, 9),
  )
  useActions(
    useMemo(
      () =>
        workspaces.map((workspace, index) => ({
          id: `workspace.go-${index + 1}`,
          title: `Go to ${workspace.name}`,
          section: 'App' as const,
          unlisted: true,
          run: () => navigate({ name: 'workspace', workspaceId: workspace.id, tab: null }),
        })),
      [workspaces],
    ),
  )
}
