import { Failure, type Backup, type WorkspaceId, type WorkspaceRepository } from '../../contracts/index.ts'
import { headCommit } from './head.ts'
import { nulList, type GitRunner } from './runner.ts'
import { withTemporaryIndex } from './temporary-index.ts'

/** A backup must not fail because the user has not told git his name. */
const backupIdentity = {
  GIT_AUTHOR_NAME: 'Switchyard',
  GIT_AUTHOR_EMAIL: 'backup@switchyard.invalid',
  GIT_COMMITTER_NAME: 'Switchyard',
  GIT_COMMITTER_EMAIL: 'backup@switchyard.invalid',
}

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
  repository: WorkspaceRepository,
  workspaceId: WorkspaceId,
  now: number,
): Promise<Backup | null> {
  const head = await headOf(git)
  const trees = await withTemporaryIndex(git, async (indexed) => {
    // Unmerged entries cannot be written as a tree; their content is in the worktree all the same.
    const staged = (await indexed(['write-tree']).catch(() => '')).trim()
    await indexed(['add', '--all', '--', '.'])
    const [all, committed] = await Promise.all([
      indexed(['ls-files', '--stage', '-z']),
      git(['ls-tree', '-r', '-z', head.tree]),
    ])
    return {
      staged,
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
  if (committed && (await isHeld(git, head.commit))) return null
  const commit = async (tree: string, parents: readonly string[], message: string): Promise<string> => {
    const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-m', message]
    return (await git(args, { env: backupIdentity })).trim()
  }
  const title = `Uncommitted work of ${repository.branch} in workspace ${workspaceId}`
  const parents = head.commit === null ? [] : [head.commit]
  const keep = async (): Promise<string> => {
    if (stagedDiffers) parents.push(await commit(trees.staged, parents, `Staged part of: ${title}`))
    return commit(trees.worktree, parents, title)
  }
  const saved = committed && head.commit !== null ? head.commit : await keep()
  const ref = `refs/switchyard/backup/${workspaceId}/${new Date(now).toISOString().replaceAll(/[-:.]/g, '')}`
  await git(['update-ref', ref, saved])
  const from = committed ? repository.baseCommit : head.tree
  const files = nulList(await git(['diff-tree', '--name-only', '-r', '-z', from, saved]))
  return {
    repositoryId: repository.repositoryId,
    repository: repository.name,
    ref,
    commit: saved,
    files: files.length,
    // A new branch at the backup: git refuses where the switch would overwrite anything.
    restore: `git -C ${quote(repository.source)} switch --create ${quote(`${repository.branch}-restored`)} ${ref}`,
  }
}

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
