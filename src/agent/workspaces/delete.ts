import { existsSync } from 'node:fs'
import {
  Failure,
  type Backup,
  type DeletionImpact,
  type Workspace,
  type WorkspaceDeleted,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import {
  backupWorktree,
  countUncommitted,
  countUnmerged,
  dropSnapshots,
  gitMessage,
  pruneWorktree,
  removeWorktree,
} from '../git/index.ts'
import { lockBranch } from './create.ts'
import type { WorkspaceDeps } from './deps.ts'
import { assertManaged, assertWorktreeInside, removeManagedFolder } from './managed-folder.ts'
import type { WorkspaceRecords } from './records.ts'

/** What deleting would end and save. A worktree that is gone has nothing uncommitted. */
export async function deletionImpact(deps: WorkspaceDeps, workspace: Workspace): Promise<DeletionImpact> {
  const repositories = await Promise.all(
    workspace.repositories.map(async (repository) => {
      const { repositoryId, name, branch, worktree } = repository
      const there = await assertWorktreeInside(deps.worktrees, workspace.id, worktree)
      const git = deps.gitAt(worktree)
      // Without its repository a worktree is a folder of files: git can count nothing, and they stay.
      const counts = there && (await isThere(deps, repository))
      const [uncommittedFiles, unmergedCommits] = counts
        ? await Promise.all([countUncommitted(git), countUnmerged(git, repository)])
        : [0, 0]
      return { repositoryId, repository: name, branch, uncommittedFiles, unmergedCommits }
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

/** False once the user has moved or deleted the repository that a worktree hangs off. */
const isThere = ({ gitAt }: WorkspaceDeps, { source }: WorkspaceRepository): Promise<boolean> =>
  existsSync(source)
    ? gitAt(source)(['rev-parse', '--git-dir']).then(
        () => true,
        () => false,
      )
    : Promise.resolve(false)

/**
 * Ends what runs in the workspace, keeps uncommitted work in backup refs (rule 1), removes the worktrees and then
 * the managed folder (rule 2). Branches stay. Where the repository itself is gone nothing can be kept in it: then the
 * files of its worktree stay where they are. When anything fails the workspace is in `error`, what has not been
 * backed up is still there, and deleting can be tried again.
 * Throws `invalid_transition`, `forbidden`, `dirty_worktree`, `worktree_failed`.
 */
export async function deleteWorkspace(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
): Promise<WorkspaceDeleted> {
  const managed = await assertManaged(deps.worktrees, workspace.id)
  records.move(workspace, { to: 'deleting', underWay: { kind: 'delete', branches: 'keep' } })
  try {
    const hosts = deps.hosts()
    await hosts.sessions.stopAllIn(workspace.id)
    await hosts.terminals.stopAllIn(workspace.id)
    const backups: Backup[] = []
    for (const repository of workspace.repositories) {
      if (!(await isThere(deps, repository))) continue
      const there = managed && (await assertWorktreeInside(deps.worktrees, workspace.id, repository.worktree))
      await lockBranch(deps, repository, async (git) => {
        const { source, worktree } = repository
        if (!there) {
          await deps.locks.withWorktreeList(source, () => pruneWorktree(git, worktree))
          return dropSnapshots(git, workspace.id)
        }
        const saved = await backupWorktree(
          deps.gitAt(repository.worktree),
          repository,
          workspace.id,
          deps.clock.now(),
        )
        if (saved) {
          backups.push(saved)
          tellBackup(deps, workspace, saved)
        }
        await deps.locks.withWorktreeList(source, () => removeWorktree(git, worktree))
        return dropSnapshots(git, workspace.id)
      })
    }
    const folderGone = await removeManagedFolder(deps.worktrees, workspace.id)
    return finish(deps, records, records.get(workspace.id), backups, folderGone)
  } catch (error) {
    const failure = deletionFailed(workspace, error)
    records.fail(records.get(workspace.id), failure)
    throw failure
  }
}

function finish(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  deleting: Workspace,
  backups: Backup[],
  folderGone: boolean,
): WorkspaceDeleted {
  const rest = folderGone ? '' : ` Files beside the worktrees were kept in ${deleting.folder}.`
  records.move(
    deleting,
    { to: 'deleted' },
    {
      level: 'info',
      type: 'workspace.deleted',
      message: `Workspace "${deleting.name}" was deleted; branch ${deleting.branch} stays.${rest}`,
      details: { backups: backups.map(({ ref }) => ref), folderKept: !folderGone },
    },
  )
  deps.store.change(() => deps.store.viewed.dropWorkspace(deleting.id))
  deps.log.info({ workspace: deleting.id, backups: backups.length }, 'workspace deleted')
  return {
    id: deleting.id,
    status: 'deleted',
    backups,
    branchesKept: deleting.repositories.map(({ name, branch }) => ({ repository: name, branch })),
  }
}

function tellBackup(deps: WorkspaceDeps, workspace: Workspace, backup: Backup): void {
  deps.store.change(({ tell, note }) => {
    tell({ type: 'backup', entity: { ...backup, workspaceId: workspace.id, createdAt: deps.clock.now() } })
    note(workspace.id, {
      level: 'warning',
      type: 'workspace.backup',
      message: `Uncommitted work in ${backup.repository} (${backup.files} files) was kept as ${backup.ref}. Get it back with: ${backup.restore}`,
      details: { ...backup },
    })
  })
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
