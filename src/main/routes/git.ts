import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** Changes of workspaces. */
export const gitRoutes = (services: Services) => {
  const { review } = services
  return {
    git: {
      diff: app.git.diff.handler(({ input }) => review.diff(input.workspace)),
      file: app.git.file.handler(({ input }) =>
        review.file(input.workspaceId, input.repositoryId, input.path),
      ),
      commit: app.git.commit.handler(({ input }) =>
        review.commit(input.workspace, input.message, input.repositoryId),
      ),
    },
  }
}
