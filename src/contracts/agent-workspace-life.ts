import { z } from 'zod'
import { done } from './done.ts'
import { WorkspaceId } from './ids.ts'
import { procedure } from './procedure.ts'
import { DisplayName } from './project.ts'
import {
  ArchivedWorktrees,
  CopyOf,
  DiskSize,
  MergedState,
  RepositoryStatus,
  WorkspaceChoices,
} from './workspace-life.ts'
import { BranchPolicy, Workspace } from './workspace.ts'

const workspace = z.object({ workspaceId: WorkspaceId })

/** What becomes of workspaces after they were made, as the control plane asks a node agent. */
export const agentWorkspaceLifeProcedures = {
  configure: procedure.input(workspace.extend(WorkspaceChoices.shape)).output(done(Workspace)),
  repositoryStatus: procedure.input(workspace).output(z.array(RepositoryStatus)),
  renameBranch: procedure
    .input(workspace.extend({ branch: z.string().min(1).max(244) }))
    .output(done(Workspace)),
  archive: procedure.input(workspace.extend({ worktrees: ArchivedWorktrees })).output(done(Workspace)),
  unarchive: procedure
    .input(workspace.extend({ newBranch: z.string().min(1).max(244).nullable() }))
    .output(done(Workspace)),
  /** All or nothing. With the id of an existing workspace it returns that one. */
  copy: procedure
    .input(
      workspace.extend({
        id: WorkspaceId,
        name: DisplayName,
        branch: z.string().min(1).max(244),
        branchPolicy: BranchPolicy,
        of: CopyOf,
      }),
    )
    .output(done(Workspace)),
  mergedState: procedure.input(workspace).output(MergedState),
  /** Stops when the call is aborted. */
  size: procedure.input(workspace).output(DiskSize),
}
