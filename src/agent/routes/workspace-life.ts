import { os, withSeq } from './implementer.ts'
import type { Services } from './services.ts'

/** What becomes of workspaces after they were made. */
export const workspaceLifeRoutes = ({ store, workspaces: { life } }: Services) => {
  const done = withSeq(store)
  const { workspace } = os
  return {
    configure: workspace.configure.handler(({ input }) => done(life.configure(input))),
    repositoryStatus: workspace.repositoryStatus.handler(({ input }) =>
      life.repositoryStatus(input.workspaceId),
    ),
    renameBranch: workspace.renameBranch.handler(({ input }) => done(life.renameBranch(input))),
    archive: workspace.archive.handler(({ input }) => done(life.archive(input.workspaceId, input.worktrees))),
    unarchive: workspace.unarchive.handler(({ input }) =>
      done(life.unarchive(input.workspaceId, input.newBranch)),
    ),
    copy: workspace.copy.handler(({ input }) => done(life.copy(input))),
    mergedState: workspace.mergedState.handler(({ input }) => life.mergedState(input.workspaceId)),
    size: workspace.size.handler(({ input, signal }) => life.size(input.workspaceId, signal)),
  }
}
