import type { GitRunner } from './runner.ts'
import { withTemporaryIndex } from './temporary-index.ts'

/** Writes every file of a worktree (tracked and untracked, not ignored) as a tree, and leaves the index alone. */
export const writeWorktreeTree = (git: GitRunner): Promise<string> =>
  withTemporaryIndex(git, async (indexed) => {
    await indexed(['add', '--all', '--', '.'])
    return (await indexed(['write-tree'])).trim()
  })
