import {
  Failure,
  type DeletedBranches,
  type DeletionImpact,
  type Workspace,
  type WorkspaceDeleted,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import {
  assertSubmodulesKept,
  backupWorktree,
  countIgnored,
  countUncommitted,
  countUnmerged,
  deleteKeptBranch,
  dropSnapshots,
  gitMessage,
} from '../git/index.ts'
import { lockBranch } from './create.ts'
import type { WorkspaceDeps } from './deps.ts'
import { assertManaged, assertWorktreeInside, removeManagedFolder } from './managed-folder.ts'
import type { WorkspaceRecords } from './records.ts'
import { removeLeavings, takeWorktreeAway } from './remove-worktree.ts'
import { repositoryIsThere } from './repository-is-there.ts'
import { tellBackup } from './tell-backup.ts'

/** What deleting would end and save. A worktree that is gone has nothing uncommitted. */
export async function deletionImpact(deps: WorkspaceDeps, workspace: Workspace): Promise<DeletionImpact> {
  const repositories = await Promise.all(
    workspace.repositories.map(async (repository) => {
      const { repositoryId, name, branch, worktree } = repository
      const there = await assertWorktreeInside(deps.worktrees, workspace.id, worktree)
      const git = deps.gitAt(worktree)
      // Without its repository a worktree is a folder of files: git can count nothing, and they stay.
      const counts = there && (await repositoryIsThere(deps, repository))
      const [uncommittedFiles, unmergedCommits, ignored] = counts
        ? await Promise.all([countUncommitted(git), countUnmerged(git, repository), countIgnored(git)])
        : [0, 0, 0]
      const { branchMade } = repository
      return {
        repositoryId,
        repository: name,
        branch,
        uncommittedFiles,
        unmergedCommits,
        ignored,
        branchMade,
      }
    }),
  )
  const sessions = deps.store.sessions.listIn(workspace.id).map(({ entity }) => entity.status)
  const terminals = deps.store.terminals.listIn(workspace.id)
  return {
    repositories,
    runningSessions: sessions.filter((status) => status !== 'stopped' && status !== 'error').length,
    terminals: terminals.filter(({ status, sessionId }) => status === 'running' && sessionId === null).length,
  }
}

/**
 * Ends what runs in the workspace, keeps uncommitted work in backup refs (rule 1), removes the worktrees and then
 * the managed folder (rule 2). Branches stay, unless
 * they are to go and were made for it; a backup ref keeps their commits then. Where the repository itself is gone nothing can be kept in it: then the
 * files of its worktree stay where they are. When anything fails the workspace is in `error`, what has not been
 * backed up is still there, and deleting can be tried again.
 * Throws `invalid_transition`, `forbidden`, `dirty_worktree`, `worktree_failed`.
 */
export async function deleteWorkspace(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
  branches: DeletedBranches,
): Promise<WorkspaceDeleted> {
  await assertManaged(deps.worktrees, workspace.id)
  for (const repository of workspace.repositories)
    if (await isWhole(deps, workspace, repository)) await assertSubmodulesKept(deps.gitAt, repository)
  records.move(workspace, { to: 'deleting', underWay: { kind: 'delete', branches } })
  return finishDeletion(deps, records, workspace.id, branches)
}

/** The rest of it, also after a daemon that was killed in the middle. Throws as `deleteWorkspace`. */
export async function finishDeletion(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  id: Workspace['id'],
  branches: DeletedBranches,
): Promise<WorkspaceDeleted> {
  const workspace = records.get(id)
  try {
    const hosts = deps.hosts()
    await hosts.sessions.stopAllIn(workspace.id)
    await hosts.terminals.stopAllIn(workspace.id)
    const gone: Gone = { backups: [], branchesDeleted: [] }
    for (const repository of workspace.repositories)
      if (await repositoryIsThere(deps, repository))
        await lockBranch(deps, repository, () => removeOne(deps, workspace, repository, branches, gone))
    await removeLeavings(deps, workspace.id)
    const folderGone = await removeManagedFolder(deps.worktrees, workspace.id)
    return finish(deps, records, records.get(workspace.id), gone, folderGone)
  } catch (error) {
    const failure = deletionFailed(workspace, error)
    records.fail(records.get(workspace.id), failure)
    throw failure
  }
}

type Gone = Pick<WorkspaceDeleted, 'backups' | 'branchesDeleted'>

async function removeOne(
  deps: WorkspaceDeps,
  workspace: Workspace,
  repository: WorkspaceRepository,
  branches: DeletedBranches,
  gone: Gone,
): Promise<void> {
  const { worktree, source, branch, name } = repository
  const git = deps.gitAt(source)
  if (await isWhole(deps, workspace, repository)) {
    const saved = await backupWorktree(deps.gitAt(worktree), repository, workspace.id, deps.clock.now())
    if (saved) {
      gone.backups.push(saved)
      tellBackup(deps, workspace, saved)
    }
  }
  await takeWorktreeAway(deps, workspace, repository)
  await dropSnapshots(git, workspace.id)
  if (branches === 'keep' || !repository.branchMade) return
  const ref = await deleteKeptBranch(git, branch, workspace.id, deps.clock.now())
  if (ref) gone.branchesDeleted.push({ repository: name, branch, ref })
}

/** Whether the worktree is in its place, with a repository that can keep what is in it. */
const isWhole = async (
  deps: WorkspaceDeps,
  { id }: Workspace,
  repository: WorkspaceRepository,
): Promise<boolean> =>
  (await assertManaged(deps.worktrees, id)) &&
  (await assertWorktreeInside(deps.worktrees, id, repository.worktree)) &&
  (await repositoryIsThere(deps, repository))

function finish(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  deleting: Workspace,
  { backups, branchesDeleted }: Gone,
  folderGone: boolean,
): WorkspaceDeleted {
  const branchesKept = deleting.repositories
    .filter(({ name }) => !branchesDeleted.some(({ repository }) => repository === name))
    .map(({ name, branch }) => ({ repository: name, branch }))
  const stays = branchesKept.length > 0 ? `branch ${deleting.branch} stays` : 'its branch too'
  const rest = folderGone ? '' : ` Files beside the worktrees were kept in ${deleting.folder}.`
  records.move(
    deleting,
    { to: 'deleted' },
    {
      level: 'info',
      type: 'workspace.deleted',
      message: `Workspace "${deleting.name}" was deleted; ${stays}.${rest}`,
      details: {
        backups: [...backups, ...branchesDeleted].map(({ ref }) => ref),
        folderKept: !folderGone,
      },
    },
  )
  deps.store.change(() => deps.store.viewed.dropWorkspace(deleting.id))
  deps.log.info({ workspace: deleting.id, backups: backups.length }, 'workspace deleted')
  return {
    id: deleting.id,
    status: 'deleted',
    backups,
    branchesKept,
    branchesDeleted,
  }
}

function deletionFailed(workspace: Workspace, error: unknown): Failure {
  if (error instanceof Failure) return error
  return new Failure(
    'worktree_failed',
    `Workspace "${workspace.name}" could not be deleted: ${gitMessage(error)}`,
    {
      hint: `Save what you need from ${workspace.folder}, then delete again.`,
      cause: error,
    },
  )
}
