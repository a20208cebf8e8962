import { gitMessage, type GitRunner } from './runner.ts'

/** Makes branch `branch` at `commit`, without upstream, and a worktree for it in `folder`, which must not exist. */
export async function addWorktree(
  git: GitRunner,
  folder: string,
  branch: string,
  commit: string,
): Promise<void> {
  await git(['worktree', 'add', '--quiet', '--no-checkout', '--no-track', '-b', branch, '--', folder, commit])
}

/** Fills a worktree that `addWorktree` made; `git` is that of the worktree. Runs the user's post-checkout hook. */
export async function fillWorktree(git: GitRunner): Promise<void> {
  await git(['checkout', '--quiet', '--force'], { slow: true })
}

/** Takes the worktree away, whatever is in it. The branch stays. */
export async function removeWorktree(git: GitRunner, folder: string): Promise<void> {
  // Twice: also when the worktree is locked.
  await git(['worktree', 'remove', '--force', '--force', '--', folder])
}

/** Forgets the worktree whose folder is gone, and only that one: others may be on a disk that is not plugged in. */
export async function pruneWorktree(git: GitRunner, folder: string): Promise<void> {
  try {
    await removeWorktree(git, folder)
  } catch (error) {
    if (!gitMessage(error).includes('is not a working tree')) throw error
  }
}

/** Deletes a branch that this very operation made, if it did: an undo step, never more. */
export async function deleteNewBranch(git: GitRunner, branch: string, commit: string): Promise<void> {
  const ref = `refs/heads/${branch}`
  if ((await git(['for-each-ref', '--format=%(refname)', ref])).trim() !== ref) return
  // With the commit it must still be at: anything committed meanwhile keeps the branch alive.
  await git(['update-ref', '-d', ref, commit])
}
