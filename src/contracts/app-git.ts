import { z } from 'zod'
import { CommitResult, FileDiff, RepositoryDiff } from './git.ts'
import { RepositoryId, WorkspaceId } from './ids.ts'
import { procedure, reference } from './procedure.ts'

/** Changes of workspaces, as clients ask the control plane. */
export const gitProcedures = {
  git: {
    diff: procedure.input(z.object({ workspace: reference })).output(z.array(RepositoryDiff)),
    file: procedure
      .input(
        z.object({ workspaceId: WorkspaceId, repositoryId: RepositoryId, path: z.string().min(1).max(4096) }),
      )
      .output(FileDiff),
    commit: procedure
      .input(
        z.object({
          workspace: reference,
          message: z.string().trim().min(1).max(65_536),
          repositoryId: RepositoryId.optional(),
        }),
      )
      .output(CommitResult),
  },
}
