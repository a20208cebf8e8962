import { useStore } from 'zustand'
import { useEntities, useServices, useUi } from '../../app/index.ts'
import { allProjects } from '../../state/index.ts'
import { CreateWorkspaceForm } from './create-workspace-form.tsx'

/** Makes a workspace and, if wished, starts an agent in it. Open when `dialogs` says so. */
export function CreateWorkspaceDialog() {
  const { dialogs } = useServices()
  const dialog = useStore(dialogs, (state) =>
    state.dialog?.kind === 'create-workspace' ? state.dialog : null,
  )
  const projects = useEntities(allProjects)
  const recent = useUi((ui) => ui.recent)
  if (!dialog) return null
  const last = projects.find(({ id }) => recent.some((place) => place.startsWith(`#/project/${id}`)))
  const first = projects.find(({ id }) => id === dialog.projectId) ?? last ?? projects[0]
  return first && <CreateWorkspaceForm projects={projects} first={first.id} onClose={dialogs.close} />
}
