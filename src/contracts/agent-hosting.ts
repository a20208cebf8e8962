import { z } from 'zod'
import { BranchFacts, GitRemote } from './hosting.ts'
import { RepositoryId, WorkspaceId } from './ids.ts'
import { procedure } from './procedure.ts'
import { NodePath } from './project.ts'

/** What a pull request needs to know of repositories, as the control plane asks a node agent. */
export const agentHostingProcedures = {
  hosting: {
    remotes: procedure.input(z.object({ path: NodePath })).output(z.array(GitRemote)),
    branchFacts: procedure
      .input(z.object({ workspaceId: WorkspaceId, repositoryId: RepositoryId }))
      .output(BranchFacts),
  },
}
