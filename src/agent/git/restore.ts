import { Failure, type RepositoryState, type WorkspaceRepository } from '../../contracts/index.ts'
import { mergeCommits } from './merge-trees.ts'
import { ownIdentity } from './own-identity.ts'
import { GitFailed, nulList, type GitRunner } from './runner.ts'

const text = async (git: GitRunner, args: readonly string[]): Promise<string> => (await git(args)).trim()

/**
 * Makes the files of a worktree those of `tree`: files that are not ignored and not in it are removed. The index
 * holds `tree` afterwards. The caller has taken a backup.
 */
async function checkOut(git: GitRunner, tree: string): Promise<void> {
  // With everything in the index, git knows which files to remove.
  await git(['add', '--all', '--', '.'])
  await git(['read-tree', '--reset', '-u', tree], { slow: true })
}

/**
 * Puts branch, index and files back to a recorded state. What was staged then is unstaged, as it is not recorded.
 * The caller has taken a backup. Throws `worktree_failed` when the worktree is on another branch than its own.
 */
export async function restoreState(
  git: GitRunner,
  repository: WorkspaceRepository,
  state: RepositoryState,
): Promise<void> {
  const branch = await text(git, ['rev-parse', '--symbolic-full-name', 'HEAD'])
  if (branch !== `refs/heads/${repository.branch}`)
    throw new Failure(
      'worktree_failed',
      `The worktree of ${repository.name} is not on ${repository.branch}`,
      {
        hint: `Go back with: git switch ${repository.branch}`,
        details: { branch },
      },
    )
  await checkOut(git, `${state.commit}^{tree}`)
  if (state.head !== null) await git(['reset', '--soft', state.head])
  // The files stay; the index is what HEAD has, so that all else shows as uncommitted.
  await git(['read-tree', state.head ?? (await text(git, ['mktree']))])
  await git(['update-index', '-q', '--refresh']).catch(ignoreChanged)
}

/** Its exit status says that files differ from the index, which is what is wanted. */
function ignoreChanged(error: unknown): void {
  if (!(error instanceof GitFailed)) throw error
}

/**
 * Takes back what changed between two recorded states, keeping what was changed since: a three-way merge of trees
 * (`git merge-tree`, git 2.38) with `after` as the base. HEAD stays. Returns the paths that changed.
 * Throws `merge_conflict` naming the files when later changes touch the same lines; nothing is changed then.
 */
export async function takeBack(
  git: GitRunner,
  repository: WorkspaceRepository,
  change: { before: RepositoryState; after: RepositoryState; now: RepositoryState },
): Promise<string[]> {
  const { before, after, now } = change
  const on = async (parent: string | null, tree: string): Promise<string> =>
    text2(git, ['commit-tree', `${tree}^{tree}`, ...(parent ? ['-p', parent] : []), '-m', 'Undo a turn'])
  const base = await on(null, after.commit)
  const [ours, theirs] = await Promise.all([on(base, now.commit), on(base, before.commit)])
  const merged = await mergeCommits(git, ours, theirs)
  if (merged.conflicts.length > 0)
    throw new Failure(
      'merge_conflict',
      `${merged.conflicts[0]} of ${repository.name} was changed again after the turn`,
      {
        hint: 'Undo the later turns first, or put the files back to before this turn by retrying it.',
        details: { files: merged.conflicts },
      },
    )
  const changed = nulList(
    await git(['diff-tree', '-r', '-z', '--name-only', `${now.commit}^{tree}`, merged.tree]),
  )
  if (changed.length === 0) return []
  await checkOut(git, merged.tree)
  const head = now.head ?? (await text(git, ['mktree']))
  await git(['read-tree', head])
  await git(['update-index', '-q', '--refresh']).catch(ignoreChanged)
  return changed
}

const text2 = async (git: GitRunner, args: readonly string[]): Promise<string> =>
  (await git(args, { env: ownIdentity })).trim()
