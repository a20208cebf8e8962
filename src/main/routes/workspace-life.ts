import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** What becomes of workspaces after they were made. */
export const workspaceLifeRoutes = ({ workspaces: { life } }: Services) => {
  const { workspace } = app
  return {
    configure: workspace.configure.handler(({ input: { workspace: which, ...choices } }) =>
      life.configure(which, choices),
    ),
    repositoryStatus: workspace.repositoryStatus.handler(({ input }) =>
      life.repositoryStatus(input.workspace),
    ),
    renameBranch: workspace.renameBranch.handler(({ input }) =>
      life.renameBranch(input.workspace, input.branch),
    ),
    archive: workspace.archive.handler(({ input }) => life.archive(input.workspace, input.worktrees)),
    unarchive: workspace.unarchive.handler(({ input }) => life.unarchive(input.workspace, input.newBranch)),
    copy: workspace.copy.handler(({ input }) => life.copy(input)),
    mergedState: workspace.mergedState.handler(({ input }) => life.mergedState(input.workspace)),
    size: workspace.size.handler(({ input, signal }) => life.size(input.workspace, signal)),
  }
}
