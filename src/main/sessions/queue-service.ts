import type { Clock, NewId } from '../../base/index.ts'
import {
  Failure,
  type Approve,
  type Limits,
  type PromptContent,
  type QueuedMessage,
  type QueuedMessageId,
  type SessionId,
  type Turn,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentClient } from '../nodes/index.ts'
import { reserveId, type Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import { checkPromptSize } from './prompt-size.ts'

interface Deps {
  store: Store
  audit: Audit
  workspaces: WorkspaceService
  clock: Clock
  newId: NewId
  limits: Limits
}

export type AddToQueue = PromptContent & {
  sessionId: SessionId
  approve: Approve
  before: QueuedMessageId | null
  idempotencyKey?: string | undefined
}

interface Target {
  workspaceId: WorkspaceId
  sessionId: SessionId
}

/** Messages that wait for their turn: they live on the session's node, this asks it to change them. */
export class QueueService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** In the order in which they go. */
  list(sessionId: SessionId): QueuedMessage[] {
    return this.#deps.store.read.queue.waiting(sessionId)
  }

  /** Throws `queued_message_not_found`. */
  get(id: QueuedMessageId): QueuedMessage {
    const message = this.#deps.store.read.queue.get(id)
    if (!message) throw new Failure('queued_message_not_found', `There is no queued message ${id}`)
    return message
  }

  add({ sessionId, text, attachments, approve, before, idempotencyKey }: AddToQueue): Promise<QueuedMessage> {
    const { store, clock, newId, limits } = this.#deps
    checkPromptSize(text, limits)
    return this.#act('queue.add', this.#session(sessionId), sessionId, (client, target) => {
      const request = { operation: `queue.add ${sessionId}`, key: idempotencyKey, at: clock.now() }
      const turnId = reserveId(store, request, () => newId('turn'))
      return client.queue.add({ ...target, turnId, content: { text, attachments }, approve, before })
    })
  }

  edit(messageId: QueuedMessageId, { text, attachments }: PromptContent): Promise<QueuedMessage> {
    checkPromptSize(text, this.#deps.limits)
    return this.#act('queue.edit', this.get(messageId), messageId, (client, target) =>
      client.queue.edit({ ...target, messageId, content: { text, attachments } }),
    )
  }

  move(messageId: QueuedMessageId, before: QueuedMessageId | null): Promise<QueuedMessage> {
    return this.#act('queue.move', this.get(messageId), messageId, (client, target) =>
      client.queue.move({ ...target, messageId, before }),
    )
  }

  discard(messageId: QueuedMessageId): Promise<QueuedMessage> {
    return this.#act('queue.discard', this.get(messageId), messageId, (client, target) =>
      client.queue.discard({ ...target, messageId }),
    )
  }

  sendNow(messageId: QueuedMessageId): Promise<Turn> {
    return this.#act('queue.sendNow', this.get(messageId), messageId, (client, target) =>
      client.queue.sendNow({ ...target, messageId }),
    )
  }

  resume(sessionId: SessionId): Promise<QueuedMessage[]> {
    return this.#act('queue.resume', this.#session(sessionId), sessionId, (client, target) =>
      client.queue.resume(target),
    )
  }

  #session(id: SessionId): Target {
    const session = this.#deps.store.read.sessions.get(id)
    if (!session) throw new Failure('session_not_found', `There is no session ${id}`)
    return { workspaceId: session.workspaceId, sessionId: id }
  }

  #act<Entity>(
    what: string,
    { workspaceId, sessionId }: Target,
    target: string,
    work: (client: AgentClient, target: Target) => Promise<{ entity: Entity; journalSeq: number }>,
  ): Promise<Entity> {
    const { audit, workspaces } = this.#deps
    const workspace = workspaces.find(workspaceId)
    return audit.record({ what, nodeId: workspace.nodeId, target }, () =>
      workspaces.link(workspace).command((client) => work(client, { workspaceId, sessionId })),
    )
  }
}
