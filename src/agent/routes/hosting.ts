import { Failure } from '../../contracts/index.ts'
import { inspectRepository, listRemotes, readBranchFacts } from '../git/index.ts'
import { assertReadable } from '../workspaces/index.ts'
import { os } from './implementer.ts'
import type { Services } from './services.ts'

/** What pull requests need to know of repositories. */
export const hostingRoutes = ({ gitAt, workspaces }: Services) => ({
  hosting: {
    remotes: os.hosting.remotes.handler(async ({ input }) => {
      const { path } = await inspectRepository(gitAt, input.path)
      return listRemotes(gitAt(path))
    }),
    branchFacts: os.hosting.branchFacts.handler(({ input }) => {
      const workspace = workspaces.get(input.workspaceId)
      assertReadable(workspace)
      const found = workspace.repositories.find(({ repositoryId }) => repositoryId === input.repositoryId)
      if (!found)
        throw new Failure(
          'repository_not_found',
          `Workspace "${workspace.name}" has no repository ${input.repositoryId}`,
        )
      return readBranchFacts(gitAt(found.worktree), found)
    }),
  },
})
