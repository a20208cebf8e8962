import { z } from 'zod'
import { FileQuery, FoundFiles } from './files.ts'
import { CommitResult, FileDiff, RepositoryDiff } from './git.ts'
import { RepositoryId, WorkspaceId } from './ids.ts'
import { procedure } from './procedure.ts'

/** Files and changes of workspaces, as the control plane asks a node agent. */
export const agentGitProcedures = {
  files: {
    search: procedure.input(FileQuery.extend({ workspaceId: WorkspaceId })).output(FoundFiles),
  },
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
