import { os } from './implementer.ts'
import type { Services } from './services.ts'

/** Changes of workspaces. */
export const gitRoutes = (services: Services) => {
  const { review, reviewed } = services
  return {
    git: {
      diff: os.git.diff.handler(({ input }) => reviewed.diff(input)),
      file: os.git.file.handler(({ input }) => reviewed.file(input)),
      patches: os.git.patches.handler(({ input }) => reviewed.patches(input)),
      side: os.git.side.handler(({ input }) => reviewed.side(input)),
      commits: os.git.commits.handler(({ input }) => reviewed.commits(input.workspaceId)),
      markViewed: os.git.markViewed.handler(({ input }) => reviewed.markViewed(input)),
      markSeen: os.git.markSeen.handler(({ input }) => reviewed.markSeen(input)),
      commit: os.git.commit.handler(({ input }) => review.commit(input)),
    },
  }
}
