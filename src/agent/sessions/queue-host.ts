import type {
  PromptContent,
  QueuedMessage,
  QueuedMessageId,
  Session,
  SessionId,
  Turn,
  WorkspaceId,
} from '../../contracts/index.ts'
import type { QueueHost as Host } from '../hosts.ts'
import type { SessionHostDeps } from './deps.ts'
import { busy, checkAlive, checkPrompt } from './guards.ts'
import type { LiveSession } from './live-session.ts'
import { checkAttachments, promptFiles } from './prompt-blocks.ts'
import type { NewMessage } from './queue.ts'
import type { SessionRecords } from './session-records.ts'

interface InSession {
  workspaceId: WorkspaceId
  sessionId: SessionId
}
type OfMessage = InSession & { messageId: QueuedMessageId }

interface QueueHostDeps extends Pick<SessionHostDeps, 'store' | 'limits' | 'attachments' | 'workspaceRoot'> {
  records: SessionRecords
  live(session: Session): LiveSession
}

/** `queue.*` of the agent contract, entity only. All throw `session_not_found`. */
export class QueueHost implements Host {
  readonly #deps: QueueHostDeps

  constructor(deps: QueueHostDeps) {
    this.#deps = deps
  }

  /**
   * Puts a message into the queue; it is held where no turn runs. A second request with the same turn id returns
   * the first message. Throws `session_not_running`, `workspace_not_running`, `invalid_input`, `limit_reached`.
   */
  async add(input: InSession & NewMessage & { before: QueuedMessageId | null }): Promise<QueuedMessage> {
    const { store, limits } = this.#deps
    const session = this.#session(input)
    const known = store.queue.ofTurn(input.turnId)
    if (known?.sessionId === session.id) return known
    checkPrompt(input.content, limits())
    checkAlive(store, session)
    checkAttachments(session, input.content, promptFiles(this.#deps, session))
    const live = this.#deps.live(session)
    return live.queue.add(input, live.isRunning ? 'queued' : 'held', input.before)
  }

  /** Throws `queued_message_not_found`, `invalid_transition`, `invalid_input`. */
  async edit(input: OfMessage & { content: PromptContent }): Promise<QueuedMessage> {
    checkPrompt(input.content, this.#deps.limits())
    const session = this.#session(input)
    checkAttachments(session, input.content, promptFiles(this.#deps, session))
    return this.#live(input).queue.edit(input.messageId, input.content)
  }

  /** Throws `queued_message_not_found`, `invalid_transition`. */
  async move(input: OfMessage & { before: QueuedMessageId | null }): Promise<QueuedMessage> {
    return this.#live(input).queue.move(input.messageId, input.before)
  }

  /** Throws `queued_message_not_found`, `invalid_transition`. */
  async discard(input: OfMessage): Promise<QueuedMessage> {
    return this.#live(input).queue.discard(input.messageId)
  }

  /** Throws `queued_message_not_found`, `invalid_transition`, `session_not_running`, `workspace_not_running`. */
  async sendNow(input: OfMessage): Promise<Turn> {
    const session = this.#session(input)
    checkAlive(this.#deps.store, session)
    if (session.status === 'starting') throw busy(session)
    return this.#deps.live(session).sendNow(input.messageId)
  }

  /** Throws `session_not_running`, `workspace_not_running`. */
  async resume(input: InSession): Promise<QueuedMessage[]> {
    const session = this.#session(input)
    checkAlive(this.#deps.store, session)
    return this.#deps.live(session).resume()
  }

  #session({ workspaceId, sessionId }: InSession): Session {
    return this.#deps.records.conversation(workspaceId, sessionId).entity
  }

  #live(input: InSession): LiveSession {
    return this.#deps.live(this.#session(input))
  }
}
