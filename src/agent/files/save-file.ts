import { lstat } from 'node:fs/promises'
import { Failure, type FileSave, type FileStamp } from '../../contracts/index.ts'
import { entryOf, PathRefused, replaceFile, type Place } from '../confine/index.ts'
import { isReadOnly, stampOf, withPlainFile } from './read-file.ts'
import { encodeText } from './text-codec.ts'

interface OnDisk {
  bytes: Buffer
  stamp: FileStamp
  mode: number
  /** Says whether the file is still the one that was read. */
  mark: string
}

export interface SaveResult {
  stamp: FileStamp
  size: number
  modifiedAt: number
}

/**
 * Saves a text where the file still has the content it was made from. `keep` is given what is overwritten on
 * purpose before it is. Throws `file_changed`, `file_exists`, `forbidden`, `invalid_input`, `limit_reached`.
 */
export async function savePlace(
  place: Place,
  save: FileSave,
  mostBytes: number,
  keep: (bytes: Buffer, mode: number) => Promise<void>,
): Promise<SaveResult> {
  const { path, expected, overwrite } = save
  const bytes = encodeText(save)
  if (bytes.length > mostBytes) throw tooLarge(path, bytes.length, mostBytes)
  const disk = await readDisk(place, path, mostBytes)
  const differs = (disk?.stamp ?? null) !== expected
  if (differs && !overwrite) throw conflict(path, expected, disk)
  const stamp = stampOf(bytes)
  if (disk && differs && disk.stamp !== stamp) await keep(disk.bytes, disk.mode)
  const written = await replaceFile(place, {
    bytes,
    mode: disk?.mode ?? null,
    onlyNew: disk === null,
    async beforeReplacing() {
      if ((await markOf(place)) !== (disk?.mark ?? null)) throw changed(path)
    },
  })
  return { stamp, size: bytes.length, modifiedAt: Math.floor(written.mtimeMs) }
}

async function readDisk(place: Place, path: string, mostBytes: number): Promise<OnDisk | null> {
  try {
    return await withPlainFile(place, path, async (file, about) => {
      if (isReadOnly(about))
        throw new Failure('forbidden', `${path} is read-only`, {
          hint: 'Make it writable in a terminal: chmod u+w',
        })
      if (about.size > mostBytes) throw tooLarge(path, about.size, mostBytes)
      const mark = await markOf(place)
      const bytes = await file.readFile()
      return { bytes, stamp: stampOf(bytes), mode: about.mode & 0o7777, mark: mark ?? '' }
    })
  } catch (error) {
    if (error instanceof PathRefused && error.reason === 'missing') return null
    throw error
  }
}

/** Which file is at a place and when it was last written; null where there is none. */
async function markOf({ folder, name }: Place): Promise<string | null> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await lstat(entryOf(folder, name), { bigint: true })
    return [ino, size, mtimeNs, ctimeNs].join(' ')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function conflict(path: string, expected: FileStamp | null, disk: OnDisk | null): Failure {
  if (expected === null) return new Failure('file_exists', `${path} exists already`)
  return disk
    ? changed(path)
    : new Failure('file_changed', `${path} was deleted`, { details: { gone: true } })
}

const changed = (path: string): Failure =>
  new Failure('file_changed', `${path} was changed on the disk since it was opened`, {
    hint: 'Compare both, then save over it or load it again.',
  })

const tooLarge = (path: string, size: number, limit: number): Failure =>
  new Failure('limit_reached', `${path} is too large to be saved: ${size} bytes of at most ${limit}`, {
    details: { size, limit },
  })
