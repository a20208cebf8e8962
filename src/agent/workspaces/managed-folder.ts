import { mkdir, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { Failure, type WorkspaceId } from '../../contracts/index.ts'

/** Says whose folder this is; without it nothing in the folder is ever deleted. */
export const markerName = '.switchyard-workspace'

/** Folder of a workspace below the managed root. */
export const managedFolder = (root: string, id: WorkspaceId): string => join(root, id)

/** Makes the folder with its ownership marker. It must not exist. */
export async function makeManagedFolder(root: string, id: WorkspaceId): Promise<string> {
  const folder = managedFolder(root, id)
  await mkdir(root, { recursive: true, mode: 0o700 })
  await mkdir(folder, { mode: 0o700 })
  await writeFile(join(folder, markerName), `${id}\n`, { mode: 0o600 })
  return folder
}

/**
 * Makes sure that a folder is the workspace's own before anything in it is deleted: its real path is where the
 * managed root says, and its marker holds the id (rule 2). False when there is no such folder.
 * Throws `forbidden`.
 */
export async function assertManaged(root: string, id: WorkspaceId): Promise<boolean> {
  const folder = managedFolder(root, id)
  const real = await realpathOrNull(folder)
  if (real === null) return false
  if (real !== join(await realpath(root), id))
    throw notOurs(folder, `it leads to ${real}, which is outside the managed folder`)
  const marker = await readFile(join(folder, markerName), 'utf8').catch(() => '')
  if (marker.trim() !== id) throw notOurs(folder, `its marker ${markerName} does not name this workspace`)
  return true
}

/** Whether the worktree is there, as a real folder inside the workspace's own. Throws `forbidden`. */
export async function assertWorktreeInside(
  root: string,
  id: WorkspaceId,
  worktree: string,
): Promise<boolean> {
  const real = await realpathOrNull(worktree)
  if (real === null) return false
  const inside = join(await realpath(root), id) + sep
  if (!real.startsWith(inside)) throw notOurs(worktree, `it leads to ${real}, which is outside the workspace`)
  return true
}

/** Removes the folder when nothing but the marker is left in it. False when something else is. */
export async function removeManagedFolder(root: string, id: WorkspaceId): Promise<boolean> {
  if (!(await assertManaged(root, id))) return true
  const folder = managedFolder(root, id)
  const marker = join(folder, markerName)
  await rm(marker)
  try {
    await rmdir(folder)
    return true
  } catch (error) {
    // Somebody's files: they stay, and so does the marker that says whose folder it is.
    await writeFile(marker, `${id}\n`, { mode: 0o600 })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    throw error
  }
}

async function realpathOrNull(path: string): Promise<string | null> {
  try {
    return await realpath(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const notOurs = (path: string, reason: string): Failure =>
  new Failure('forbidden', `${path} was not deleted: ${reason}`, {
    hint: 'Somebody changed this folder. Look at it, and delete it by hand if it is no longer needed.',
  })
