import { Failure, type RepositoryState, type WorkspaceRepository } from '../../contracts/index.ts'
import { readKept } from './bring-back.ts'
import { ownIdentity } from './own-identity.ts'
import { nulList, type GitRunner } from './runner.ts'

/**
 * Puts what a backup changed into a worktree as it is `now`, as a three-way merge of trees: nothing that differs from
 * both is overwritten. What is staged stays staged. Resolves to the files that changed. Throws `merge_conflict` naming
 * the files where both changed the same lines; nothing is changed then. The caller has kept `now`.
 */
export async function mergeBackup(
  git: GitRunner,
  { name }: WorkspaceRepository,
  ref: string,
  now: RepositoryState,
): Promise<string[]> {
  const kept = await readKept(git, ref)
  const onTop = async (parent: string | null, tree: string): Promise<string> => {
    const args = ['commit-tree', tree, ...(parent ? ['-p', parent] : []), '-m', 'Restore a backup']
    return (await git(args, { env: ownIdentity })).trim()
  }
  const base = await onTop(null, kept.head === null ? (await git(['mktree'])).trim() : `${kept.head}^{tree}`)
  const [ours, theirs] = await Promise.all([
    onTop(base, `${now.commit}^{tree}`),
    onTop(base, `${kept.commit}^{tree}`),
  ])
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs]
  const [merged = '', ...conflicts] = nulList(await git(args, { answer: 1 }))
  if (conflicts.length > 0)
    throw new Failure(
      'merge_conflict',
      `${conflicts[0]} of ${name} differs from what the backup would put there`,
      {
        hint: 'Restore into a new branch, or into another workspace.',
        details: { files: [...new Set(conflicts)] },
      },
    )
  const changed = nulList(
    await git(['diff-tree', '-r', '-z', '--name-only', `${now.commit}^{tree}`, merged.trim()]),
  )
  if (changed.length === 0) return []
  const staged = (await git(['write-tree'])).trim()
  await git(['add', '--all', '--', '.'])
  await git(['read-tree', '--reset', '-u', merged.trim()], { slow: true })
  await git(['read-tree', staged])
  return changed
}
