import { createHash } from 'node:crypto'
import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { Failure, type FileContent, type FileStamp } from '../../contracts/index.ts'
import { openForReading, type Place } from '../confine/index.ts'
import { pictureType } from './picture-type.ts'
import { decodeText } from './text-codec.ts'

export const stampOf = (bytes: Buffer): FileStamp => createHash('sha256').update(bytes).digest('hex')

/** Whether nobody may write a file. Asked of the mode: the daemon may run as one who may write everything. */
export const isReadOnly = ({ mode }: Stats): boolean => (mode & 0o222) === 0

/** Opens a plain file and closes it after `use`. Throws `PathRefused`, `invalid_input` for a device or folder. */
export async function withPlainFile<Result>(
  place: Place,
  path: string,
  use: (file: FileHandle, about: Stats) => Promise<Result>,
): Promise<Result> {
  const file = await openForReading(place)
  try {
    const about = await file.stat()
    if (!about.isFile())
      throw new Failure('invalid_input', `${path} is no plain file`, { details: { path: 'path' } })
    return await use(file, about)
  } finally {
    await file.close()
  }
}

/** The first `most` bytes of a file; it may have shrunk meanwhile. */
async function beginning(file: FileHandle, most: number): Promise<Buffer> {
  const buffer = Buffer.alloc(most)
  let length = 0
  while (length < most) {
    const { bytesRead } = await file.read(buffer, length, most - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return buffer.subarray(0, length)
}

/** A text cut to bytes: less its last, broken character and line. */
const wholeLines = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1 || bytes.length)

/** What a file holds, bounded: what is larger than `edited` bytes cannot be saved, what is larger than `shown` is cut. */
export function readPlace(
  place: Place,
  path: string,
  known: FileStamp | null,
  most: { edited: number; shown: number },
): Promise<FileContent> {
  return withPlainFile(place, path, async (file, about) => {
    const { size } = about
    const modifiedAt = Math.floor(about.mtimeMs)
    const cut = size > most.shown
    const bytes = cut ? await beginning(file, most.shown) : await file.readFile()
    const stamp = stampOf(bytes)
    if (stamp === known) return { kind: 'unchanged' }
    const mediaType = pictureType(bytes)
    if (mediaType && !cut)
      return { kind: 'image', size, modifiedAt, stamp, mediaType, base64: bytes.toString('base64') }
    const decoded = mediaType ? null : decodeText(cut ? wholeLines(bytes) : bytes)
    if (!decoded) return { kind: 'binary', size, modifiedAt }
    const readOnly = size > most.edited ? 'size' : isReadOnly(about) ? 'permissions' : null
    return { kind: 'text', size, modifiedAt, stamp, ...decoded, readOnly, cut }
  })
}
