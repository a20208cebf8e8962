import type { Clock, NewId } from '../../base/index.ts'
import {
  Failure,
  type AttachmentData,
  type AttachmentId,
  type ImageAttachment,
  type Limits,
  type SessionId,
  type Workspace,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import { reserveId, type Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  store: Store
  audit: Audit
  workspaces: WorkspaceService
  clock: Clock
  newId: NewId
  limits: Limits
}

export interface PutAttachment {
  sessionId: SessionId
  name: string
  mimeType: string
  data: string
  idempotencyKey?: string | undefined
}

/** Images of prompts: they are kept on their session's node. */
export class AttachmentService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Throws `session_not_found`, `invalid_input`. */
  put({ sessionId, idempotencyKey, ...image }: PutAttachment): Promise<ImageAttachment> {
    const { store, audit, workspaces, clock, newId, limits } = this.#deps
    // Base 64 has four characters for three bytes; what is too large need not travel.
    if ((image.data.length / 4) * 3 - 2 > limits.attachmentBytes)
      throw new Failure(
        'invalid_input',
        `data: ${image.name} is larger than ${limits.attachmentBytes} bytes`,
        {
          hint: 'Attach a smaller image.',
          details: { path: 'data', limit: limits.attachmentBytes },
        },
      )
    const workspace = workspaces.find(this.#workspaceOf(sessionId).id)
    return audit.record({ what: 'attachment.put', nodeId: workspace.nodeId, target: sessionId }, () => {
      const request = { operation: `attachment.put ${sessionId}`, key: idempotencyKey, at: clock.now() }
      const id = reserveId(store, request, () => newId('attachment'))
      const target = { workspaceId: workspace.id, sessionId, id }
      return workspaces.link(workspace).call((client) => client.attachment.put({ ...target, ...image }))
    })
  }

  /** Also of a session whose workspace was deleted. Throws `session_not_found`, `attachment_not_found`. */
  read(sessionId: SessionId, id: AttachmentId): Promise<AttachmentData> {
    const workspace = this.#workspaceOf(sessionId)
    return this.#deps.workspaces
      .link(workspace)
      .call((client) => client.attachment.read({ workspaceId: workspace.id, sessionId, id }))
  }

  #workspaceOf(sessionId: SessionId): Workspace {
    const { sessions, workspaces } = this.#deps.store.read
    const session = sessions.get(sessionId)
    const workspace = session && workspaces.get(session.workspaceId)
    if (!workspace) throw new Failure('session_not_found', `There is no session ${sessionId}`)
    return workspace
  }
}
