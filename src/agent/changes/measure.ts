import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace } from '../../contracts/index.ts'
import { diffRepository } from '../git/index.ts'
import type { ChangeDeps } from './deps.ts'

/** Counts of a workspace's changes, and a value that differs whenever a view of them would. */
export interface Measure {
  files: number
  added: number
  removed: number
  fingerprint: string
}

/** Looks at all worktrees of a workspace. */
export async function measureChanges(
  { gitAt, maxFiles }: Pick<ChangeDeps, 'gitAt' | 'maxFiles'>,
  workspace: Workspace,
): Promise<Measure> {
  const diffs = await Promise.all(
    workspace.repositories.map(async (repository) => {
      const diff = await diffRepository(gitAt(repository.worktree), repository, maxFiles())
      const uncommitted = diff.files.filter((file) => file.uncommitted)
      // Counts may stay the same while the content of a line changes; size and time tell.
      const stamps = await Promise.all(uncommitted.map(({ path }) => stamp(join(repository.worktree, path))))
      return { diff, stamps }
    }),
  )
  const hash = createHash('sha256')
  for (const { diff, stamps } of diffs) hash.update(JSON.stringify([diff, stamps]))
  return {
    files: diffs.reduce((sum, { diff }) => sum + diff.files.length, 0),
    added: diffs.reduce((sum, { diff }) => sum + diff.added, 0),
    removed: diffs.reduce((sum, { diff }) => sum + diff.removed, 0),
    fingerprint: hash.digest('base64'),
  }
}

/** Size and time of a file; null when it is gone, which its status tells already. */
async function stamp(path: string): Promise<[number, number] | null> {
  try {
    const { size, mtimeMs } = await lstat(path)
    return [size, mtimeMs]
  } catch {
    return null
  }
}
