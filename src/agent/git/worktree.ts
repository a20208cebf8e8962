import type { GitRunner } from './runner.ts'

/** Makes branch `branch` at `commit` and checks it out in `folder`, which must not exist. */
export async function addWorktree(git: GitRunner, folder: string, branch: string, commit: string): Promise<void> {
  await git(['worktree', 'add', '--quiet', '--no-track', '-b', branch, '--', folder, commit])
}

/** Takes the worktree away, whatever is in it. The branch stays. */
export async function removeWorktree(git: GitRunner, folder: string): Promise<void> {
  await git(['worktree', 'remove', '--force', '--force', '--', folder])
}

/** Folders of all worktrees of the repository, the user's checkout first. */
export async function listWorktrees(git: GitRunner): Promise<string[]> {
  const output = await git(['worktree', 'list', '--porcelain', '-z'])
  return output.split('\0').flatMap((line) => (line.startsWith('worktree ') ? line.slice('worktree '.length) : []))
}

/** Deletes a branch that this very operation made: an undo step, never more. */
export async function deleteNewBranch(git: GitRunner, branch: string, commit: string): Promise<void> {
  // With the commit it must still be at: anything committed meanwhile keeps the branch alive.
  await git(['update-ref', '-d', `refs/heads/${branch}`, commit])
}
