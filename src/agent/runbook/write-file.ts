import { randomBytes } from 'node:crypto'
import { lstat, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** Why a path is not written; the message is for the user. */
export class PathRefused extends Error {}

const isOutside = (path: string): boolean => path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)

/** The deepest folder on the way to `path` that exists, links resolved. */
async function existingParent(path: string): Promise<string> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    try {
      return await realpath(folder)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

/**
 * The absolute path of `path` inside `root`. Refuses absolute paths, ways up, git's own folder, and folders or
 * files that are links to somewhere else.
 */
export async function resolveInside(root: string, path: string): Promise<string> {
  const target = resolve(root, path)
  const inside = relative(root, target)
  if (isAbsolute(path) || path.includes('\0') || inside === '' || isOutside(inside))
    throw new PathRefused(`${path} lies outside the workspace`)
  if (inside.split(sep).some((part) => part.toLowerCase() === '.git'))
    throw new PathRefused(`${path} lies in git's own folder`)
  if (isOutside(relative(await realpath(root), await existingParent(target))))
    throw new PathRefused(`${path} leads outside the workspace through a link`)
  const found = await lstat(target).catch(() => null)
  if (found?.isSymbolicLink()) throw new PathRefused(`${path} is a link`)
  if (found?.isDirectory()) throw new PathRefused(`${path} is a folder`)
  return target
}

/** The file's text; null when there is none. */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Writes the whole file or nothing; folders are made, the mode of a file that exists is kept. */
export async function writeText(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const mode = (await stat(path).catch(() => null))?.mode
  const draft = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await writeFile(draft, content, mode === undefined ? {} : { mode: mode & 0o777 })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
