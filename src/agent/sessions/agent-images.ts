import { createHash } from 'node:crypto'
import type { NewId, Redactor } from '../../base/index.ts'
import type { ImageAttachment, Limits, SessionId, ToolContent, TurnId } from '../../contracts/index.ts'
import type { SaidContent, ToolPatch } from './agent-updates.ts'
import type { AttachmentFiles } from './attachment-files.ts'
import { decodedBytes, placeholder, type SaidImage } from './content-blocks.ts'
import { imageTypeOf } from './image-type.ts'

interface AgentImagesDeps {
  attachments: AttachmentFiles
  newId: NewId
  redactor: Redactor
  limits: () => Limits
}

/**
 * Images that an agent shows, kept as files beside those of prompts. Agents send the contents of a tool call whole
 * with each update, so the same image of one turn is kept once; together a turn's images stay below
 * `turnImagesBytes`.
 */
export class AgentImages {
  readonly #deps: AgentImagesDeps
  readonly #sessionId: SessionId
  #turnId: TurnId | null = null
  #bytes = 0
  /** Of this turn, by what they hold. */
  readonly #kept = new Map<string, ImageAttachment>()

  constructor(deps: AgentImagesDeps, sessionId: SessionId) {
    this.#deps = deps
    this.#sessionId = sessionId
  }

  /** The kept image, or the words that stand in its place when it cannot be. */
  keep({ name: said, mimeType, data }: SaidImage, turnId: TurnId | null): ImageAttachment | string {
    this.#startTurn(turnId)
    const { attachments, newId, redactor, limits } = this.#deps
    const { agentImageBytes, turnImagesBytes } = limits()
    const name = redactor.text(said)
    const stead = (why: string): string => placeholder('image', name, decodedBytes(data), why)
    if (decodedBytes(data) - 2 > agentImageBytes) return stead('too large to be kept')
    const key = createHash('sha256').update(name).update('\0').update(data).digest('base64')
    const known = this.#kept.get(key)
    if (known) return known
    const bytes = Buffer.from(data, 'base64')
    const type = imageTypeOf(bytes)
    if (type === null) return stead(`${redactor.text(mimeType)} cannot be shown`)
    if (this.#bytes + bytes.length > turnImagesBytes) return stead('too much for one turn')
    const image = attachments.keep(this.#sessionId, newId('attachment'), name, type, bytes)
    this.#bytes += bytes.length
    this.#kept.set(key, image)
    return image
  }

  /** A tool call's patch with its images kept. */
  keepIn({ content, ...patch }: ToolPatch<SaidContent>, turnId: TurnId | null): ToolPatch {
    if (!content) return patch
    return { ...patch, content: content.map((part) => this.#content(part, turnId)) }
  }

  #content(part: SaidContent, turnId: TurnId | null): ToolContent {
    if (part.type !== 'said_image') return part
    const kept = this.keep(part.image, turnId)
    return typeof kept === 'string' ? { type: 'text', text: kept } : { type: 'image', image: kept }
  }

  #startTurn(turnId: TurnId | null): void {
    if (turnId === this.#turnId) return
    this.#turnId = turnId
    this.#bytes = 0
    this.#kept.clear()
  }
}
