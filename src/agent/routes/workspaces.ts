import { browseFolder, checkBranch, inspectRepository, listBranches } from '../git/index.ts'
import { os, withSeq } from './implementer.ts'
import { workspaceLifeRoutes } from './workspace-life.ts'
import type { Services } from './services.ts'

/** Repositories and workspaces. */
export const workspaceRoutes = (services: Services) => {
  const { gitAt, workspaces } = services
  const done = withSeq(services.store)
  return {
    repository: {
      inspect: os.repository.inspect.handler(({ input }) => inspectRepository(gitAt, input.path)),
      browse: os.repository.browse.handler(({ input }) => browseFolder(input.path, services.userHome)),
      branches: os.repository.branches.handler(async ({ input }) => {
        const { path } = await inspectRepository(gitAt, input.path)
        return listBranches(gitAt(path))
      }),
      checkBranch: os.repository.checkBranch.handler(({ input }) =>
        Promise.all(
          input.repositories.map(async (repository) => {
            const { path } = await inspectRepository(gitAt, repository.path)
            return checkBranch(gitAt(path), repository, input.branch)
          }),
        ),
      ),
    },
    workspace: {
      ...workspaceLifeRoutes(services),
      create: os.workspace.create.handler(({ input }) => done(workspaces.create(input))),
      rename: os.workspace.rename.handler(({ input }) => done(workspaces.rename(input))),
      stop: os.workspace.stop.handler(({ input }) => done(workspaces.stop(input.workspaceId))),
      restart: os.workspace.restart.handler(({ input }) => done(workspaces.restart(input.workspaceId))),
      deletionImpact: os.workspace.deletionImpact.handler(({ input }) =>
        workspaces.deletionImpact(input.workspaceId),
      ),
      delete: os.workspace.delete.handler(({ input }) =>
        done(workspaces.delete(input.workspaceId, input.branches)),
      ),
    },
  }
}
