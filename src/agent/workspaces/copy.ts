import {
  Failure,
  type BranchPolicy,
  type CopyOf,
  type RepositoryState,
  type Workspace,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import {
  addEmptyWorktree,
  assertAtRest,
  backupWorktree,
  checkBranch,
  fillFromKept,
  gitMessage,
  putWorktreeAside,
  readKept,
  type KeptState,
} from '../git/index.ts'
import { lockBranch, undoWorktree } from './create.ts'
import type { WorkspaceDeps } from './deps.ts'
import { makeManagedFolder, managedFolder, removeManagedFolder } from './managed-folder.ts'
import { assertReadable } from './readable.ts'
import type { WorkspaceRecords } from './records.ts'
import { assertNothingRuns } from './rename-branch.ts'
import { repositoryFolders } from './repository-folders.ts'
import { tellBackup } from './tell-backup.ts'
import { UndoStack } from './undo-stack.ts'

export interface CopyWorkspace {
  id: WorkspaceId
  workspaceId: WorkspaceId
  name: string
  branch: string
  branchPolicy: BranchPolicy
  of: CopyOf
}

/**
 * Makes a workspace from another: on a new branch at the commits that one is at, with its uncommitted changes, or
 * with the files as a turn left them. The other one stays as it is; only `move` takes its changes out of it, once the
 * new one has them and a backup does. All or nothing. Throws `branch_conflict`, `session_busy`, `turn_not_found`,
 * `limit_reached`, `worktree_failed`, `dirty_worktree`.
 */
export async function copyWorkspace(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  request: CopyWorkspace,
): Promise<Workspace> {
  const origin = records.get(request.workspaceId)
  assertReadable(origin)
  const most = deps.limits().workspacesPerNode
  if (deps.store.workspaces.list().length >= most)
    throw new Failure('limit_reached', `This node has ${most} workspaces, as many as it may`, {
      hint: 'Delete one, or raise the limit "workspaces per node" in the settings.',
      details: { limit: 'workspacesPerNode', value: most },
    })
  const moves = request.of.kind === 'uncommitted' && request.of.move
  if (moves) assertNothingRuns(deps, origin)
  const branch = await chooseBranch(deps, origin, request)
  const states = await statesOf(deps, origin, request.of)
  const made = await makeCopy(deps, records, newCopy(deps, origin, request, branch), states)
  if (moves) for (const repository of origin.repositories) await clear(deps, origin, repository)
  return made
}

async function chooseBranch(
  deps: WorkspaceDeps,
  { repositories }: Workspace,
  { branch, branchPolicy }: CopyWorkspace,
): Promise<string> {
  for (const repository of repositories) {
    const check = await checkBranch(deps.gitAt(repository.source), repository, branch)
    if (check.result === 'free') continue
    if (check.result === 'exists' && branchPolicy === 'suffix' && check.suggestion !== null) {
      const next = { branch: check.suggestion, branchPolicy } as CopyWorkspace
      return chooseBranch(deps, { repositories } as Workspace, next)
    }
    throw new Failure(
      check.result === 'invalid' ? 'name_invalid' : 'branch_conflict',
      check.message ?? branch,
      { hint: 'Choose another name.', details: { repository: repository.name, branch } },
    )
  }
  return branch
}

/** In the order of the repositories. */
async function statesOf(deps: WorkspaceDeps, origin: Workspace, of: CopyOf): Promise<KeptState[]> {
  const recorded = of.kind === 'turn' ? turnStates(deps, origin, of.turnId) : null
  const states: KeptState[] = []
  for (const repository of origin.repositories) {
    const git = deps.gitAt(repository.worktree)
    if (of.kind === 'uncommitted') {
      await assertAtRest(git, repository)
      const { ref } = await putWorktreeAside(git, repository, origin.id, deps.clock.now())
      states.push(await readKept(git, ref))
      continue
    }
    const head = (await git(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '')).trim()
    if (head === '')
      throw new Failure('worktree_failed', `The branch of ${repository.name} has no commits yet`, {
        hint: 'Copy it with its uncommitted changes, or commit first.',
      })
    const then = recorded?.get(repository.repositoryId)
    states.push({
      commit: then?.commit ?? head,
      head: then?.head ?? head,
      staged: null,
      parts: null,
      info: null,
    })
  }
  return states
}

function turnStates(deps: WorkspaceDeps, origin: Workspace, turnId: string): Map<string, RepositoryState> {
  const turn = deps.store.sessions
    .listIn(origin.id)
    .flatMap(({ entity }) => deps.store.turns.ofSession(entity.id))
    .find(({ id }) => id === turnId)
  if (!turn) throw new Failure('turn_not_found', `Workspace "${origin.name}" has no turn ${turnId}`)
  const states = new Map<string, RepositoryState>()
  for (const { repositoryId, before, after } of turn.snapshots) {
    const state = after ?? before
    if (state) states.set(repositoryId, state)
  }
  if (states.size > 0) return states
  throw new Failure('turn_not_found', 'The files of that turn were not recorded', {
    hint: 'Choose another turn.',
  })
}

function newCopy(
  deps: WorkspaceDeps,
  origin: Workspace,
  { id, name }: CopyWorkspace,
  branch: string,
): Workspace {
  const now = deps.clock.now()
  const folder = managedFolder(deps.worktrees, id)
  const worktrees = repositoryFolders(
    folder,
    origin.repositories.map((repository) => repository.name),
  )
  return {
    ...origin,
    id,
    name,
    branch,
    folder,
    status: 'creating',
    error: null,
    archived: false,
    pinned: false,
    repositories: origin.repositories.map((repository, at) => ({
      ...repository,
      branch,
      branchMade: true,
      aside: null,
      worktree: worktrees[at] as string,
    })),
    createdAt: now,
    updatedAt: now,
    revision: 1,
  }
}

async function makeCopy(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  copy: Workspace,
  states: readonly KeptState[],
): Promise<Workspace> {
  const starts = states.map(({ head }) => head)
  const workspace = records.putNamed({ ...copy, underWay: { kind: 'copy', starts } })
  const undo = new UndoStack(deps.log)
  try {
    undo.push(
      `folder ${workspace.folder}`,
      async () => void (await removeManagedFolder(deps.worktrees, copy.id)),
    )
    await makeManagedFolder(deps.worktrees, workspace.id)
    for (const [at, repository] of workspace.repositories.entries()) {
      const state = states[at]
      if (!state) throw new Error(`no state for repository ${at}`)
      undo.push(`worktree ${repository.worktree}`, () => undoCopyOf(deps, workspace, repository, state.head))
      await makeOne(deps, repository, state)
    }
  } catch (error) {
    const left = await undo.run()
    const failure =
      error instanceof Failure
        ? error
        : new Failure('worktree_failed', `"${copy.name}" could not be made: ${gitMessage(error)}`, {
            hint: left.length > 0 ? `This is left behind: ${left.join(', ')}` : 'Everything made was undone.',
            cause: error,
          })
    records.fail(records.get(workspace.id), failure)
    throw failure
  }
  return records.move(
    records.get(workspace.id),
    { to: 'running' },
    { level: 'info', type: 'workspace.created', message: `Created on branch ${workspace.branch}` },
  )
}

async function makeOne(
  deps: WorkspaceDeps,
  repository: WorkspaceRepository,
  state: KeptState,
): Promise<void> {
  const { branch, source, worktree } = repository
  await lockBranch(deps, repository, async (git) => {
    if (state.head !== null) await git(['branch', '--no-track', '--', branch, state.head])
    await deps.locks.withWorktreeList(source, () =>
      addEmptyWorktree(deps.gitAt, repository, branch, state.head),
    )
    await fillFromKept(deps.gitAt(worktree), state)
  })
}

/** Takes back what was made of one repository; the branch only while it is at `head`, where it was made. */
export function undoCopyOf(
  deps: WorkspaceDeps,
  workspace: Pick<Workspace, 'id'>,
  repository: WorkspaceRepository,
  head: string | null,
): Promise<void> {
  return undoWorktree(deps, workspace, { ...repository, baseCommit: head ?? '' }, head !== null)
}

/** Takes what is uncommitted out of a worktree, once a backup has it. */
async function clear(deps: WorkspaceDeps, origin: Workspace, repository: WorkspaceRepository): Promise<void> {
  const git = deps.gitAt(repository.worktree)
  await lockBranch(deps, repository, async () => {
    const saved = await backupWorktree(git, repository, origin.id, deps.clock.now())
    if (!saved) return
    tellBackup(deps, origin, saved)
    // With everything in the index, git knows which files to remove.
    await git(['add', '--all', '--', '.'])
    await git(['read-tree', '--reset', '-u', 'HEAD'], { slow: true })
  })
}
