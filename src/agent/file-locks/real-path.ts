import { lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { RepositoryId, WorkspaceRepository } from '../../contracts/index.ts'
import type { FileKey } from './lock-table.ts'

/** Where a workspace's files are. */
export interface FilesRoot {
  folder: string
  repositories: readonly Pick<WorkspaceRepository, 'repositoryId' | 'worktree'>[]
}

/** A file by its real place. */
export interface RealFile {
  key: FileKey
  /** The path as it is shown, in the case it was written in. */
  path: string
  /** Absolute. */
  file: string
  repositoryId: RepositoryId | null
}

/**
 * The real place of a path that an agent named, `cwd` being where it works: links resolved as far as the path
 * exists, and in one case where the file system does not tell cases apart. Null outside the workspace. Synchronous:
 * updates of agents are handled in order, without a pause.
 */
export function realFile(root: FilesRoot, cwd: string, path: string): RealFile | null {
  if (path === '' || path.includes('\0')) return null
  const file = realAsFarAsItExists(isAbsolute(path) ? path : resolve(cwd, path))
  // Deepest first: one worktree may lie inside another folder of the workspace.
  const places = [
    ...root.repositories.map(({ repositoryId, worktree }) => ({ repositoryId, folder: worktree })),
    { repositoryId: null, folder: root.folder },
  ]
  for (const { repositoryId, folder } of places) {
    const real = realAsFarAsItExists(folder)
    const inside = relative(real, file)
    if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) continue
    const shown = inside === '' ? '.' : inside.split(sep).join('/')
    const key = { worktree: real, path: foldsCase(real) ? shown.normalize('NFC').toLowerCase() : shown }
    return { key, path: shown, file, repositoryId }
  }
  return null
}

/** A file that is yet to be made has no real path: that of its folder decides. */
function realAsFarAsItExists(path: string): string {
  const missing: string[] = []
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      return join(realpathSync.native(at), ...missing)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // A loop of links, or a folder that may not be looked into: its text is what we have.
      if (dirname(at) === at || (code !== 'ENOENT' && code !== 'ENOTDIR')) return join(at, ...missing)
      missing.unshift(basename(at))
    }
  }
}

const folding = new Map<string, boolean>()

/** Whether `a` and `A` are one file there: looks for what every worktree holds under a name nobody gave it. */
function foldsCase(folder: string): boolean {
  const known = folding.get(folder)
  if (known !== undefined) return known
  const folds = ['.GIT', '.SWITCHYARD-WORKSPACE'].some(
    (name) => lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined,
  )
  folding.set(folder, folds)
  return folds
}
