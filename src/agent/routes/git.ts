import { os } from './implementer.ts'
import type { Services } from './services.ts'

/** Changes of workspaces. */
export const gitRoutes = (services: Services) => {
  const { review } = services
  return {
    git: {
      diff: os.git.diff.handler(({ input }) => review.diff(input.workspaceId)),
      file: os.git.file.handler(({ input }) => review.file(input)),
      commit: os.git.commit.handler(({ input }) => review.commit(input)),
    },
  }
}
