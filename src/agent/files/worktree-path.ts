import { realpath } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { Failure, type WorkspaceRepository } from '../../contracts/index.ts'
import {
  entryOf,
  insideFolder,
  PathRefused,
  type FindOptions,
  type OpenFolder,
  type Place,
} from '../confine/index.ts'

/** Worktrees keep their link to the repository here; what is in it is git's. */
const gitName = '.git'
/** Longest name of an entry that every file system takes. */
const longestName = 255

const isProtected = (name: string): boolean => name.toLowerCase() === gitName

/** Finds a path of a worktree, never outside of it, and lets `use` act there. Throws declared failures only. */
export async function atPath<Result>(
  { worktree }: WorkspaceRepository,
  path: string,
  options: Partial<Omit<FindOptions, 'isProtected'>>,
  use: (place: Place) => Promise<Result>,
): Promise<Result> {
  const parts = path.split('/')
  if (isAbsolute(path) || parts.includes('..') || path.includes('\0')) throw outside(path)
  try {
    return await insideFolder(
      worktree,
      `${worktree}/${path}`,
      { create: false, isProtected, ...options },
      use,
    )
  } catch (error) {
    throw asFailure(error, path)
  }
}

/** Whether a name is git's own, which is never shown. */
export const isGitsOwn = isProtected

/** Refuses a name that cannot be a new entry's. */
export function assertName(path: string): void {
  const name = basename(path)
  const hostile = name === '' || name === '.' || path.endsWith('/') || /[\u0000-\u001f\u007f]/.test(name)
  if (hostile || Buffer.byteLength(name) > longestName)
    throw new Failure('name_invalid', `${JSON.stringify(name)} cannot be the name of a file or folder`, {
      hint: `A name has no slashes or control characters and at most ${longestName} bytes.`,
      details: { path: 'path' },
    })
}

/** The real path of an entry, for locks: where it lies now, whatever links led there. */
export const realPathOf = async (folder: OpenFolder, name: string): Promise<string> =>
  join(await realpath(entryOf(folder, '')), name)

const outside = (path: string, cause?: unknown): Failure =>
  new Failure('invalid_input', `${path} lies outside the worktree`, { details: { path: 'path' }, cause })

/** What the file system or the path said, in our words; a bug goes through as it is. */
function asFailure(error: unknown, path: string): unknown {
  if (error instanceof Failure) return error
  if (error instanceof PathRefused) return refused(error, path)
  const { code = '' } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOENT':
      return new Failure('file_not_found', `There is no ${path}`, { cause: error })
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new Failure('file_exists', `${path} exists already`, { cause: error })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Failure('forbidden', `The permissions of ${path} do not allow it`, { cause: error })
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure('disk_full', `The disk is full: ${path} was not changed`, { cause: error })
    case 'ENAMETOOLONG':
    case 'EINVAL':
      return new Failure('name_invalid', `${path} cannot be the name of a file or folder`, { cause: error })
    default:
      return error
  }
}

function refused(error: PathRefused, path: string): Failure {
  switch (error.reason) {
    case 'missing':
      return new Failure('file_not_found', `There is no ${path || 'such folder'}`, { cause: error })
    case 'no_folder':
      return new Failure('file_not_found', `A part of ${path} is no folder`, { cause: error })
    case 'protected':
      return new Failure('forbidden', `${path} belongs to git`, {
        hint: 'Change it with git, in a terminal.',
        cause: error,
      })
    case 'changed':
      return new Failure('file_changed', `${path} was changed while it was opened`, { cause: error })
    case 'outside':
    case 'too_many_links':
      return outside(path, error)
  }
}
