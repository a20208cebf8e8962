import type { Clock, NewId, Redactor } from '../../base/index.ts'
import type {
  ItemId,
  Limits,
  Message,
  SessionId,
  ToolCall,
  TranscriptItem,
  Turn,
} from '../../contracts/index.ts'
import type { AgentStore, Change } from '../store/index.ts'
import type { AgentImages } from './agent-images.ts'
import { bounded } from './bounded-text.ts'
import { boundedPlan } from './bounded-plan.ts'
import type { ReplayedTurn, Replayed } from './replay.ts'
import type { SessionRecords } from './session-records.ts'
import type { SessionTitle } from './session-title.ts'
import { applyToolPatch, isOpen, newToolFields } from './tool-call.ts'
import { ToolRedactor } from './tool-redactor.ts'
import { moveTurn, newTurn } from './turn-state.ts'

interface ReplayWriterDeps {
  store: AgentStore
  records: SessionRecords
  clock: Clock
  newId: NewId
  limits: () => Limits
  redactor: Redactor
  images: AgentImages
  title: SessionTitle
}

/** Writes what an agent repeated of an earlier conversation as turns of ours, all of it inside one change. */
export class ReplayWriter {
  readonly #deps: ReplayWriterDeps
  readonly #id: SessionId

  constructor(deps: ReplayWriterDeps, id: SessionId) {
    this.#deps = deps
    this.#id = id
  }

  /** `conversation` is the agent's id of it. Nothing is written where the session has turns already. */
  write(change: Change, turns: readonly ReplayedTurn[], conversation: string): void {
    const { store, records, title, redactor } = this.#deps
    if (turns.length === 0 || records.session(this.#id).turnCount > 0) return
    let last: Turn | null = null
    for (const [index, { prompt, said }] of turns.entries()) {
      const turn = this.#turn(index + 1, last)
      records.putTurn(change, turn)
      store.turns.putConversation(turn.id, conversation)
      const text = redactor.text(prompt)
      if (text !== '') this.#put(change, this.#message(turn, 'user', text))
      for (const item of this.#items(turn, said)) this.#put(change, item)
      if (index === 0) title.suggest(change, text)
      last = turn
    }
    if (!last) return
    const { id, status, endedAt, ordinal } = last
    records.patchSession(change, this.#id, { turnCount: ordinal, lastTurn: { id, status, endedAt } })
  }

  /** A turn that has ended; when it really was, nobody says. */
  #turn(ordinal: number, before: Turn | null): Turn {
    const { clock, newId } = this.#deps
    const now = clock.now()
    const queued = newTurn(newId('turn'), this.#id, ordinal, before?.id ?? null, now)
    const started = moveTurn(queued, { type: 'start' }, now) ?? queued
    return (
      moveTurn(started, { type: 'end', status: 'succeeded', stopReason: null, error: null }, now) ?? started
    )
  }

  #items(turn: Turn, said: readonly Replayed[]): TranscriptItem[] {
    const { redactor, limits, images } = this.#deps
    const items = new Map<string, TranscriptItem>()
    const add = (item: TranscriptItem): void => void items.set(item.id, item)
    const tools = new Map<string, ItemId>()
    const toolRedactor = new ToolRedactor(redactor)
    for (const update of said)
      switch (update.type) {
        case 'text':
          add(this.#message(turn, update.role, redactor.text(update.text)))
          break
        case 'notice':
          add(this.#message(turn, 'notice', redactor.text(update.text)))
          break
        case 'image': {
          const kept = images.keep(update.image, turn.id)
          const message = this.#message(turn, update.role, typeof kept === 'string' ? kept : '')
          add(typeof kept === 'string' ? message : { ...message, attachments: [kept] })
          break
        }
        case 'plan': {
          const known = [...items.values()].find((item) => item.kind === 'plan')
          const entries = boundedPlan(redactor.deep(update.entries))
          add({ ...(known ?? { kind: 'plan', ...this.#base(turn) }), entries })
          break
        }
        case 'tool': {
          const patch = images.keepIn(update.patch, turn.id)
          const toolCallId = redactor.id(patch.toolCallId)
          const known = items.get(tools.get(toolCallId) ?? '') as ToolCall | undefined
          const before: ToolCall = known ?? {
            kind: 'tool_call',
            ...newToolFields(toolCallId),
            ...this.#base(turn),
          }
          const safe = toolRedactor.redact({ ...patch, toolCallId })
          const call = [safe, ...toolRedactor.end(toolCallId)].reduce(
            (sofar, part) => applyToolPatch(sofar, part, limits().messageContentBytes),
            before,
          )
          tools.set(toolCallId, call.id)
          add(call)
          break
        }
      }
    // How a call ended that the agent does not tell, nobody will say any more.
    return [...items.values()].map((item) =>
      item.kind === 'tool_call' && isOpen(item) ? { ...item, status: 'cancelled' } : item,
    )
  }

  #message(turn: Turn, role: Message['role'], said: string): Message {
    const { text: content, truncated } = bounded(said, this.#deps.limits().messageContentBytes)
    return { kind: 'message', ...this.#base(turn), role, content, complete: true, truncated, attachments: [] }
  }

  #base({
    id: turnId,
  }: Turn): Pick<
    Message,
    'id' | 'sessionId' | 'turnId' | 'position' | 'createdAt' | 'updatedAt' | 'revision'
  > {
    const { newId, clock } = this.#deps
    const now = clock.now()
    const id = newId('item')
    return { id, sessionId: this.#id, turnId, position: 0, createdAt: now, updatedAt: now, revision: 1 }
  }

  #put(change: Change, item: TranscriptItem): void {
    const { store } = this.#deps
    const entity = { ...item, position: store.items.nextPosition(this.#id) }
    store.items.put(entity)
    change.tell({ type: 'item', entity })
  }
}
