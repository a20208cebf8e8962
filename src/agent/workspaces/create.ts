import { rm } from 'node:fs/promises'
import { Failure, type Workspace, type WorkspaceRepository } from '../../contracts/index.ts'
import { addWorktree, fillWorktree, deleteNewBranch, gitMessage, pruneWorktree } from '../git/index.ts'
import type { WorkspaceDeps } from './deps.ts'
import {
  assertManaged,
  assertWorktreeInside,
  makeManagedFolder,
  removeManagedFolder,
} from './managed-folder.ts'
import { planWorkspace, type CreateWorkspace, type ReservedBranches, type WorkspacePlan } from './plan.ts'
import type { WorkspaceRecords } from './records.ts'
import { UndoStack } from './undo-stack.ts'

/**
 * Makes a workspace: all of its worktrees or nothing (rule 4). What can be refused is refused before there is a
 * record; when a step fails after that, everything made is undone and the workspace stays, in `error`.
 * Throws what `planWorkspace` throws, `limit_reached`, `worktree_failed`.
 */
export async function createWorkspace(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  reserved: ReservedBranches,
  request: CreateWorkspace,
): Promise<Workspace> {
  assertRoomForOneMore(deps)
  const plan = await planWorkspace(deps, reserved, request)
  try {
    assertRoomForOneMore(deps)
    const workspace = records.putNamed(newWorkspace(deps, request, plan))
    return await makeWorktrees(deps, records, workspace)
  } finally {
    plan.release()
  }
}

async function makeWorktrees(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
): Promise<Workspace> {
  const undo = new UndoStack(deps.log)
  try {
    undo.push(
      `folder ${workspace.folder}`,
      async () => void (await removeManagedFolder(deps.worktrees, workspace.id)),
    )
    await makeManagedFolder(deps.worktrees, workspace.id)
    for (const repository of workspace.repositories) await makeWorktree(deps, undo, workspace, repository)
    // It may have been renamed meanwhile.
    return records.move(
      records.get(workspace.id),
      { to: 'running' },
      {
        level: 'info',
        type: 'workspace.created',
        message: `Created on branch ${workspace.branch}`,
      },
    )
  } catch (error) {
    const left = await undo.run()
    const failure = worktreeFailed(workspace, error, left)
    records.fail(records.get(workspace.id), failure)
    throw failure
  }
}

async function makeWorktree(
  deps: WorkspaceDeps,
  undo: UndoStack,
  workspace: Workspace,
  repository: WorkspaceRepository,
): Promise<void> {
  let branchIsOurs = true
  undo.push(`worktree ${repository.worktree}`, () => undoWorktree(deps, workspace, repository, branchIsOurs))
  try {
    const { worktree, branch, baseCommit, source } = repository
    await lockBranch(deps, repository, async (git) => {
      // The list of worktrees is held for a moment; writing the files, which takes long, is done side by side.
      await deps.locks.withWorktreeList(source, () => addWorktree(git, worktree, branch, baseCommit))
      await fillWorktree(deps.gitAt(worktree))
    })
  } catch (error) {
    // Somebody made the branch after we had looked.
    branchIsOurs = !/branch named .* already exists/.test(gitMessage(error))
    throw error
  }
}

/** Takes back what a creation made of one repository. Nobody had the workspace yet, so nobody's work is in it. */
export async function undoWorktree(
  deps: WorkspaceDeps,
  workspace: Pick<Workspace, 'id'>,
  repository: WorkspaceRepository,
  branchIsOurs: boolean,
): Promise<void> {
  await lockBranch(deps, repository, async (git) => {
    const there =
      (await assertManaged(deps.worktrees, workspace.id)) &&
      (await assertWorktreeInside(deps.worktrees, workspace.id, repository.worktree))
    await deps.locks.withWorktreeList(repository.source, () => pruneWorktree(git, repository.worktree))
    // What git does not know of any more, or never did, it leaves on disk.
    if (there) await rm(repository.worktree, { recursive: true, force: true })
    if (branchIsOurs) await deleteNewBranch(git, repository.branch, repository.baseCommit)
  })
}

/** Runs `work` in the user's repository while no other command of ours touches the branch. */
export function lockBranch<Result>(
  { locks, gitAt }: WorkspaceDeps,
  { source, branch }: WorkspaceRepository,
  work: (git: ReturnType<WorkspaceDeps['gitAt']>) => Promise<Result>,
): Promise<Result> {
  return locks.withRef(source, branch, () => work(gitAt(source)))
}

function assertRoomForOneMore({ store, limits }: WorkspaceDeps): void {
  const count = store.workspaces.list().length
  if (count >= limits().workspacesPerNode)
    throw new Failure('limit_reached', `This node has ${count} workspaces, as many as it may`, {
      hint: 'Delete one, or raise the limit "workspaces per node" in the settings.',
      details: { limit: 'workspacesPerNode', value: limits().workspacesPerNode },
    })
}

function newWorkspace(deps: WorkspaceDeps, request: CreateWorkspace, plan: WorkspacePlan): Workspace {
  const now = deps.clock.now()
  return {
    id: request.id,
    projectId: request.projectId,
    nodeId: deps.nodeId,
    name: request.name,
    branch: plan.branch,
    status: 'creating',
    error: null,
    prompt: request.prompt,
    folder: plan.folder,
    archived: false,
    pinned: false,
    activeRepositoryId: null,
    workingDirectory: '',
    underWay: { kind: 'create' },
    repositories: plan.repositories,
    createdAt: now,
    updatedAt: now,
    revision: 1,
  }
}

function worktreeFailed(workspace: Workspace, error: unknown, left: string[]): Failure {
  const reason = error instanceof Failure ? error.message : gitMessage(error)
  return new Failure('worktree_failed', `Workspace "${workspace.name}" could not be created: ${reason}`, {
    hint:
      left.length > 0
        ? `This could not be undone and is left behind: ${left.join(', ')}`
        : 'Everything made so far was undone. Delete the workspace and try again.',
    details: { left },
    cause: error,
  })
}
