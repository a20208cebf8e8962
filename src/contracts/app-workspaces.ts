import { z } from 'zod'
import { workspaceLifeProcedures } from './app-workspace-life.ts'
import { NodeId, ProjectId, RepositoryId } from './ids.ts'
import { McpServers } from './mcp.ts'
import { idempotencyKey, procedure, reference } from './procedure.ts'
import {
  Branch,
  BranchCheck,
  DisplayName,
  FolderListing,
  NodePath,
  Project,
  RepositoryInfo,
} from './project.ts'
import { DeletedBranches } from './workspace-life.ts'
import { BranchPolicy, DeletionImpact, Workspace, WorkspaceDeleted } from './workspace.ts'

/** Repositories, projects and workspaces, as clients ask the control plane. */
export const workspaceProcedures = {
  repository: {
    inspect: procedure.input(z.object({ path: NodePath })).output(RepositoryInfo),
    browse: procedure.input(z.object({ path: NodePath.nullable() })).output(FolderListing),
    branches: procedure.input(z.object({ repositoryId: RepositoryId })).output(z.array(Branch)),
  },
  project: {
    add: procedure
      .input(
        z.object({ path: NodePath, name: DisplayName.optional(), nodeId: NodeId.optional(), idempotencyKey }),
      )
      .output(Project),
    list: procedure.output(z.array(Project)),
    show: procedure.input(z.object({ project: reference })).output(Project),
    rename: procedure.input(z.object({ projectId: ProjectId, name: DisplayName })).output(Project),
    /** Replaces the MCP servers that new sessions of the project get. */
    setMcpServers: procedure
      .input(z.object({ projectId: ProjectId, mcpServers: McpServers }))
      .output(Project),
    /** Forgets the project. Refused while it has workspaces; never touches a repository. */
    remove: procedure.input(z.object({ project: reference })).output(Project),
  },
  workspace: {
    ...workspaceLifeProcedures,
    checkBranch: procedure
      .input(
        z.object({
          projectId: ProjectId,
          branch: z.string().max(500),
          repositoryIds: z.array(RepositoryId).optional(),
        }),
      )
      .output(z.array(BranchCheck)),
    /** A free branch name and a display name made from what the user wants done. */
    propose: procedure
      .input(z.object({ projectId: ProjectId, prompt: z.string().max(200_000) }))
      .output(z.object({ branch: z.string(), name: z.string() })),
    create: procedure
      .input(
        z.object({
          project: reference,
          name: DisplayName.optional(),
          /** Proposed from the prompt or the name when absent. */
          branch: z.string().min(1).max(244).optional(),
          branchPolicy: BranchPolicy.default('unique'),
          baseBranch: z.string().min(1).max(244).optional(),
          prompt: z.string().max(200_000).default(''),
          idempotencyKey,
        }),
      )
      .output(Workspace),
    list: procedure.input(z.object({ project: reference.optional() })).output(z.array(Workspace)),
    show: procedure.input(z.object({ workspace: reference })).output(Workspace),
    rename: procedure.input(z.object({ workspace: reference, name: DisplayName })).output(Workspace),
    stop: procedure.input(z.object({ workspace: reference })).output(Workspace),
    restart: procedure.input(z.object({ workspace: reference })).output(Workspace),
    deletionImpact: procedure.input(z.object({ workspace: reference })).output(DeletionImpact),
    delete: procedure
      .input(z.object({ workspace: reference, branches: DeletedBranches.default('keep') }))
      .output(WorkspaceDeleted),
  },
}
