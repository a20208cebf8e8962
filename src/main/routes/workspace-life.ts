import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** What becomes of workspaces after they were made. */
export const workspaceLifeRoutes = ({ workspaces: { life } }: Services) => ({
  configure: app.workspace.configure.handler(({ input: { workspace, ...choices } }) =>
    life.configure(workspace, choices),
  ),
  repositoryStatus: app.workspace.repositoryStatus.handler(({ input }) =>
    life.repositoryStatus(input.workspace),
  ),
})
