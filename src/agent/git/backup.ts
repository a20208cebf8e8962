import {
  Failure,
  type Backup,
  type RepositoryState,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { partsTitle, stagedTitle } from './bring-back.ts'
import { entriesOf, writeExactParts } from './exact-parts.ts'
import { headCommit } from './head.ts'
import { ownIdentity } from './own-identity.ts'
import { nulList, type GitRunner } from './runner.ts'
import { withTemporaryIndex } from './temporary-index.ts'

/** What is to be known of a worktree to back it up. */
export type BackedUp = Pick<
  WorkspaceRepository,
  'repositoryId' | 'name' | 'source' | 'worktree' | 'branch' | 'baseCommit'
>

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** Repositories that lie untracked inside the worktree; git would keep only a pointer to them. */
function embeddedRepositories(staged: string, committed: string): string[] {
  const known = new Set(gitlinks(committed))
  return gitlinks(staged).filter((path) => !known.has(path))
}
const gitlinks = (listing: string): string[] =>
  nulList(listing).flatMap((line) => (line.startsWith('160000') ? line.slice(line.indexOf('\t') + 1) : []))

/**
 * Commits everything uncommitted in a worktree (staged, changed, untracked; not ignored) to
 * `refs/switchyard/backup/<workspace>/<time>`, touching neither index nor branch. Like `git stash`, a second parent
 * holds what was staged where that differs. Commits of a detached HEAD that no branch, remote or tag holds would go
 * with the worktree as well: then the ref is at them. Null when there is nothing to keep.
 * Throws dirty_worktree when the worktree holds a repository of its own, which a backup cannot keep.
 */
export async function backupWorktree(
  git: GitRunner,
  repository: BackedUp,
  workspaceId: WorkspaceId,
  now: number,
): Promise<Backup | null> {
  return backUp(git, repository, workspaceId, now, false)
}

/**
 * As `backupWorktree`, also where everything is committed: a last parent holds what a tree does not say, so that the
 * worktree can be made again exactly as it is.
 */
export async function putWorktreeAside(
  git: GitRunner,
  repository: BackedUp,
  workspaceId: WorkspaceId,
  now: number,
): Promise<Backup> {
  const kept = await backUp(git, repository, workspaceId, now, true)
  if (!kept) throw new Error('a worktree that is put aside is always kept')
  return kept
}

async function backUp(
  git: GitRunner,
  repository: BackedUp,
  workspaceId: WorkspaceId,
  now: number,
  always: boolean,
): Promise<Backup | null> {
  const head = await headOf(git)
  const trees = await withTemporaryIndex(git, async (indexed) => {
    // Unmerged entries cannot be written as a tree; their content is in the worktree all the same.
    const staged = (await indexed(['write-tree']).catch(() => '')).trim()
    await indexed(['add', '--all', '--', '.'])
    const [all, entries, committed] = await Promise.all([
      indexed(['ls-files', '--stage', '-z']),
      entriesOf(indexed),
      git(['ls-tree', '-r', '-z', head.tree]),
    ])
    return {
      staged,
      entries,
      embedded: embeddedRepositories(all, committed),
      worktree: (await indexed(['write-tree'])).trim(),
    }
  })
  if (trees.embedded.length > 0)
    throw new Failure(
      'dirty_worktree',
      `${repository.worktree} holds a repository of its own: ${trees.embedded[0]}`,
      {
        hint: 'A backup would not keep it. Move it out of the worktree or delete it, then try again.',
        details: { repositories: trees.embedded },
      },
    )
  const stagedDiffers = trees.staged !== '' && trees.staged !== head.tree && trees.staged !== trees.worktree
  const committed = trees.worktree === head.tree && !stagedDiffers
  if (!always && committed && (await isHeld(git, head.commit))) return null
  const title = `Uncommitted work of ${repository.branch} in workspace ${workspaceId}`
  const parents = head.commit === null ? [] : [head.commit]
  const commitAll = async (): Promise<string> => {
    const ref = (await git(['symbolic-ref', '--quiet', 'HEAD']).catch(() => '')).trim() || null
    const staged = trees.staged || null
    const parts = await writeExactParts(git, { head: head.commit, ref, staged }, trees.entries)
    if (stagedDiffers) parents.push(await commit(git, trees.staged, parents, stagedTitle + title))
    parents.push(await commit(git, parts, [], partsTitle))
    return commit(git, trees.worktree, parents, title)
  }
  const saved = !always && committed && head.commit !== null ? head.commit : await commitAll()
  const ref = await keep(git, workspaceId, now, saved)
  const from = committed ? repository.baseCommit : head.tree
  const files = nulList(await git(['diff-tree', '--name-only', '-r', '-z', from, saved]))
  return { ...backupOf(repository, ref), commit: saved, files: files.length }
}

/**
 * Keeps a snapshot, with the commits it was taken on, as a backup of what is about to be put back to `target`. As in
 * `backupWorktree` another parent holds what is staged, where that is neither in the files nor committed. Null when
 * there is nothing to keep.
 */
export async function backupSnapshot(
  git: GitRunner,
  repository: BackedUp,
  workspaceId: WorkspaceId,
  snapshots: { now: RepositoryState; target: RepositoryState },
  time: number,
): Promise<Backup | null> {
  const { now, target } = snapshots
  const changed = await git(['diff-tree', '-r', '-z', '--name-only', target.commit, now.commit])
  const files = nulList(changed).length
  const staged = await onlyStaged(git, now)
  if (files === 0 && now.head === target.head && staged === null) return null
  const title = `Work of ${repository.branch} in workspace ${workspaceId}`
  const saved = staged === null ? now.commit : await withStaged(git, now, staged, title)
  const ref = await keep(git, workspaceId, time, saved)
  return { ...backupOf(repository, ref), commit: saved, files }
}

/** The tree of what is staged where neither the snapshot nor its HEAD has it. */
async function onlyStaged(git: GitRunner, now: RepositoryState): Promise<string | null> {
  // Unmerged entries cannot be written as a tree; their content is in the worktree all the same.
  const tree = await withTemporaryIndex(git, (indexed) => indexed(['write-tree']).catch(() => ''))
  const kept = [now.commit, ...(now.head === null ? [] : [now.head])].map((commit) => `${commit}^{tree}`)
  const known = (await git(['rev-parse', ...kept])).trim().split('\n')
  const empty = (await git(['mktree'])).trim()
  return tree.trim() === '' || [...known, empty].includes(tree.trim()) ? null : tree.trim()
}

/** The snapshot again, with what is staged as one more parent. */
async function withStaged(
  git: GitRunner,
  now: RepositoryState,
  staged: string,
  title: string,
): Promise<string> {
  const part = await commit(git, staged, now.head === null ? [] : [now.head], stagedTitle + title)
  return commit(git, `${now.commit}^{tree}`, [now.commit, part], title)
}

async function commit(
  git: GitRunner,
  tree: string,
  parents: readonly string[],
  message: string,
): Promise<string> {
  const links = parents.flatMap((parent) => ['-p', parent])
  return (await git(['commit-tree', tree, ...links, '-m', message], { env: ownIdentity })).trim()
}

const backupRef = (id: WorkspaceId, time: number): string =>
  `refs/switchyard/backup/${id}/${new Date(time).toISOString().replaceAll(/[-:.]/g, '')}`

/** A backup ref that nobody has: of the time, or of the next millisecond's that is free. */
export async function freeBackupRef(git: GitRunner, id: WorkspaceId, time: number): Promise<string> {
  const ref = backupRef(id, time)
  const taken = (await git(['for-each-ref', '--format=%(refname)', ref])).trim() !== ''
  return taken ? freeBackupRef(git, id, time + 1) : ref
}

/**
 * Deletes a branch whose newest commit is put on a backup ref first; resolves to that ref. Null when there is no such
 * branch, or another worktree has it checked out: then it stays.
 */
export async function deleteKeptBranch(
  git: GitRunner,
  branch: string,
  id: WorkspaceId,
  time: number,
): Promise<string | null> {
  const found = await git(['for-each-ref', '--format=%(objectname) %(worktreepath)', `refs/heads/${branch}`])
  const [commit = '', worktree = ''] = found.trim().split(' ')
  if (commit === '' || worktree !== '') return null
  const ref = await keep(git, id, time, commit)
  await git(['branch', '--delete', '--force', '--quiet', '--', branch])
  return ref
}

/** Puts a commit on a backup ref of its own. */
async function keep(git: GitRunner, id: WorkspaceId, time: number, saved: string): Promise<string> {
  const ref = await freeBackupRef(git, id, time)
  // Refused where somebody else has made it meanwhile: no backup ever takes the place of another.
  await git(['update-ref', ref, saved, ''])
  return ref
}

export const backupOf = (repository: BackedUp, ref: string) => ({
  repositoryId: repository.repositoryId,
  repository: repository.name,
  ref,
  // A new branch at the backup: git refuses where the switch would overwrite anything.
  restore: `git -C ${quote(repository.source)} switch --create ${quote(`${repository.branch}-restored`)} ${ref}`,
})

/** What HEAD is at; a branch without commits has the empty tree. */
async function headOf(git: GitRunner): Promise<{ commit: string | null; tree: string }> {
  const commit = await headCommit(git)
  if (commit === null) return { commit: null, tree: (await git(['mktree'])).trim() }
  return { commit, tree: (await git(['rev-parse', 'HEAD^{tree}'])).trim() }
}

/** Whether something but the worktree itself keeps a commit. */
async function isHeld(git: GitRunner, commit: string | null): Promise<boolean> {
  if (commit === null) return true
  const places = ['refs/heads', 'refs/remotes', 'refs/tags', 'refs/switchyard/backup']
  return (await git(['for-each-ref', '--count=1', '--contains', commit, ...places])).trim() !== ''
}
