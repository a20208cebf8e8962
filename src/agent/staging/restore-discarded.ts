import { Failure, type DiscardUndo, type Staged } from '../../contracts/index.ts'
import type { GitRunner } from '../git/index.ts'
import { inCommit, type Content } from './contents.ts'
import { indexEntries, worktreeId, writeIndex, writeWorktree } from './write-files.ts'

/** Puts files back as a backup has them, and index entries as they were, if they are still as the discard left them. */
export async function restoreDiscarded(
  git: GitRunner,
  { workspaceId, ref, files }: DiscardUndo,
): Promise<Staged> {
  if (!ref.startsWith(`refs/switchyard/backup/${workspaceId}/`))
    throw new Failure('invalid_input', `ref: ${ref} is no backup of this workspace`, {
      details: { path: 'ref' },
    })
  const now = await indexEntries(
    git,
    files.map(({ path }) => path),
  )
  const restored = new Map<string, Content | null>()
  for (const { path, left } of files) {
    const entry = now.get(path) ?? null
    if (entry?.oid !== left.index?.oid || (await worktreeId(git, path)) !== left.worktree)
      throw new Failure('file_changed', `${path} was changed after the discard`, {
        hint: `What was discarded is kept as ${ref}`,
        details: { path, ref },
      })
    restored.set(path, await inCommit(git, ref, path))
  }
  await writeWorktree(git, restored)
  await writeIndex(
    (args, input) => git(args, { input }),
    new Map(files.map(({ path, index }) => [path, index])),
  )
  return { files: files.map(({ path }) => path) }
}
