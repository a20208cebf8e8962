import { z } from 'zod'
import { RepositoryId, WorkspaceId } from './ids.ts'
import { procedure } from './procedure.ts'
import {
  GitAct,
  GitActCheck,
  GitActResult,
  GitOutcome,
  PreCheckCode,
  RepositoryConflicts,
  ResolveWith,
  UndoPoint,
  WorkspaceGit,
} from './remotes.ts'

const act = z.object({
  workspaceId: WorkspaceId,
  /** Null: all of the workspace. */
  repositoryIds: z.array(RepositoryId).min(1).max(50).nullable(),
  act: GitAct,
  /** Names of branches that are never rewritten, with `*` for any characters. */
  protectedBranches: z.array(z.string().max(244)).max(100),
})
const repository = z.object({ workspaceId: WorkspaceId, repositoryId: RepositoryId })

/** Branches of workspaces and their remotes, as the control plane asks a node agent. */
export const agentRemotesProcedures = {
  remotes: {
    state: procedure.input(z.object({ workspaceId: WorkspaceId })).output(WorkspaceGit),
    check: procedure.input(act).output(GitActCheck),
    /** Checks again, then acts. Goes on when the caller goes away. */
    run: procedure.input(act.extend({ confirmed: z.array(PreCheckCode).max(50) })).output(GitActResult),
    /** Ends the git of the running act; resolves when it has ended. `cancelled` is false when none runs. */
    cancel: procedure
      .input(z.object({ workspaceId: WorkspaceId }))
      .output(z.object({ cancelled: z.boolean() })),
    conflicts: procedure.input(z.object({ workspaceId: WorkspaceId })).output(z.array(RepositoryConflicts)),
    resolve: procedure
      .input(repository.extend({ path: z.string().min(1).max(4096), with: ResolveWith }))
      .output(z.array(RepositoryConflicts)),
    /** Marks files without markers as resolved and goes on. */
    continue: procedure.input(repository).output(GitOutcome),
    /** Takes a rebase or pull back that was done, while the branch is still where it left it. */
    undo: procedure.input(repository.extend({ point: UndoPoint })).output(GitOutcome),
    /** Puts everything back to before the act; what was done since is kept as a backup. */
    abort: procedure.input(repository).output(GitOutcome),
  },
}
