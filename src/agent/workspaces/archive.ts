import { Failure, type UnderWay, type Workspace, type WorkspaceRepository } from '../../contracts/index.ts'
import { assertAtRest, assertSubmodulesKept, gitMessage, putWorktreeAside } from '../git/index.ts'
import { lockBranch } from './create.ts'
import type { WorkspaceDeps } from './deps.ts'
import { assertManaged, assertWorktreeInside, removeManagedFolder } from './managed-folder.ts'
import type { WorkspaceRecords } from './records.ts'
import { takeWorktreeAway } from './remove-worktree.ts'
import { repositoryIsThere } from './repository-is-there.ts'

export type ArchiveWorktrees = Extract<UnderWay, { kind: 'archive' }>['worktrees']

/** True when nothing is left to do to have it archived so. */
const isArchivedSo = ({ archived, repositories }: Workspace, worktrees: ArchiveWorktrees): boolean =>
  archived && (worktrees === 'keep' || repositories.every(({ aside }) => aside !== null))

/**
 * Takes a workspace out of the lists. Its processes end, branches and history stay. With `remove` the whole state of
 * each worktree is put aside in a backup ref and its files are removed; `unarchiveWorkspace` brings all of it back.
 * What cannot be kept is refused before anything is done. When it fails later, what is not put aside is in its place.
 * Throws `invalid_transition`, `dirty_worktree`, `worktree_failed`, `forbidden`.
 */
export async function archiveWorkspace(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
  worktrees: ArchiveWorktrees,
): Promise<Workspace> {
  if (isArchivedSo(workspace, worktrees)) return workspace
  if (worktrees === 'remove') await assertCanBePutAside(deps, workspace)
  records.move(workspace, { to: 'stopping', underWay: { kind: 'archive', worktrees } })
  try {
    const hosts = deps.hosts()
    await hosts.sessions.stopAllIn(workspace.id)
    await hosts.terminals.stopAllIn(workspace.id)
    return await finishArchive(deps, records, workspace.id, worktrees)
  } catch (error) {
    const failure = archiveFailed(workspace, error)
    records.fail(records.get(workspace.id), failure)
    throw failure
  }
}

/** The rest of it once the processes have ended; also after a daemon that was killed in the middle. */
export async function finishArchive(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  id: Workspace['id'],
  worktrees: ArchiveWorktrees,
): Promise<Workspace> {
  const { repositories } = records.get(id)
  const folderGone = worktrees === 'remove' && (await putAllAside(deps, records, id, repositories))
  const rest = worktrees === 'remove' && !folderGone ? ' Files beside the worktrees were kept.' : ''
  const what = worktrees === 'remove' ? 'its files are kept in backup refs' : 'its files stay'
  return records.move(
    { ...records.get(id), archived: true, pinned: false },
    { to: 'stopped' },
    { level: 'info', type: 'workspace.archived', message: `Archived; ${what}.${rest}` },
  )
}

async function putAllAside(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  id: Workspace['id'],
  repositories: readonly WorkspaceRepository[],
): Promise<boolean> {
  for (const repository of repositories) {
    if (!(await repositoryIsThere(deps, repository))) throw repositoryGone(repository)
    await lockBranch(deps, repository, async () => {
      const there =
        (await assertManaged(deps.worktrees, id)) &&
        (await assertWorktreeInside(deps.worktrees, id, repository.worktree))
      if (there) {
        const git = deps.gitAt(repository.worktree)
        const { ref, commit } = await putWorktreeAside(git, repository, id, deps.clock.now())
        records.reviseRepository(records.get(id), repository.repositoryId, { aside: { ref, commit } })
      }
      await takeWorktreeAway(deps, { id }, repository)
    })
  }
  return removeManagedFolder(deps.worktrees, id)
}

async function assertCanBePutAside(deps: WorkspaceDeps, workspace: Workspace): Promise<void> {
  const managed = await assertManaged(deps.worktrees, workspace.id)
  for (const repository of workspace.repositories) {
    if (repository.aside) continue
    const there = managed && (await assertWorktreeInside(deps.worktrees, workspace.id, repository.worktree))
    if (!there)
      throw new Failure('worktree_failed', `The worktree of ${repository.name} is gone`, {
        hint: 'Archive it with its files kept where they are, or delete it.',
      })
    if (!(await repositoryIsThere(deps, repository))) throw repositoryGone(repository)
    await assertAtRest(deps.gitAt(repository.worktree), repository)
    await assertSubmodulesKept(deps.gitAt, repository)
  }
}

const repositoryGone = ({ name, source }: WorkspaceRepository): Failure =>
  new Failure('repository_not_found', `The repository of ${name} is gone: ${source}`, {
    hint: 'Nothing can be kept in it. Put it back, or archive with the files kept where they are.',
  })

function archiveFailed(workspace: Workspace, error: unknown): Failure {
  if (error instanceof Failure) return error
  return new Failure('worktree_failed', `"${workspace.name}" could not be archived: ${gitMessage(error)}`, {
    hint: 'Nothing is lost: what was not put aside is in its place. Archive it again to finish.',
    cause: error,
  })
}
