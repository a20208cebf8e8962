import { z } from 'zod'
import { procedure, reference } from './procedure.ts'
import { RepositoryStatus, WorkspaceChoices } from './workspace-life.ts'
import { Workspace } from './workspace.ts'

const workspace = z.object({ workspace: reference })

/** What becomes of workspaces after they were made, as clients ask the control plane. */
export const workspaceLifeProcedures = {
  /** Pins it, and says where its new sessions work. */
  configure: procedure.input(workspace.extend(WorkspaceChoices.shape)).output(Workspace),
  repositoryStatus: procedure.input(workspace).output(z.array(RepositoryStatus)),
}
