import { streamFailures } from '../../base/index.ts'
import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** Staging, discarding and committing. */
export const stagingRoutes = ({ staging }: Services) => ({
  staging: {
    stage: app.staging.stage.handler(({ input }) => staging.stage(input)),
    unstage: app.staging.unstage.handler(({ input }) => staging.unstage(input)),
    discard: app.staging.discard.handler(({ input }) => staging.discard(input)),
    undoDiscard: app.staging.undoDiscard.handler(({ input }) => staging.undoDiscard(input)),
    commit: app.staging.commit.handler(({ input, signal }) => streamFailures(staging.commit(input, signal))),
    outlook: app.staging.outlook.handler(({ input }) => staging.outlook(input.workspace)),
    proposeMessage: app.staging.proposeMessage.handler(({ input }) => staging.proposeMessage(input)),
  },
})
