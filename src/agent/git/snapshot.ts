import type { RepositoryState, WorkspaceId } from '../../contracts/index.ts'
import { ownIdentity } from './own-identity.ts'
import type { GitRunner } from './runner.ts'
import { seenRef } from './seen.ts'
import { writeWorktreeTree } from './worktree-tree.ts'

/** Hidden ref that keeps all snapshots of a workspace's turns in one repository, each the parent of the next. */
export const snapshotRef = (id: WorkspaceId): string => `refs/switchyard/turns/${id}`

interface Known {
  commit: string
  tree: string
  parents: string[]
}

async function known(git: GitRunner, ref: string): Promise<Known | null> {
  const line = (await git(['for-each-ref', '--format=%(objectname) %(tree) %(parent)', ref])).trim()
  const [commit, tree, ...parents] = line.split(' ')
  return commit && tree ? { commit, tree, parents } : null
}

const revision = async (git: GitRunner, name: string): Promise<string | null> =>
  (await git(['rev-parse', '--verify', '--quiet', name]).catch(() => '')).trim() || null

/**
 * Records every file of a worktree (tracked and untracked, not ignored) as a commit on the workspace's hidden ref,
 * touching neither index nor branch. Where nothing changed since the snapshot before, that one is returned.
 */
export async function takeSnapshot(git: GitRunner, id: WorkspaceId): Promise<RepositoryState> {
  const ref = snapshotRef(id)
  const writeTree = writeWorktreeTree(git)
  const [tree, head, previous] = await Promise.all([writeTree, revision(git, 'HEAD'), known(git, ref)])
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
