import { Failure, type Workspace, type WorkspaceStatus } from '../../contracts/index.ts'

/** Allowed moves of a workspace. `error` can be reached from anywhere but `deleted`. */
export const workspaceMoves: Readonly<Record<WorkspaceStatus, readonly WorkspaceStatus[]>> = {
  pending: ['creating', 'error'],
  creating: ['running', 'error'],
  running: ['stopping', 'deleting', 'error'],
  stopping: ['stopped', 'error'],
  stopped: ['creating', 'deleting', 'error'],
  error: ['creating', 'deleting', 'error'],
  deleting: ['deleted', 'error'],
  deleted: [],
}

/** The workspace in its next state, with time and revision moved on. Throws invalid_transition. */
export function moveWorkspace(
  workspace: Workspace,
  status: WorkspaceStatus,
  now: number,
  error: Workspace['error'] = null,
): Workspace {
  if (!workspaceMoves[workspace.status].includes(status))
    throw new Failure(
      'invalid_transition',
      `Workspace ${workspace.name} is ${workspace.status}, it cannot become ${status}`,
    )
  return changeWorkspace({ ...workspace, status, error }, now)
}

/** The workspace with time and revision moved on. */
export const changeWorkspace = (workspace: Workspace, now: number): Workspace => ({
  ...workspace,
  updatedAt: now,
  revision: workspace.revision + 1,
})
