import { Failure, type Workspace, type WorkspaceRepository } from '../../contracts/index.ts'
import {
  addEmptyWorktree,
  checkBranch,
  deleteNewBranch,
  fillFromKept,
  gitMessage,
  readKept,
  type KeptState,
} from '../git/index.ts'
import { lockBranch } from './create.ts'
import type { WorkspaceDeps } from './deps.ts'
import { assertManaged, makeManagedFolder, removeManagedFolder } from './managed-folder.ts'
import type { WorkspaceRecords } from './records.ts'
import { missingFolder } from './missing-folder.ts'
import { takeWorktreeAway } from './remove-worktree.ts'
import { repositoryIsThere } from './repository-is-there.ts'

/** A worktree to make again. */
interface Return {
  repository: WorkspaceRepository
  state: KeptState
  /** Short name; null: HEAD was detached. */
  branch: string | null
  /** The branch is made for it, at the commit that was checked out. */
  isNew: boolean
}

/**
 * Brings an archived workspace back into the lists, ready for work. Worktrees that were put aside are made again from
 * branch and snapshot, files and index as they were; sessions are not revived. With `newBranch` they come back on a
 * new branch of that name, which helps where the old one is gone, has moved, or is checked out elsewhere. All or
 * nothing. Throws `branch_conflict`, `repository_not_found`, `name_invalid`, `worktree_failed`, `invalid_transition`.
 */
export async function unarchiveWorkspace(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
  newBranch: string | null,
): Promise<Workspace> {
  const aside = workspace.repositories.filter((repository) => repository.aside !== null)
  if (!workspace.archived && aside.length === 0) return workspace
  if (newBranch !== null) await assertFree(deps, workspace, newBranch)
  const returns = await Promise.all(aside.map((repository) => planReturn(deps, repository, newBranch)))
  records.move(workspace, { to: 'creating', underWay: { kind: 'unarchive', branch: newBranch } })
  const notes: string[] = []
  try {
    if (aside.length > 0 && !(await assertManaged(deps.worktrees, workspace.id)))
      await makeManagedFolder(deps.worktrees, workspace.id)
    for (const one of returns) notes.push(...(await makeAgain(deps, one)))
    const missing = await missingFolder(deps, workspace)
    if (missing) throw missing
  } catch (error) {
    await takeBackReturn(deps, workspace, newBranch)
    records.move(records.get(workspace.id), { to: 'stopped' })
    throw unarchiveFailed(workspace, error)
  }
  const now = records.get(workspace.id)
  const back = {
    ...now,
    archived: false,
    branch: newBranch !== null && aside.length > 0 ? newBranch : now.branch,
    repositories: now.repositories.map((repository) => ({
      ...repository,
      aside: null,
      ...(newBranch !== null && repository.aside ? { branch: newBranch, branchMade: true } : {}),
    })),
  }
  return records.move(
    back,
    { to: 'running' },
    {
      level: notes.length > 0 ? 'warning' : 'info',
      type: 'workspace.unarchived',
      message: ['Unarchived. Its sessions are not revived; start a new one to go on.', ...notes].join(' '),
    },
  )
}

async function assertFree(deps: WorkspaceDeps, { repositories }: Workspace, branch: string): Promise<void> {
  for (const repository of repositories) {
    const { result, message } = await checkBranch(deps.gitAt(repository.source), repository, branch)
    if (result === 'free') continue
    throw new Failure(result === 'invalid' ? 'name_invalid' : 'branch_conflict', message ?? branch, {
      hint: 'Choose another name.',
      details: { repository: repository.name, branch },
    })
  }
}

async function planReturn(
  deps: WorkspaceDeps,
  repository: WorkspaceRepository,
  newBranch: string | null,
): Promise<Return> {
  const { name, source, aside } = repository
  if (!(await repositoryIsThere(deps, repository)))
    throw new Failure('repository_not_found', `The repository of ${name} is gone: ${source}`, {
      hint: 'Put it back where it was.',
    })
  const git = deps.gitAt(source)
  const state = await readKept(git, aside?.commit ?? '').catch((error: unknown) => {
    throw new Failure(
      'worktree_failed',
      `What was kept of ${name} is not to be found: ${gitMessage(error)}`,
      {
        hint: `The ref ${aside?.ref} held it. "switchyard backup list" shows what else there is.`,
        cause: error,
      },
    )
  })
  if (newBranch !== null && state.head !== null) return { repository, state, branch: newBranch, isNew: true }
  const branch = state.info?.ref?.replace('refs/heads/', '') ?? null
  if (branch === null) return { repository, state, branch, isNew: false }
  const tip = (await git(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]).catch(() => '')).trim()
  if (tip === (state.head ?? '')) return { repository, state, branch, isNew: false }
  if (tip !== '' && (await isClean(deps, source, state)))
    return {
      repository,
      state: { commit: tip, head: tip, staged: null, parts: null, info: null },
      branch,
      isNew: false,
    }
  throw new Failure(
    'branch_conflict',
    tip === '' ? `Branch ${branch} is gone from ${name}` : `Branch ${branch} of ${name} has moved since`,
    {
      hint: `Unarchive onto a new branch: it starts where the workspace was${tip === '' ? '' : ', and its uncommitted work fits there'}.`,
      details: { repository: name, branch, was: state.head, is: tip || null },
    },
  )
}

/** Whether nothing but commits was put aside: then the branch's newest commit is as good. */
async function isClean({ gitAt }: WorkspaceDeps, source: string, state: KeptState): Promise<boolean> {
  if (state.head === null) return false
  const trees = [
    `${state.commit}^{tree}`,
    `${state.head}^{tree}`,
    ...(state.staged ? [`${state.staged}^{tree}`] : []),
  ]
  const found = (await gitAt(source)(['rev-parse', ...trees])).trim().split('\n')
  return new Set(found).size === 1
}

/** Resolves to what the user is to know of it. */
function makeAgain(deps: WorkspaceDeps, { repository, state, branch, isNew }: Return): Promise<string[]> {
  return lockBranch(deps, { ...repository, branch: branch ?? repository.branch }, async (git) => {
    if (isNew) await git(['branch', '--no-track', '--', branch ?? '', state.head ?? ''])
    await deps.locks.withWorktreeList(repository.source, () =>
      addEmptyWorktree(deps.gitAt, repository, branch, state.head),
    )
    const notes = await fillFromKept(deps.gitAt(repository.worktree), state)
    return notes.map((note) => `${repository.name}: ${note}.`)
  })
}

/** Undoes a bringing back that did not end: nobody had its worktrees yet, and all of it is still put aside. */
export async function takeBackReturn(
  deps: WorkspaceDeps,
  workspace: Workspace,
  newBranch: string | null,
): Promise<void> {
  for (const repository of workspace.repositories) {
    if (!repository.aside || !(await repositoryIsThere(deps, repository))) continue
    const { commit } = repository.aside
    await lockBranch(deps, repository, async (git) => {
      await takeWorktreeAway(deps, workspace, repository)
      const { head } = newBranch === null ? { head: null } : await readKept(git, commit)
      if (newBranch !== null && head !== null) await deleteNewBranch(git, newBranch, head)
    })
  }
  if (workspace.repositories.every(({ aside }) => aside !== null))
    await removeManagedFolder(deps.worktrees, workspace.id)
}

function unarchiveFailed(workspace: Workspace, error: unknown): Failure {
  if (error instanceof Failure) return error
  return new Failure('worktree_failed', `"${workspace.name}" could not be unarchived: ${gitMessage(error)}`, {
    hint: 'It is archived as before; nothing was lost.',
    cause: error,
  })
}
