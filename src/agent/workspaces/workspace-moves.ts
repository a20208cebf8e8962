import { Failure, type UnderWay, type Workspace, type WorkspaceStatus } from '../../contracts/index.ts'

/** Which status may follow which. `deleted` is final; everything else may go wrong. */
export const workspaceMoves: Readonly<Record<WorkspaceStatus, readonly WorkspaceStatus[]>> = {
  pending: ['creating', 'error'],
  // Stopped: one that could not be unarchived.
  creating: ['running', 'stopped', 'error'],
  running: ['stopping', 'deleting', 'error'],
  stopping: ['stopped', 'error'],
  // Stopping: one that is archived.
  stopped: ['creating', 'stopping', 'deleting', 'error'],
  error: ['creating', 'stopping', 'deleting', 'error'],
  deleting: ['deleted', 'error'],
  deleted: [],
}

/** What a workspace's status becomes, and the reason when it is `error`. */
export type Move =
  | { to: 'error'; error: NonNullable<Workspace['error']> }
  | { to: Exclude<WorkspaceStatus, 'error'>; underWay?: UnderWay }

/** In which nothing is under way: what was has ended, well or not. */
const atRest: readonly WorkspaceStatus[] = ['running', 'stopped', 'deleted', 'error']

/** The workspace after a move, one revision on. Throws `invalid_transition`. */
export function moveWorkspace(workspace: Workspace, move: Move, now: number): Workspace {
  if (!workspaceMoves[workspace.status].includes(move.to))
    throw new Failure('invalid_transition', `Workspace "${workspace.name}" is ${workspace.status}`, {
      hint: hints[workspace.status] ?? 'Wait until that is done, then try again.',
      details: { from: workspace.status, to: move.to },
    })
  return {
    ...workspace,
    status: move.to,
    error: move.to === 'error' ? move.error : null,
    underWay: atRest.includes(move.to) ? null : ('underWay' in move && move.underWay) || workspace.underWay,
    updatedAt: now,
    revision: workspace.revision + 1,
  }
}

const hints: Partial<Record<WorkspaceStatus, string>> = {
  running: 'Stop it first.',
  stopped: 'Restart it first.',
  error: 'Restart it when its folder is there, or delete it.',
  deleted: 'Create a new workspace.',
}
