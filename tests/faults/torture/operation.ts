import { existsSync } from 'node:fs'
import { run } from '../../../src/base/index.ts'
import { toFailure, type Workspace, type WorkspaceRepository } from '../../../src/contracts/index.ts'
import type { Yard } from './yard.ts'

/** One act on the yard. It tells the ledger what it writes, and of what it destroys itself. */
export type Operation = (yard: Yard) => Promise<void>

export const somePaths = [
  'README.md',
  'src/main.ts',
  'src/new file.ts',
  'notes/Überblick.md',
  'deep/er/than/this.txt',
]

const usable = ({ workspaces }: Yard): Workspace[] =>
  workspaces.filter(
    ({ status, repositories }) =>
      ['running', 'stopped'].includes(status) && repositories.every(({ worktree }) => existsSync(worktree)),
  )

/** Does `work` with a workspace, or nothing while there is none. */
export const withWorkspace =
  (work: (yard: Yard, workspace: Workspace) => Promise<unknown>): Operation =>
  async (yard) => {
    const workspace = yard.world.pick(usable(yard))
    if (workspace) await work(yard, workspace)
  }

export const withWorktree = (
  work: (yard: Yard, repository: WorkspaceRepository) => Promise<unknown>,
): Operation => withWorkspace((yard, { repositories }) => work(yard, yard.world.pick(repositories)))

/** What an agent does behind the app's back: git in its worktree. What git refuses is its own affair. */
export const git = async ({ worktree }: WorkspaceRepository, ...args: string[]): Promise<boolean> =>
  run('git', ['-C', worktree, ...args]).then(
    () => true,
    () => false,
  )

/** Refusals that are an answer: the state the act needs is not there. */
const answers = new Set([
  'nothing_to_commit',
  'invalid_transition',
  'workspace_not_found',
  'workspace_not_running',
  'branch_conflict',
  'limit_reached',
  'dirty_worktree',
  'worktree_failed',
  'commit_failed',
  'branch_lock_timeout',
  'exclusive_lock_timeout',
  'git_act_refused',
  'merge_conflict',
  'nothing_in_progress',
  'git_act_failed',
  'file_changed',
  'file_not_found',
  'file_exists',
])

export async function tolerated(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (answers.has(toFailure(error).code)) return false
    throw error
  }
}

/** Operations by name; the weight says how often one is chosen. */
export type Operations = Record<string, { weight: number; run: Operation }>
