import { lstat, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Failure, type WorkspaceId } from '../../contracts/index.ts'

const marker = '.switchyard-workspace'

/** Names of worktree folders: what every file system takes, told apart from each other and from the marker. */
export function folderNames(names: readonly string[]): string[] {
  const taken = new Set<string>([marker])
  return names.map((name) => {
    const safe = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '').slice(0, 60) || 'repository'
    for (let n = 1; ; n++) {
      const candidate = n === 1 ? safe : `${safe}-${n}`
      if (taken.has(candidate.toLowerCase())) continue
      taken.add(candidate.toLowerCase())
      return candidate
    }
  })
}

/** Makes the workspace's folder below the managed root and marks it as ours. Fails when it exists. */
export async function makeManagedFolder(root: string, id: WorkspaceId): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  const folder = join(root, id)
  await mkdir(folder, { mode: 0o700 })
  await writeFile(join(folder, marker), `${id}\n`, { mode: 0o600 })
  return folder
}

/** True when the folder is there at all; a link that leads nowhere is there. */
async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/**
 * Refuses (forbidden) anything but a folder that lies directly in the managed root after links are resolved and
 * whose marker holds this workspace's id. Everything that deletes asks here first. False when it does not exist.
 */
export async function checkManaged(root: string, folder: string, id: WorkspaceId): Promise<boolean> {
  if (!(await exists(folder))) return false
  const refuse = (why: string): Failure =>
    new Failure('forbidden', `${folder} is not deleted: ${why}`, { hint: 'Look at it and remove it by hand if it is yours.' })
  const real = await realpath(folder).catch(() => null)
  if (real === null || dirname(real) !== (await realpath(root))) throw refuse('it does not lie in the managed folder')
  const owner = await readFile(join(real, marker), 'utf8').catch(() => '')
  if (owner.trim() !== id) throw refuse('its marker does not name this workspace')
  return true
}

/** Refuses (forbidden) a worktree whose real path is not inside the workspace's folder. False when it is gone. */
export async function checkInside(folder: string, worktree: string): Promise<boolean> {
  if (!(await exists(worktree))) return false
  const real = await realpath(worktree).catch(() => null)
  if (real === null || !real.startsWith((await realpath(folder)) + sep))
    throw new Failure('forbidden', `${worktree} is not deleted: it leads outside the workspace's folder`, {
      hint: 'It has been replaced by a link. Remove the link by hand.',
    })
  return true
}

/**
 * Removes an emptied workspace folder. Files that lie beside the worktrees belong to no repository, so no backup
 * has them: the folder is then moved to `keptRoot` instead. Returns where to, or null.
 */
export async function removeManagedFolder(
  root: string,
  folder: string,
  id: WorkspaceId,
  keptRoot: string,
): Promise<string | null> {
  if (!(await checkManaged(root, folder, id))) return null
  const left = (await readdir(folder)).filter((name) => name !== marker)
  if (left.length > 0) {
    await mkdir(keptRoot, { recursive: true, mode: 0o700 })
    const kept = join(keptRoot, id)
    await rename(folder, kept)
    return kept
  }
  await rm(folder, { recursive: true })
  return null
}
