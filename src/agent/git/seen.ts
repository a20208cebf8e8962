import type { WorkspaceId } from '../../contracts/index.ts'
import { ownIdentity } from './own-identity.ts'
import type { GitRunner } from './runner.ts'
import { writeWorktreeTree } from './worktree-tree.ts'

/** Hidden ref that keeps the worktree as the user last saw it: one commit without parents. */
export const seenRef = (id: WorkspaceId): string => `refs/switchyard/seen/${id}`

/** Records the worktree as seen, in place of what was recorded before. */
export async function recordSeen(git: GitRunner, id: WorkspaceId): Promise<void> {
  const tree = await writeWorktreeTree(git)
  const args = ['commit-tree', tree, '-m', `Last seen in workspace ${id}`]
  const commit = (await git(args, { env: ownIdentity })).trim()
  await git(['update-ref', seenRef(id), commit])
}

/** The commit recorded last; null when the user never looked. */
export async function lastSeen(git: GitRunner, id: WorkspaceId): Promise<string | null> {
  const commit = await git(['rev-parse', '--verify', '--quiet', seenRef(id)]).catch(() => '')
  return commit.trim() || null
}
