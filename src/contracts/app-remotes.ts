import { z } from 'zod'
import { RepositoryId } from './ids.ts'
import { procedure, reference } from './procedure.ts'
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
  workspace: reference,
  /** Absent: all of the workspace. */
  repositoryIds: z.array(RepositoryId).min(1).max(50).optional(),
  act: GitAct,
})
const repository = z.object({ workspace: reference, repositoryId: RepositoryId })

/** Branches of workspaces and their remotes, as clients ask the control plane. */
export const remotesProcedures = {
  remotes: {
    /** Read anew; the `git` change of the event stream says the same whenever it changes. */
    state: procedure.input(z.object({ workspace: reference })).output(WorkspaceGit),
    /** What an act would do, in numbers, and what stands in its way. */
    check: procedure.input(act).output(GitActCheck),
    run: procedure
      .input(act.extend({ confirmed: z.array(PreCheckCode).max(50).default([]) }))
      .output(GitActResult),
    cancel: procedure.input(z.object({ workspace: reference })).output(z.object({ cancelled: z.boolean() })),
    conflicts: procedure.input(z.object({ workspace: reference })).output(z.array(RepositoryConflicts)),
    resolve: procedure
      .input(repository.extend({ path: z.string().min(1).max(4096), with: ResolveWith }))
      .output(z.array(RepositoryConflicts)),
    continue: procedure.input(repository).output(GitOutcome),
    /** Takes a rebase or pull back that was done, while the branch is still where it left it. */
    undo: procedure.input(repository.extend({ point: UndoPoint })).output(GitOutcome),
    abort: procedure.input(repository).output(GitOutcome),
  },
}
