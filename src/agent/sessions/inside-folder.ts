import { constants } from 'node:fs'
import { mkdir, open, readlink, type FileHandle } from 'node:fs/promises'
import { isAbsolute } from 'node:path'

/** As many links as Linux itself follows in one path. */
const mostLinks = 40

const directory = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW

/** Why a path is not opened; `missing` is no refusal, there is just nothing. */
export type Refusal = 'outside' | 'protected' | 'missing' | 'no_folder' | 'changed' | 'too_many_links'

export class PathRefused extends Error {
  readonly reason: Refusal

  constructor(reason: Refusal, cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

/** An open folder and the name of an entry in it that is no symbolic link, or is not there. */
export interface Place {
  folder: FileHandle
  name: string
}

export interface FindOptions {
  /** Makes folders on the way that are missing. */
  create: boolean
  /** Entries that are never entered nor handed out; `depth` 0 is the root's own. */
  isProtected(name: string, depth: number): boolean
}

/** Path of an entry of an open folder: the kernel starts at the folder itself, wherever it has been moved to. */
export const entryOf = (folder: FileHandle, name: string): string => `/proc/self/fd/${folder.fd}/${name}`

/** Whether this system can open files relative to an open folder (Linux); without it nothing here works. */
export const canConfine = (platform: NodeJS.Platform = process.platform): boolean => platform === 'linux'

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
  const opened: FileHandle[] = []
  try {
    const top = await open(root, constants.O_RDONLY | constants.O_DIRECTORY)
    opened.push(top)
    const real = await readlink(`/proc/self/fd/${top.fd}`)
    return await use(await walk(top, [root, real], path, options, opened))
  } finally {
    await Promise.all(opened.map((folder) => folder.close()))
  }
}

async function walk(
  top: FileHandle,
  names: readonly string[],
  path: string,
  options: FindOptions,
  opened: FileHandle[],
): Promise<Place> {
  let stack: FileHandle[] = [top]
  let left = componentsOf(path, names)
  let links = 0
  while (true) {
    const name = left.shift()
    if (name === undefined) throw new PathRefused('no_folder')
    if (name === '..') {
      if (stack.length === 1) throw new PathRefused('outside')
      stack = stack.slice(0, -1)
      continue
    }
    if (options.isProtected(name, stack.length - 1)) throw new PathRefused('protected')
    const folder = stack.at(-1) as FileHandle
    const target = await linkTarget(folder, name)
    if (target !== null) {
      if (++links > mostLinks) throw new PathRefused('too_many_links')
      if (isAbsolute(target)) stack = [top]
      left = [...(isAbsolute(target) ? componentsOf(target, names) : split(target)), ...left]
      continue
    }
    if (left.length === 0) return { folder, name }
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
async function linkTarget(folder: FileHandle, name: string): Promise<string | null> {
  try {
    return await readlink(entryOf(folder, name))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EINVAL' || code === 'ENOENT') return null
    throw asRefusal(error)
  }
}

async function enter(folder: FileHandle, name: string, create: boolean): Promise<FileHandle> {
  try {
    return await open(entryOf(folder, name), directory)
  } catch (error) {
    if (!create || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw asRefusal(error)
  }
  try {
    await mkdir(entryOf(folder, name))
  } catch (error) {
    // Somebody else made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asRefusal(error)
  }
  return open(entryOf(folder, name), directory).catch((error: unknown) => {
    throw asRefusal(error)
  })
}

/** What an operation on an entry that was no link a moment ago failed with. */
export function asRefusal(error: unknown): unknown {
  const { code } = error as { code?: unknown }
  switch (code) {
    case 'ENOENT':
      return new PathRefused('missing', error)
    case 'ENOTDIR':
    case 'EISDIR':
      return new PathRefused('no_folder', error)
    case 'ELOOP':
      return new PathRefused('changed', error)
    default:
      return error
  }
}
