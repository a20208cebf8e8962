import {
  Failure,
  type RepositoryDiff,
  type RepositoryState,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { headCommit } from './head.ts'
import { parseDiff } from './parse-diff.ts'
import { nulList, type GitRunner } from './runner.ts'
import { withTemporaryIndex } from './temporary-index.ts'

/** Same output whatever the user's configuration says. */
const plainDiff = ['diff', '--no-ext-diff', '--no-textconv', '--no-color', '--ignore-submodules=dirty', '-z']
/** Larger files count as binary: nobody reads their lines, and counting them would take long. */
const bigFile = ['-c', 'core.bigFileThreshold=16m']

/** Where the worktree's branch left its base branch; the base commit when that branch is gone. */
export async function mergeBase(git: GitRunner, repository: WorkspaceRepository): Promise<string> {
  // In full first: a tag of the same name would win over the branch.
  for (const revision of [`refs/heads/${repository.baseBranch}`, repository.baseBranch]) {
    const base = await git(['merge-base', 'HEAD', '--end-of-options', revision]).catch(() => '')
    if (base) return base.trim()
  }
  return repository.baseCommit
}

/**
 * All that differs between the merge base and the worktree: committed, staged, changed and untracked files.
 * Untracked files are added (by intent only) to a temporary index, so that renames to them are found too.
 * Throws `worktree_failed` on a branch without commits.
 */
export async function diffRepository(
  git: GitRunner,
  repository: WorkspaceRepository,
  maxFiles: number,
): Promise<RepositoryDiff> {
  const [base, head] = await Promise.all([mergeBase(git, repository), headCommit(git)])
  if (head === null)
    throw new Failure(
      'worktree_failed',
      `The worktree of ${repository.name} is on a branch without commits`,
      {
        hint: `Commit something there, or go back with: git switch ${repository.branch}`,
      },
    )
  const [changed, uncommitted] = await withTemporaryIndex(git, async (indexed) => {
    await indexed(['add', '--all', '--intent-to-add', '--', '.'])
    return Promise.all([
      indexed([...bigFile, ...plainDiff, '--raw', '--numstat', '--find-renames', base, '--']).then(parseDiff),
      indexed([...plainDiff, '--name-only', '--no-renames', 'HEAD', '--']).then(nulList),
    ])
  })
  const dirty = new Set(uncommitted)
  const files = changed
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map((file) => ({
      ...file,
      uncommitted: dirty.has(file.path) || (file.oldPath !== null && dirty.has(file.oldPath)),
    }))
  return {
    repositoryId: repository.repositoryId,
    repository: repository.name,
    branch: repository.branch,
    baseBranch: repository.baseBranch,
    mergeBase: base,
    head,
    files: files.slice(0, maxFiles),
    truncated: files.length > maxFiles,
    added: files.reduce((sum, file) => sum + file.added, 0),
    removed: files.reduce((sum, file) => sum + file.removed, 0),
    // A rename is one file to the user, and two names to git.
    uncommittedFiles:
      dirty.size -
      files.filter((file) => file.oldPath !== null && dirty.has(file.path) && dirty.has(file.oldPath)).length,
  }
}

/** What differs between two recorded states of a repository. */
export async function diffStates(
  git: GitRunner,
  repository: WorkspaceRepository,
  { before, after }: { before: RepositoryState; after: RepositoryState },
  maxFiles: number,
): Promise<RepositoryDiff> {
  const args = [...bigFile, ...plainDiff, '--raw', '--numstat', '--find-renames', before.commit, after.commit]
  const files = parseDiff(await git([...args, '--'])).toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return {
    repositoryId: repository.repositoryId,
    repository: repository.name,
    branch: repository.branch,
    baseBranch: repository.baseBranch,
    mergeBase: before.commit,
    head: after.commit,
    files: files.slice(0, maxFiles).map((file) => ({ ...file, uncommitted: false })),
    truncated: files.length > maxFiles,
    added: files.reduce((sum, file) => sum + file.added, 0),
    removed: files.reduce((sum, file) => sum + file.removed, 0),
    uncommittedFiles: 0,
  }
}
