import { Failure, type Workspace, type WorkspaceRepository } from '../../contracts/index.ts'
import { checkBranch, gitMessage } from '../git/index.ts'
import type { WorkspaceDeps } from './deps.ts'
import type { WorkspaceRecords } from './records.ts'
import { UndoStack } from './undo-stack.ts'

/**
 * Gives the workspace's branch another name in all of its repositories, or in none. Sessions at rest go on: their
 * worktree's HEAD follows. Refused while a turn runs, since a commit at that moment would make the old branch anew.
 * Throws `session_busy`, `name_invalid`, `branch_conflict`, `workspace_not_running`, `worktree_failed`.
 */
export async function renameBranch(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
  to: string,
): Promise<Workspace> {
  const { id, branch, repositories } = workspace
  if (branch === to) return workspace
  assertNothingRuns(deps, workspace)
  for (const repository of repositories) await assertCanBe(deps, repository, to)
  records.revise(workspace, { ...workspace, underWay: { kind: 'rename-branch', to } })
  const undo = new UndoStack(deps.log)
  try {
    for (const repository of repositories) {
      undo.push(`branch ${to} of ${repository.name}`, () =>
        moveBranch(deps, repository, to, repository.branch),
      )
      await moveBranch(deps, repository, repository.branch, to)
    }
  } catch (error) {
    const left = await undo.run()
    const now = records.get(id)
    records.revise(now, { ...now, underWay: null })
    throw new Failure('worktree_failed', `Branch ${branch} could not be renamed: ${gitMessage(error)}`, {
      hint:
        left.length > 0
          ? `This could not be taken back: ${left.join(', ')}`
          : 'It has its old name everywhere.',
      details: { left },
      cause: error,
    })
  }
  return settle(records, id, to)
}

function settle(records: WorkspaceRecords, id: Workspace['id'], to: string): Workspace {
  const now = records.get(id)
  return records.revise(
    now,
    {
      ...now,
      branch: to,
      underWay: null,
      repositories: now.repositories.map((repository) => ({ ...repository, branch: to })),
    },
    { level: 'info', type: 'workspace.branch-renamed', message: `Branch ${now.branch} is now ${to}` },
  )
}

/** After a daemon that was killed in the middle: the old name again, where it was changed already. */
export async function takeBackRename(
  deps: WorkspaceDeps,
  records: WorkspaceRecords,
  workspace: Workspace,
  to: string,
): Promise<void> {
  for (const repository of workspace.repositories) await moveBranch(deps, repository, to, repository.branch)
  const now = records.get(workspace.id)
  records.revise(now, { ...now, underWay: null })
}

/** Throws `session_busy` while a turn runs in the workspace. */
export function assertNothingRuns({ store }: WorkspaceDeps, { id }: Workspace): void {
  const busy = store.sessions.listIn(id).find(({ entity }) => entity.lastTurn?.status === 'running')
  if (!busy) return
  throw new Failure('session_busy', `Session ${busy.entity.title} has a turn running`, {
    hint: 'Try again when it has ended, or stop it.',
    details: { sessionId: busy.entity.id },
  })
}

async function assertCanBe(deps: WorkspaceDeps, repository: WorkspaceRepository, to: string): Promise<void> {
  const git = deps.gitAt(repository.source)
  if (!(await exists(deps, repository, repository.branch)))
    throw new Failure('branch_conflict', `${repository.name} has no branch ${repository.branch} any more`, {
      hint: 'It was renamed or deleted outside of Switchyard. Give it that name again first.',
    })
  const { result, message } = await checkBranch(git, repository, to)
  // A branch is in the way of one below its own name only until it is renamed.
  const ownFolder = to.startsWith(`${repository.branch}/`) || repository.branch.startsWith(`${to}/`)
  if (result === 'free') return
  throw new Failure(result === 'invalid' ? 'name_invalid' : 'branch_conflict', message ?? to, {
    hint: ownFolder ? 'Rename it to something else first.' : 'Choose another name.',
    details: { repository: repository.name, branch: to, path: 'branch' },
  })
}

const exists = async (
  { gitAt }: WorkspaceDeps,
  { source, worktree }: WorkspaceRepository,
  branch: string,
): Promise<boolean> => {
  const ref = `refs/heads/${branch}`
  if ((await gitAt(source)(['for-each-ref', '--format=%(refname)', ref])).trim() === ref) return true
  // A branch without commits is nothing but what HEAD says.
  const head = await gitAt(worktree)(['symbolic-ref', '--quiet', 'HEAD']).catch(() => '')
  return head.trim() === ref
}

/** Renames it where it is; one that has the new name already is left alone. */
async function moveBranch(
  deps: WorkspaceDeps,
  repository: WorkspaceRepository,
  from: string,
  to: string,
): Promise<void> {
  const { source, worktree } = repository
  await deps.locks.withExclusive(source, async () => {
    if (!(await exists(deps, repository, from))) return
    const git = deps.gitAt(source)
    const born = (await git(['for-each-ref', '--format=%(refname)', `refs/heads/${from}`])).trim() !== ''
    if (born) await git(['branch', '--move', '--', from, to])
    else await deps.gitAt(worktree)(['symbolic-ref', 'HEAD', `refs/heads/${to}`])
  })
}
