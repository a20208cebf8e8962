import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileAtomic } from '../../base/index.ts'
import {
  Failure,
  imageTypes,
  type AttachmentData,
  type AttachmentId,
  type ImageAttachment,
  type ImageType,
  type Limits,
  type SessionId,
} from '../../contracts/index.ts'
import { imageTypeOf } from './image-type.ts'

export interface NewAttachment {
  sessionId: SessionId
  id: AttachmentId
  name: string
  mimeType: string
  /** Base 64. */
  data: string
}

/** Images of prompts and of agents: one file each, named by id, in their session's folder. They stay as long as the transcript. */
export class AttachmentFiles {
  readonly #folder: string
  readonly #limits: () => Limits

  constructor(folder: string, limits: () => Limits) {
    this.#folder = folder
    this.#limits = limits
  }

  /** Keeps an image. Throws `invalid_input` when it is too large, or not one of `imageTypes` by its first bytes. */
  put({ sessionId, id, name, mimeType, data }: NewAttachment): ImageAttachment {
    const bytes = Buffer.from(data, 'base64')
    const limit = this.#limits().attachmentBytes
    if (bytes.length > limit)
      throw new Failure(
        'invalid_input',
        `data: ${name} is ${bytes.length} bytes long; ${limit} is the limit`,
        {
          hint: 'Attach a smaller image.',
          details: { path: 'data', bytes: bytes.length, limit },
        },
      )
    const type = imageTypeOf(bytes)
    if (type === null || type !== mimeType)
      throw new Failure('invalid_input', `data: ${name} is ${type === null ? 'no image' : `an ${type}`}`, {
        hint: `Images of these types can be attached: ${imageTypes.join(', ')}.`,
        details: { path: 'data', mimeType, found: type },
      })
    return this.keep(sessionId, id, name, type, bytes)
  }

  /** Keeps an image whose size and type were checked. */
  keep(
    sessionId: SessionId,
    id: AttachmentId,
    name: string,
    mimeType: ImageType,
    bytes: Buffer,
  ): ImageAttachment {
    mkdirSync(join(this.#folder, sessionId), { recursive: true, mode: 0o700 })
    writeFileAtomic(this.#path(sessionId, id), bytes)
    return { kind: 'image', id, name, mimeType, bytes: bytes.length }
  }

  /** Null when it is not there, or is no image any more. */
  find(sessionId: SessionId, id: AttachmentId): AttachmentData | null {
    try {
      const bytes = readFileSync(this.#path(sessionId, id))
      const mimeType = imageTypeOf(bytes)
      return mimeType && { mimeType, data: bytes.toString('base64') }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  /** Throws `attachment_not_found`. */
  read(sessionId: SessionId, id: AttachmentId): AttachmentData {
    const found = this.find(sessionId, id)
    if (!found)
      throw new Failure('attachment_not_found', `Image ${id} is not on this node any more`, {
        hint: 'Attach it again.',
      })
    return found
  }

  /** Ids are checked at the door: neither holds a separator. */
  #path(sessionId: SessionId, id: AttachmentId): string {
    return join(this.#folder, sessionId, id)
  }
}
