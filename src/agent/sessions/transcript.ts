import type {
  ItemId,
  Message,
  Plan,
  SessionId,
  ToolCall,
  TranscriptItem,
  TurnId,
} from '../../contracts/index.ts'
import type { Change } from '../store/index.ts'
import type { ToolPatch } from './agent-updates.ts'
import { boundedPlan } from './bounded-plan.ts'
import { GrowingText } from './bounded-text.ts'
import type { TranscriptDeps } from './deps.ts'
import { IncomingText } from './incoming-text.ts'
import { applyToolPatch, isOpen, newToolFields } from './tool-call.ts'
import { TooManyItems } from './too-many-items.ts'
import { ToolRedactor } from './tool-redactor.ts'
import type { NewMessage, TranscriptUpdate } from './transcript-update.ts'

interface OpenMessage {
  message: Message
  text: GrowingText
}

/**
 * Writes what an agent says as the items of a session's turns. New items and changes of state are written at
 * once; growing text and tool output is written at most each `messageRevisionMs`, and before anything else is.
 * Growing text goes out live as it comes; the first chunk only after its item is written (rule 9). Secrets are
 * taken out of everything the agent says before it gets anywhere; what the user wrote stays as it is.
 */
export class Transcript {
  readonly #deps: TranscriptDeps
  readonly #sessionId: SessionId
  #turnId: TurnId | null = null
  #turnEnded = false
  #itemsOfTurn = 0
  #incoming: IncomingText | null = null
  #open: OpenMessage | null = null
  #plan: Plan | null = null
  readonly #tools = new Map<string, ToolCall>()
  #toolRedactor: ToolRedactor
  /** Changed since last written, in order of change. */
  readonly #dirty = new Map<ItemId, Message | ToolCall | Plan>()
  #cancelTimer: (() => void) | null = null

  constructor(deps: TranscriptDeps, sessionId: SessionId) {
    this.#deps = deps
    this.#sessionId = sessionId
    this.#toolRedactor = new ToolRedactor(deps.redactor)
  }

