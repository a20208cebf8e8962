import type {
  Approval,
  Message,
  MessageDelta,
  SessionEvent,
  TranscriptItem,
  Turn,
} from '../contracts/index.ts'
import { optionNames } from './option-names.ts'
import { printable } from './output.ts'

const approvalLines = (approval: Approval): string =>
  [
    `? ${approval.title}`,
    ...(approval.detail && approval.detail !== approval.title
      ? [`  ${approval.detail.replaceAll('\n', '\n  ')}`]
      : []),
    `  waits for you: switchyard approval answer ${approval.id} --option ${optionNames(approval, '|')}`,
  ].join('\n')

const outcomeOf = ({ status, rule }: Approval): string =>
  rule === null ? status : `${status} by a rule of this workspace (${rule})`

/**
 * Turns a session's events into text, each character once: message text is printed as it grows, whether it
 * comes as a live delta or as a journalled revision.
 */
export class TranscriptPrinter {
  readonly #write: (text: string) => void
  readonly #printed = new Map<string, number>()
  readonly #states = new Map<string, string>()
  #lineOpen = false
  #lastId: string | undefined

  constructor(write: (text: string) => void) {
    this.#write = write
  }

  event(event: SessionEvent): void {
    if (event.type === 'delta') this.#grow(event.delta.itemId, event.delta.role, event.delta)
    else if (event.type === 'change' && event.change.type === 'item') this.item(event.change.entity)
    else if (event.type === 'change' && event.change.type === 'turn') this.turn(event.change.entity)
  }

  item(item: TranscriptItem): void {
    switch (item.kind) {
      case 'message':
        this.#grow(item.id, item.role, { offset: 0, text: item.content })
        return this.#images(item)
      case 'tool_call':
        return this.#once(item.id, item.status, `* ${item.title} [${item.status}]`)
      case 'approval':
        return this.#once(
          item.id,
          item.status,
          item.status === 'pending' ? approvalLines(item) : `  ${item.title}: ${outcomeOf(item)}`,
        )
      case 'question':
        return this.#once(
          item.id,
          item.status,
          item.status === 'pending'
            ? `? ${item.message}\n  waits for you: answer it in the app`
            : `  ${item.message}: ${item.status}`,
        )
      case 'plan':
        return this.#once(
          item.id,
          JSON.stringify(item.entries),
          item.entries
            .map(
              (entry) =>
                `- [${entry.status === 'completed' ? 'x' : entry.status === 'in_progress' ? '>' : ' '}] ${entry.content}`,
            )
            .join('\n'),
        )
      default:
        item satisfies never
    }
  }

  turn(turn: Turn): void {
    if (turn.endedAt === null) return
    const reason = turn.error ? `: ${turn.error.message}` : ''
    this.#once(turn.id, turn.status, `turn ${turn.ordinal} ${turn.status}${reason}`)
  }

  #grow(id: string, role: MessageDelta['role'], part: { offset: number; text: string }): void {
    const printed = this.#printed.get(id) ?? 0
    const end = part.offset + part.text.length
    // A hole is left for the next revision, which carries the whole text.
    if (part.offset > printed || end <= printed) return
    if (this.#lastId !== id || printed === 0) {
      this.#endLine()
      if (role === 'user') this.#put('> ')
      if (role === 'thought') this.#put('~ ')
    }
    this.#lastId = id
    this.#put(part.text.slice(printed - part.offset))
    this.#printed.set(id, end)
  }

  /** Images are named once their message is complete; a terminal cannot show them. */
  #images({ id, complete, attachments }: Message): void {
    const images = attachments.filter((one) => one.kind === 'image')
    if (!complete || images.length === 0) return
    const named = images.map(
      ({ name, bytes }) => `[image: ${name}, ${Math.max(1, Math.round(bytes / 1024))} KiB]`,
    )
    this.#once(`${id} images`, '', named.join('\n'))
  }

  #once(id: string, state: string, text: string): void {
    if (this.#states.get(id) === state) return
    this.#states.set(id, state)
    this.#endLine()
    this.#put(`${text}\n`)
    this.#lastId = id
  }

  #put(text: string): void {
    this.#write(printable(text))
    this.#lineOpen = !text.endsWith('\n')
  }

  #endLine(): void {
    if (this.#lineOpen) this.#put('\n')
  }
}
