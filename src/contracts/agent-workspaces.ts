import { z } from 'zod'
import { done } from './done.ts'
import { ProjectId, RepositoryId, WorkspaceId } from './ids.ts'
import { agentWorkspaceLifeProcedures } from './agent-workspace-life.ts'
import { procedure } from './procedure.ts'
import { Branch, BranchCheck, DisplayName, FolderListing, NodePath, RepositoryInfo } from './project.ts'
import { DeletedBranches } from './workspace-life.ts'
import { BranchPolicy, DeletionImpact, Workspace, WorkspaceDeleted } from './workspace.ts'

const RepositorySource = z.object({ repositoryId: RepositoryId, name: z.string(), path: NodePath })

/** Repositories and workspaces, as the control plane asks a node agent. */
export const agentWorkspaceProcedures = {
  repository: {
    inspect: procedure.input(z.object({ path: NodePath })).output(RepositoryInfo),
    browse: procedure.input(z.object({ path: NodePath.nullable() })).output(FolderListing),
    branches: procedure.input(z.object({ path: NodePath })).output(z.array(Branch)),
    checkBranch: procedure
      .input(
        z.object({ repositories: z.array(RepositorySource).min(1).max(50), branch: z.string().max(500) }),
      )
      .output(z.array(BranchCheck)),
  },
  workspace: {
    ...agentWorkspaceLifeProcedures,
    /** All or nothing. With the id of an existing workspace it returns that one. */
    create: procedure
      .input(
        z.object({
          id: WorkspaceId,
          projectId: ProjectId,
          name: DisplayName,
          branch: z.string().min(1).max(244),
          branchPolicy: BranchPolicy,
          prompt: z.string(),
          repositories: z
            .array(RepositorySource.extend({ baseBranch: z.string().max(500).nullable() }))
            .min(1)
            .max(50),
        }),
      )
      .output(done(Workspace)),
    rename: procedure
      .input(z.object({ workspaceId: WorkspaceId, name: DisplayName }))
      .output(done(Workspace)),
    stop: procedure.input(z.object({ workspaceId: WorkspaceId })).output(done(Workspace)),
    restart: procedure.input(z.object({ workspaceId: WorkspaceId })).output(done(Workspace)),
    deletionImpact: procedure.input(z.object({ workspaceId: WorkspaceId })).output(DeletionImpact),
    delete: procedure
      .input(z.object({ workspaceId: WorkspaceId, branches: DeletedBranches.default('keep') }))
      .output(done(WorkspaceDeleted)),
  },
}
