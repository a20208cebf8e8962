import { randomBytes } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises'
import type { Place } from './inside-folder.ts'
import { entryOf } from './open-folder.ts'
import { asRefusal } from './refusal.ts'

/**
 * Opens what is at a place for reading: never through a link, never waiting for a pipe's other end. The caller looks
 * whether it is a plain file, and closes it. Throws `PathRefused`.
 */
export async function openForReading({ folder, name }: Place): Promise<FileHandle> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  return open(entryOf(folder, name), flags).catch((error: unknown) => {
    throw asRefusal(error)
  })
}

export interface NewContent {
  bytes: string | Uint8Array
  /** Permissions; null gives those of a new file. */
  mode: number | null
  /** There must be nothing yet: what somebody makes meanwhile is not replaced but EEXIST. */
  onlyNew?: boolean
  /** Called when all is written beside it and only the last step is left; what it throws keeps the old file. */
  beforeReplacing?(): Promise<void>
}

/**
 * Whole or not at all: a file beside it is written, then renamed over. A link that is swapped in meanwhile is
 * replaced, not followed, and a hard link to a file elsewhere leaves that file as it is. Throws `PathRefused`.
 */
export async function replaceFile({ folder, name }: Place, content: NewContent): Promise<Stats> {
  const { bytes, mode, onlyNew, beforeReplacing } = content
  const temporary = entryOf(folder, `.${randomBytes(6).toString('hex')}.switchyard.tmp`)
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
  const file = await open(temporary, flags, mode ?? 0o666)
  try {
    let written: Stats
    try {
      if (mode !== null) await file.chmod(mode)
      await file.writeFile(bytes)
      written = await file.stat()
    } finally {
      await file.close()
    }
    await beforeReplacing?.()
    const target = entryOf(folder, name)
    if (onlyNew) await link(temporary, target).then(() => rm(temporary))
    else await rename(temporary, target)
    return written
  } catch (error) {
    await rm(temporary, { force: true })
    throw asRefusal(error)
  }
}
