import { join } from 'node:path'
import type { Connection } from '../../../src/cli/connect.ts'
import type { Workspace } from '../../../src/contracts/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'

/** An installation with a project `demo` and one workspace, and a connection to its control plane. */
export interface World {
  installation: Installation
  connection: Connection
  repository: string
  workspace: Workspace
  remove(): Promise<void>
}

/** `make` makes the repository in the folder it is given; a small one unless said. */
export async function makeWorld(
  make: (folder: string) => Promise<string> = (folder) => makeRepository(folder, { 'README.md': '# Demo\n' }),
): Promise<World> {
  const installation = new Installation({ SHELL: '/bin/bash', HISTFILE: '/dev/null' })
  const repository = await make(join(installation.folder, 'demo'))
  const connection = await installation.connect()
  await connection.client.project.add({ path: repository, name: 'demo' })
  const workspace = await connection.client.workspace.create({ project: 'demo', branch: 'bench/one' })
  return { installation, connection, repository, workspace, remove: () => installation.remove() }
}
