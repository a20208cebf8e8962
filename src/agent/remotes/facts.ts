import type { WorkspaceRepository } from '../../contracts/index.ts'
import { gitMessage, type GitAt, type GitRunner } from '../git/index.ts'
import { readRepositoryGit } from './repository-git.ts'

/** All that the looks before an act look at, of one repository. */
export interface Facts {
  /** Git in the worktree. */
  git: GitRunner
  repository: WorkspaceRepository
  state: Awaited<ReturnType<typeof readRepositoryGit>>
  /** Why git would not commit; null when it knows who does. */
  noIdentity: string | null
  protectedBranches: readonly string[]
  /** Sessions of the workspace with a turn that runs. */
  runningTurns: number
}

export async function readFacts(
  gitAt: GitAt,
  repository: WorkspaceRepository,
  rest: Pick<Facts, 'protectedBranches' | 'runningTurns'>,
): Promise<Facts> {
  const git = gitAt(repository.worktree)
  const [state, noIdentity] = await Promise.all([
    readRepositoryGit(git, repository),
    git(['var', 'GIT_COMMITTER_IDENT']).then(() => null, gitMessage),
  ])
  return { git, repository, state, noIdentity, ...rest }
}

/** The commit of a ref; null when there is none. */
export async function commitOf(git: GitRunner, ref: string): Promise<string | null> {
  return (await git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]).catch(() => '')).trim() || null
}

/** Commits in a range such as `a..b`. */
export const countCommits = async (git: GitRunner, ...range: string[]): Promise<number> =>
  Number(await git(['rev-list', '--count', ...range, '--']))

/** Files that differ between two commits, or between their merge base and the second with three dots. */
export const changedFiles = async (git: GitRunner, range: string): Promise<number> =>
  (await git(['diff', '--name-only', '-z', range, '--']).catch(() => '')).split('\0').filter(Boolean).length
