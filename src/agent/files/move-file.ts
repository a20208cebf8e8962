import { link, lstat, mkdir, open, rename, symlink, unlink } from 'node:fs/promises'
import { constants } from 'node:fs'
import { Failure } from '../../contracts/index.ts'
import { entryOf, replaceFile, type Place } from '../confine/index.ts'
import type { FileToKeep } from '../git/index.ts'

const pathOf = ({ folder, name }: Place): string => entryOf(folder, name)
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** Makes an empty file or a folder where there is nothing. Throws EEXIST. */
export async function createPlace(place: Place, kind: 'file' | 'folder'): Promise<void> {
  if (kind === 'folder') return mkdir(pathOf(place))
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
  await (await open(pathOf(place), flags, 0o666)).close()
}

/**
 * Moves a file or folder, never onto another one. Throws `file_exists`; ENOENT and other errors of the file system
 * go through.
 */
export async function movePlace(from: Place, to: Place, path: string): Promise<void> {
  const source = await lstat(pathOf(from), { bigint: true })
  const target = await lstat(pathOf(to), { bigint: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  })
  // On a file system that takes no notice of case, a new spelling of a name is the same file.
  const same = target !== null && target.ino === source.ino && target.dev === source.dev
  if (target && !same) throw new Failure('file_exists', `${path} exists already`)
  if (source.isDirectory() || same) return rename(pathOf(from), pathOf(to))
  try {
    // Unlike a renaming, this fails when somebody has made the other one meanwhile.
    await link(pathOf(from), pathOf(to))
  } catch (error) {
    // A file system without hard links.
    if (!['EPERM', 'ENOTSUP', 'EMLINK', 'ENOSYS'].includes(codeOf(error) ?? '')) throw error
    return rename(pathOf(from), pathOf(to))
  }
  await unlink(pathOf(from))
}

/** Puts a kept file or link back where there is nothing now. Throws EEXIST. */
export async function putBack(place: Place, { bytes, mode }: FileToKeep): Promise<void> {
  if (mode === null) await symlink(bytes, pathOf(place))
  else await replaceFile(place, { bytes, mode, onlyNew: true })
}
