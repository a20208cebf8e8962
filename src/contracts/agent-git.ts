import { z } from 'zod'
import { CommitResult, FileDiff, RepositoryDiff } from './git.ts'
import { RepositoryId, WorkspaceId } from './ids.ts'
import { procedure } from './procedure.ts'

/** Changes of workspaces, as the control plane asks a node agent. */
export const agentGitProcedures = {
  git: {
    diff: procedure.input(z.object({ workspaceId: WorkspaceId })).output(z.array(RepositoryDiff)),
    file: procedure
      .input(z.object({ workspaceId: WorkspaceId, repositoryId: RepositoryId, path: z.string().max(4096) }))
      .output(FileDiff),
    commit: procedure
      .input(
        z.object({
          workspaceId: WorkspaceId,
          message: z.string().trim().min(1).max(65_536),
          /** Null commits every repository that has changes. */
          repositoryId: RepositoryId.nullable(),
        }),
      )
      .output(CommitResult),
  },
}
