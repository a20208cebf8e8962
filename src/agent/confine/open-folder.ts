import { constants } from 'node:fs'
import { lstat, open, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { asRefusal, PathRefused } from './refusal.ts'

/** A folder that was found inside a root. Whoever opened it closes it. */
export interface OpenFolder {
  /** Where its entries are found: through the open folder itself where the system can (Linux), else by path. */
  readonly base: string
  close(): Promise<void>
}

/**
 * Whether this system opens files relative to an open folder. Elsewhere a folder is looked at and then used by its
 * path: what is swapped in the instant between is not noticed.
 */
export const canConfine = (platform: NodeJS.Platform = process.platform): boolean => platform === 'linux'

/** Path of an entry of an open folder: on Linux the kernel starts at the folder itself, wherever it was moved to. */
export const entryOf = (folder: OpenFolder, name: string): string =>
  name === '' ? folder.base : join(folder.base, name)

/** The root itself, through whatever links lead to it, and its real path. */
export async function openRoot(root: string): Promise<{ folder: OpenFolder; real: string }> {
  if (!canConfine()) {
    const real = await realpath(root)
    return { folder: byPath(real), real }
  }
  const handle = await open(root, constants.O_RDONLY | constants.O_DIRECTORY)
  const base = `/proc/self/fd/${handle.fd}`
  return { folder: { base, close: () => handle.close() }, real: await readlink(base) }
}

/** The folder `name` in `parent`, never through a link. Throws `PathRefused`. */
export async function openFolder(parent: OpenFolder, name: string): Promise<OpenFolder> {
  const path = entryOf(parent, name)
  try {
    if (!canConfine()) {
      if (!(await lstat(path)).isDirectory()) throw new PathRefused('no_folder')
      return byPath(path)
    }
    const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
    const handle = await open(path, flags)
    return { base: `/proc/self/fd/${handle.fd}`, close: () => handle.close() }
  } catch (error) {
    throw asRefusal(error)
  }
}

const byPath = (path: string): OpenFolder => ({ base: path, close: () => Promise.resolve() })
