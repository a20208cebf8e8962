import { app } from './implementer.ts'
import { workspaceLifeRoutes } from './workspace-life.ts'
import type { Services } from './services.ts'

/** Repositories, projects and workspaces. */
export const workspaceRoutes = (services: Services) => {
  const { projects, workspaces } = services
  return {
    repository: {
      inspect: app.repository.inspect.handler(({ input }) => projects.inspect(input.path)),
      browse: app.repository.browse.handler(({ input }) => projects.browse(input.path)),
      branches: app.repository.branches.handler(({ input }) => projects.branches(input.repositoryId)),
    },
    project: {
      add: app.project.add.handler(({ input }) => projects.add(input)),
      list: app.project.list.handler(() => projects.list()),
      show: app.project.show.handler(({ input }) => projects.find(input.project)),
      rename: app.project.rename.handler(({ input }) => projects.rename(input.projectId, input.name)),
      setMcpServers: app.project.setMcpServers.handler(({ input }) =>
        projects.setMcpServers(input.projectId, input.mcpServers),
      ),
      remove: app.project.remove.handler(({ input }) => projects.remove(input.project)),
    },
    workspace: {
      ...workspaceLifeRoutes(services),
      checkBranch: app.workspace.checkBranch.handler(({ input }) =>
        workspaces.checkBranch(input.projectId, input.branch, input.repositoryIds),
      ),
      propose: app.workspace.propose.handler(({ input }) =>
        workspaces.propose(input.projectId, input.prompt),
      ),
      create: app.workspace.create.handler(({ input }) => workspaces.create(input)),
      list: app.workspace.list.handler(({ input }) => workspaces.list(input.project)),
      show: app.workspace.show.handler(({ input }) => workspaces.find(input.workspace)),
      rename: app.workspace.rename.handler(({ input }) => workspaces.rename(input.workspace, input.name)),
      stop: app.workspace.stop.handler(({ input }) => workspaces.stop(input.workspace)),
      restart: app.workspace.restart.handler(({ input }) => workspaces.restart(input.workspace)),
      deletionImpact: app.workspace.deletionImpact.handler(({ input }) =>
        workspaces.deletionImpact(input.workspace),
      ),
      delete: app.workspace.delete.handler(({ input }) => workspaces.delete(input.workspace, input.branches)),
    },
  }
}
