import { z } from 'zod'
import { idempotencyKey, procedure, reference } from './procedure.ts'
import { DisplayName } from './project.ts'
import {
  ArchivedWorktrees,
  CopyOf,
  DiskSize,
  MergedState,
  RepositoryStatus,
  WorkspaceChoices,
} from './workspace-life.ts'
import { Workspace } from './workspace.ts'

const workspace = z.object({ workspace: reference })

/** What becomes of workspaces after they were made, as clients ask the control plane. */
export const workspaceLifeProcedures = {
  /** Pins it, and says where its new sessions work. */
  configure: procedure.input(workspace.extend(WorkspaceChoices.shape)).output(Workspace),
  repositoryStatus: procedure.input(workspace).output(z.array(RepositoryStatus)),
  /** In every repository or in none; refused while a pull request of it is open. */
  renameBranch: procedure.input(workspace.extend({ branch: z.string().min(1).max(244) })).output(Workspace),
  archive: procedure.input(workspace.extend({ worktrees: ArchivedWorktrees })).output(Workspace),
  unarchive: procedure
    .input(workspace.extend({ newBranch: z.string().min(1).max(244).optional() }))
    .output(Workspace),
  /** A new workspace with another's commits, changes or earlier state, on a branch of its own. */
  copy: procedure
    .input(
      workspace.extend({
        name: DisplayName.optional(),
        /** Made from the branch it comes from when absent; a taken name gets a suffix then. */
        branch: z.string().min(1).max(244).optional(),
        of: CopyOf,
        idempotencyKey,
      }),
    )
    .output(Workspace),
  mergedState: procedure.input(workspace).output(MergedState),
  size: procedure.input(workspace).output(DiskSize),
}
