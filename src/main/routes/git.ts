import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** Changes of workspaces. */
export const gitRoutes = (services: Services) => {
  const { review } = services
  return {
    git: {
      diff: app.git.diff.handler(({ input: { workspace, ...rest } }) =>
        review.look(workspace, (client, workspaceId) => client.git.diff({ ...rest, workspaceId })),
      ),
      file: app.git.file.handler(({ input }) =>
        review.look(input.workspaceId, (client) => client.git.file(input)),
      ),
      patches: app.git.patches.handler(({ input: { workspace, ...rest } }) =>
        review.look(workspace, (client, workspaceId) => client.git.patches({ ...rest, workspaceId })),
      ),
      side: app.git.side.handler(({ input }) =>
        review.look(input.workspaceId, (client) => client.git.side(input)),
      ),
      commits: app.git.commits.handler(({ input }) =>
        review.look(input.workspace, (client, workspaceId) => client.git.commits({ workspaceId })),
      ),
      markViewed: app.git.markViewed.handler(({ input }) =>
        review.look(input.workspaceId, (client) => client.git.markViewed(input)),
      ),
      markSeen: app.git.markSeen.handler(({ input: { workspace, version } }) =>
        review.look(workspace, (client, workspaceId) => client.git.markSeen({ workspaceId, version })),
      ),
      commit: app.git.commit.handler(({ input }) =>
        review.commit(input.workspace, input.message, input.repositoryId),
      ),
    },
  }
}