  /** From now on items belong to this turn. Inside the caller's change; what was late is written with it. */
  begin(change: Change, turnId: TurnId): void {
    if (this.#turnEnded) this.#completeMessage()
    this.flushInto(change)
    this.#turnId = turnId
    this.#turnEnded = false
    this.#itemsOfTurn = 0
    this.#plan = null
    this.#tools.clear()
    this.#toolRedactor = new ToolRedactor(this.#deps.redactor)
  }

  /** The turn items belong to, running or the last one; null when there has been none. */
  get turnId(): TurnId | null {
    return this.#turnId
  }

  /** False when there is no turn to put it in. Throws `TooManyItems` when the turn is full. */
  apply(update: TranscriptUpdate): boolean {
    if (this.#turnId === null) return false
    this.admit(0)
    switch (update.type) {
      case 'text':
        this.#say(update.role, update.text, update.messageId)
        break
      case 'notice':
        this.#add('notice', this.#deps.redactor.text(update.text))
        break
      case 'image':
        // An item of its own, so that it stands where it was said.
        this.#add(update.role, '', [update.image])
        break
      case 'tool':
        this.tool(update.patch)
        break
      case 'plan':
        this.#setPlan(update.entries)
        break
    }
    return true
  }

  #add(...message: NewMessage): void {
    this.#deps.store.change((change) => this.addMessage(change, ...message))
  }

  /** Counts items that others write: approvals, questions. Throws `TooManyItems` when the turn is full. */
  admit(items: number): void {
    const { turnItems } = this.#deps.limits()
    if (this.#itemsOfTurn > turnItems) throw new TooManyItems(turnItems)
    this.#itemsOfTurn += items
  }

  /** Adds a whole message inside the caller's change. */
  addMessage(change: Change, ...[role, text, attachments = []]: NewMessage): void {
    this.#completeMessage()
    this.flushInto(change)
    const content = new GrowingText(this.#deps.limits().messageContentBytes)
    content.append(text)
    this.#write(change, { ...this.#newMessage(role, content, true), attachments: [...attachments] })
  }

  /** Upserts a tool call by its id, whichever message it came in. */
  tool(given: ToolPatch): ToolCall {
    const patch = { ...given, toolCallId: this.#deps.redactor.id(given.toolCallId) }
    this.#completeMessage()
    const limit = this.#deps.limits().messageContentBytes
    const known = this.#tools.get(patch.toolCallId)
    const before: ToolCall = known ?? {
      kind: 'tool_call',
      ...newToolFields(patch.toolCallId),
      ...this.#newBase(),
    }
    let call = applyToolPatch(before, this.#toolRedactor.redact(patch), limit)
    if (!isOpen(call)) call = this.#toolRedactor.withTails(call, limit)
    this.#tools.set(patch.toolCallId, call)
    this.#mark(call)
    if (!known || known.status !== call.status) this.flush()
    return this.#tools.get(patch.toolCallId) as ToolCall
  }

  /** Writes what is not written yet. */
  flush(): void {
    if (this.#turnEnded) this.#completeMessage()
    if (this.#dirty.size > 0) this.#deps.store.change((change) => this.flushInto(change))
  }

  /** As `flush`, inside the caller's change. */
  flushInto(change: Change): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    for (const item of this.#dirty.values()) this.#write(change, item)
    this.#dirty.clear()
  }

  /**
   * Ends the turn's items inside the caller's change: the last message is complete, and after any ending but
   * success the calls still open will never end.
   */
  settle(change: Change, succeeded: boolean): void {
    this.#completeMessage()
    const limit = this.#deps.limits().messageContentBytes
    for (const call of this.#tools.values()) {
      const whole = this.#toolRedactor.withTails(call, limit)
      const ended: ToolCall = succeeded || !isOpen(call) ? whole : { ...whole, status: 'cancelled' }
      if (ended === call) continue
      this.#tools.set(call.toolCallId, ended)
      this.#dirty.set(call.id, ended)
    }
    this.flushInto(change)
    this.#turnEnded = true
  }

  /** Gives up what is not written: the turn ends with what the database holds. */
  forget(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    this.#dirty.clear()
    this.#incoming = null
    this.#open = null
    this.#turnEnded = true
  }

  /** Position and times of a new item; positions are taken inside the change that writes it. */
  #newBase(): Omit<Message, 'kind' | 'role' | 'content' | 'complete' | 'truncated' | 'attachments'> {
    const now = this.#deps.clock.now()
    this.#itemsOfTurn++
    return {
      id: this.#deps.newId('item'),
      sessionId: this.#sessionId,
      turnId: this.#turnId as TurnId,
      position: 0,
      createdAt: now,
      updatedAt: now,
      revision: 0,
    }
  }

  #newMessage(role: Message['role'], text: GrowingText, complete: boolean): Message {
    const { content, truncated } = text
    return { kind: 'message', ...this.#newBase(), role, content, complete, truncated, attachments: [] }
  }

  #say(role: IncomingText['role'], text: string, messageId: string | null): void {
    if (text === '') return
    if (!this.#incoming?.takes(role, messageId)) this.#completeMessage()
    this.#incoming ??= new IncomingText(this.#deps.redactor, role, messageId)
    const { said, waits } = this.#incoming.push(text)
    this.#append(role, said)
    if (waits) this.#schedule()
  }

  /** Text that is safe to say, to the open message or a new one. */
  #append(role: IncomingText['role'], said: string): void {
    if (said === '') return
    if (this.#open) return this.#grow(this.#open, said)
    const { message, added } = this.#begin(role, said)
    this.flush()
    this.#publish(this.#written(message), 0, added)
  }

  /** Opens a message; `added` is what of `text` fits. */
  #begin(role: IncomingText['role'], text: string): { message: Message; added: string } {
    const growing = new GrowingText(this.#deps.limits().messageContentBytes)
    const added = growing.append(text)
    const message = this.#newMessage(role, growing, false)
    this.#open = { message, text: growing }
    this.#mark(message)
    return { message, added }
  }

  /** The open message as it was written last, with its position. */
  #written = (message: Message): Message =>
    this.#open?.message.id === message.id ? this.#open.message : message

  #grow(open: OpenMessage, text: string): void {
    const offset = open.text.content.length
    const added = open.text.append(text)
    if (added === '') return
    open.message = { ...open.message, content: open.text.content, truncated: open.text.truncated }
    this.#mark(open.message)
    this.#publish(open.message, offset, added)
  }

  #publish({ sessionId, turnId, id, position, role }: Message, offset: number, text: string): void {
    this.#deps.live.publish({
      type: 'delta',
      delta: { sessionId, turnId, itemId: id, position, role, offset, text },
    })
  }

  /** Writes nothing itself: it may be called inside a change. */
  #completeMessage(): void {
    const incoming = this.#incoming
    this.#incoming = null
    const tail = incoming?.flush() ?? ''
    if (incoming && tail !== '') {
      if (this.#open) this.#grow(this.#open, tail)
      else this.#begin(incoming.role, tail)
    }
    if (!this.#open) return
    this.#dirty.set(this.#open.message.id, { ...this.#open.message, complete: true })
    this.#open = null
    this.#schedule()
  }

  #setPlan(entries: Plan['entries']): void {
    this.#completeMessage()
    const kept = boundedPlan(this.#deps.redactor.deep(entries))
    this.#plan = { kind: 'plan', ...(this.#plan ?? this.#newBase()), entries: kept }
    this.#mark(this.#plan)
    this.flush()
  }

  #mark(item: Message | ToolCall | Plan): void {
    this.#dirty.set(item.id, item)
    this.#schedule()
  }

  #schedule(): void {
    this.#cancelTimer ??= this.#deps.clock.after(this.#deps.limits().messageRevisionMs, () => {
      this.#cancelTimer = null
      try {
        if (this.#incoming) this.#append(this.#incoming.role, this.#incoming.release())
        this.flush()
      } catch (error) {
        this.#deps.unwritten(error)
      }
    })
  }

  #write(change: Change, item: TranscriptItem): void {
    const { store, clock } = this.#deps
    const position = item.position || store.items.nextPosition(this.#sessionId)
    const written = { ...item, position, updatedAt: clock.now(), revision: item.revision + 1 }
    store.items.put(written)
    change.tell({ type: 'item', entity: written })
    this.#remember(written)
  }

  /** What is kept in memory goes on from what was written. */
  #remember(item: TranscriptItem): void {
    if (this.#open?.message.id === item.id) this.#open.message = item as Message
    if (item.kind === 'plan') this.#plan = item
    if (item.kind === 'tool_call' && this.#tools.has(item.toolCallId)) this.#tools.set(item.toolCallId, item)
  }
}
