import { streamFailures } from '../../base/index.ts'
import { os } from './implementer.ts'
import type { Services } from './services.ts'

/** Staging, discarding and committing. */
export const stagingRoutes = ({ staging, commits }: Services) => ({
  staging: {
    stage: os.staging.stage.handler(({ input }) => staging.stage(input)),
    unstage: os.staging.unstage.handler(({ input }) => staging.unstage(input)),
    discard: os.staging.discard.handler(({ input }) => staging.discard(input)),
    undoDiscard: os.staging.undoDiscard.handler(({ input }) => staging.undoDiscard(input)),
    commit: os.staging.commit.handler(({ input, signal }) =>
      streamFailures(commits.commit(input, signal ?? new AbortController().signal)),
    ),
    outlook: os.staging.outlook.handler(({ input }) => commits.outlook(input.workspaceId)),
  },
})
