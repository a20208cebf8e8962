import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Failure, type FolderListing } from '../../contracts/index.ts'

/** More folders than anyone reads in a chooser. */
const mostEntries = 1_000

/** The folders below `path` (default: the home folder), hidden ones left out, repositories marked. */
export async function browseFolder(path: string | null, homeFolder: string): Promise<FolderListing> {
  const folder = resolve(path ?? homeFolder)
  let names: string[]
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    names = entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Failure('repository_not_found', `${folder} does not exist`, { cause: error })
    throw new Failure('forbidden', `${folder} cannot be read: ${message}`, { cause: error })
  }
  const sorted = names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' }))
  return {
    path: folder,
    parent: dirname(folder) === folder ? null : dirname(folder),
    entries: sorted.slice(0, mostEntries).map((name) => {
      const full = join(folder, name)
      return { name, path: full, repository: existsSync(join(full, '.git')) }
    }),
    truncated: sorted.length > mostEntries,
  }
}
