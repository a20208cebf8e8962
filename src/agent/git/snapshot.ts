import type { RepositoryState, WorkspaceId } from '../../contracts/index.ts'
import { ownIdentity } from './own-identity.ts'
import type { GitRunner } from './runner.ts'
import { seenRef } from './seen.ts'
import { writeWorktreeTree } from './worktree-tree.ts'

/** Hidden ref that keeps all snapshots of a workspace's turns in one repository, each the parent of the next. */
export const snapshotRef = (id: WorkspaceId): string => `refs/switchyard/turns/${id}`

interface Known {
  head: string | null
  previous: { commit: string; tree: string; parents: string[] } | null
}

/** HEAD and the snapshot before, in one question. */
async function known(git: GitRunner, ref: string): Promise<Known> {
  const names = ['HEAD^{commit}', `${ref}^{commit}`, `${ref}^{tree}`, `${ref}^1`, `${ref}^2`]
  const answer = await git(['cat-file', '--batch-check=%(objectname) %(objecttype)'], {
    input: names.map((name) => `${name}\n`).join(''),
  })
  const [head, commit, tree, ...parents] = answer
    .trimEnd()
    .split('\n')
    .map((line) => (/^[0-9a-f]+ (commit|tree)$/.test(line) ? (line.split(' ')[0] ?? null) : null))
  const previous =
    commit && tree ? { commit, tree, parents: parents.filter((parent) => parent !== null) } : null
  return { head: head ?? null, previous }
}

/**
 * Records every file of a worktree (tracked and untracked, not ignored) as a commit on the workspace's hidden ref,
 * touching neither index nor branch. Where nothing changed since the snapshot before, that one is returned.
 */
export async function takeSnapshot(git: GitRunner, id: WorkspaceId): Promise<RepositoryState> {
  const ref = snapshotRef(id)
  const [tree, { head, previous }] = await Promise.all([writeWorktreeTree(git), known(git, ref)])
  if (previous?.tree === tree && head !== null && previous.parents.includes(head))
    return { head, commit: previous.commit }
  // The HEAD it was taken at is a parent as well: commits that are dropped later stay reachable.
  const links = [head, previous?.commit].flatMap((parent) => (parent ? ['-p', parent] : []))
  const commit = (
    await git(['commit-tree', tree, ...links, '-m', `Turn snapshot of workspace ${id}`], { env: ownIdentity })
  ).trim()
  await git(['update-ref', ref, commit])
  return { head, commit }
}

/** Lets go of a workspace's snapshots, also of what was last seen; what else refers to their commits keeps them. */
export async function dropSnapshots(git: GitRunner, id: WorkspaceId): Promise<void> {
  await git(['update-ref', '-d', snapshotRef(id)])
  await git(['update-ref', '-d', seenRef(id)])
}
