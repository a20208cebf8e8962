import { toFailure, type ProjectId } from '../../../contracts/index.ts'
import { count, navigate, useEntities, useRoute, useServices } from '../../app/index.ts'
import { archivedOf, workspacesOf } from '../../state/index.ts'
import { ConfirmDialog } from '../../ui/index.ts'

/** Forgets a project. Its repositories stay as they are; one with workspaces cannot be removed. */
export function RemoveProject({ projectId }: { projectId: ProjectId }) {
  const { client, dialogs } = useServices()
  const route = useRoute()
  const project = useEntities((entities) => entities.projects[projectId])
  const workspaces = useEntities(
    (entities) => [...workspacesOf(entities, projectId), ...archivedOf(entities, projectId)].length,
  )
  if (!project) return null
  return (
    <ConfirmDialog
      open
      onClose={dialogs.close}
      title={`Remove ${project.name}`}
      act="Remove project"
      toError={toFailure}
      disabled={workspaces > 0 && `Delete its ${count(workspaces, 'workspace')} first`}
      onConfirm={async () => {
        await client.project.remove({ project: projectId })
        if (route.name === 'project' && route.projectId === projectId)
          navigate({ name: 'home' }, { replace: true })
      }}
    >
      {workspaces > 0 ? (
        <p>
          {project.name} has {count(workspaces, 'workspace')}. Delete {workspaces === 1 ? 'it' : 'them'}{' '}
          first, so that nothing uncommitted is left behind.
        </p>
      ) : (
        <p>
          Switchyard forgets the project. {count(project.repositories.length, 'repository', 'repositories')}{' '}
          on disk
          {project.repositories.length === 1 ? ' stays' : ' stay'} as{' '}
          {project.repositories.length === 1 ? 'it is' : 'they are'}.
        </p>
      )}
    </ConfirmDialog>
  )
}
