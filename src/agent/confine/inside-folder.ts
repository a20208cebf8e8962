import { mkdir, readlink } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { entryOf, openFolder, openRoot, type OpenFolder } from './open-folder.ts'
import { asRefusal, PathRefused } from './refusal.ts'

/** As many links as Linux itself follows in one path. */
const mostLinks = 40

/** An open folder and the name of an entry in it that is no symbolic link, or is not there. */
export interface Place {
  folder: OpenFolder
  /** Empty for the folder itself, where that was asked for. */
  name: string
}

export interface FindOptions {
  /** Makes folders on the way that are missing. */
  create: boolean
  /** Entries that are never entered nor handed out; `depth` 0 is the root's own. */
  isProtected(name: string, depth: number): boolean
  /** The last entry may be a link, which is handed out as it is and not followed. */
  keepLastLink?: boolean
  /** The path is a folder's, which is opened itself; the root's too. */
  folder?: boolean
}

/**
 * Finds `path` inside `root` the way openat2's RESOLVE_BENEATH would: one component after the other, each opened
 * relative to the folder before it and never through a link, so nothing that is swapped meanwhile leads outside.
 * Links are followed here, by their text, as long as they stay inside. `use` gets the place; every folder is
 * closed after it. Throws `PathRefused`.
 */
export async function insideFolder<Result>(
  root: string,
  path: string,
  options: FindOptions,
  use: (place: Place) => Promise<Result>,
): Promise<Result> {
  const opened: OpenFolder[] = []
  try {
    const { folder, real } = await openRoot(root)
    opened.push(folder)
    return await use(await walk(folder, [root, real], path, options, opened))
  } finally {
    await Promise.all(opened.map((folder) => folder.close()))
  }
}

async function walk(
  top: OpenFolder,
  names: readonly string[],
  path: string,
  options: FindOptions,
  opened: OpenFolder[],
): Promise<Place> {
  let stack: OpenFolder[] = [top]
  let left = componentsOf(path, names)
  let links = 0
  while (true) {
    const name = left.shift()
    const folder = stack.at(-1) as OpenFolder
    if (name === undefined) {
      if (options.folder) return { folder, name: '' }
      throw new PathRefused('no_folder')
    }
    if (name === '..') {
      if (stack.length === 1) throw new PathRefused('outside')
      stack = stack.slice(0, -1)
      continue
    }
    if (options.isProtected(name, stack.length - 1)) throw new PathRefused('protected')
    const target = options.keepLastLink && left.length === 0 ? null : await linkTarget(folder, name)
    if (target !== null) {
      if (++links > mostLinks) throw new PathRefused('too_many_links')
      if (isAbsolute(target)) stack = [top]
      left = [...(isAbsolute(target) ? componentsOf(target, names) : split(target)), ...left]
      continue
    }
    if (left.length === 0 && !options.folder) return { folder, name }
    const next = await enter(folder, name, options.create)
    opened.push(next)
    stack = [...stack, next]
  }
}

const split = (path: string): string[] => path.split('/').filter((name) => name !== '' && name !== '.')

/** Components of an absolute path below one of the root's names. */
function componentsOf(path: string, names: readonly string[]): string[] {
  if (path.includes('\0')) throw new PathRefused('outside')
  const name = names.find((candidate) => path === candidate || path.startsWith(`${candidate}/`))
  if (name === undefined) throw new PathRefused('outside')
  return split(path.slice(name.length))
}

/** What a link says; null for what is no link or is not there. */
async function linkTarget(folder: OpenFolder, name: string): Promise<string | null> {
  try {
    return await readlink(entryOf(folder, name))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EINVAL' || code === 'ENOENT') return null
    throw asRefusal(error)
  }
}

async function enter(folder: OpenFolder, name: string, create: boolean): Promise<OpenFolder> {
  try {
    return await openFolder(folder, name)
  } catch (error) {
    if (!create || !(error instanceof PathRefused) || error.reason !== 'missing') throw error
  }
  try {
    await mkdir(entryOf(folder, name))
  } catch (error) {
    // Somebody else made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asRefusal(error)
  }
  return openFolder(folder, name)
}
