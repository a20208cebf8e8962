import type { Project } from '../../../contracts/index.ts'
import { navigate, type AppServices } from '../../app/index.ts'

/** Makes a project of the repository at `path` and goes to it. Throws why the folder is refused. */
export async function addProject({ client, newKey }: AppServices, path: string): Promise<Project> {
  const project = await client.project.add({ path, idempotencyKey: newKey() })
  navigate({ name: 'project', projectId: project.id, sessionId: null })
  return project
}

/** Asks for a folder: with the system's dialog in the desktop app, with our own in a browser. */
export async function chooseProject(services: AppServices): Promise<void> {
  const { host, dialogs } = services
  if (!host) return dialogs.open({ kind: 'add-project', reason: null })
  const path = await host.chooseFolder()
  if (path !== null) await addProject(services, path)
}
