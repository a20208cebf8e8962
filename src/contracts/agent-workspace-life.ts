import { z } from 'zod'
import { done } from './done.ts'
import { WorkspaceId } from './ids.ts'
import { procedure } from './procedure.ts'
import { RepositoryStatus, WorkspaceChoices } from './workspace-life.ts'
import { Workspace } from './workspace.ts'

const workspace = z.object({ workspaceId: WorkspaceId })

/** What becomes of workspaces after they were made, as the control plane asks a node agent. */
export const agentWorkspaceLifeProcedures = {
  configure: procedure.input(workspace.extend(WorkspaceChoices.shape)).output(done(Workspace)),
  repositoryStatus: procedure.input(workspace).output(z.array(RepositoryStatus)),
}
