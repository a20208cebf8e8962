import { os, withSeq } from './implementer.ts'
import type { Services } from './services.ts'

/** What becomes of workspaces after they were made. */
export const workspaceLifeRoutes = ({ store, workspaces }: Services) => {
  const done = withSeq(store)
  return {
    configure: os.workspace.configure.handler(({ input }) => done(workspaces.configure(input))),
    repositoryStatus: os.workspace.repositoryStatus.handler(({ input }) =>
      workspaces.repositoryStatus(input.workspaceId),
    ),
  }
}
