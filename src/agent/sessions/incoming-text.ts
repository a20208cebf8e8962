import { StreamRedactor, type Redactor } from '../../base/index.ts'

/** A message of the agent as it comes in, without secrets: what may be the beginning of one waits here. */
export class IncomingText {
  readonly role: 'agent' | 'thought'
  readonly #messageId: string | null
  readonly #stream: StreamRedactor

  constructor(redactor: Redactor, role: IncomingText['role'], messageId: string | null) {
    this.role = role
    this.#messageId = messageId
    this.#stream = new StreamRedactor(redactor)
  }

  /** Whether a chunk belongs to this message; agents that give no ids say so by the role alone. */
  takes(role: string, messageId: string | null): boolean {
    return role === this.role && (messageId === null || messageId === this.#messageId)
  }

  /** What can be said now; `waits` says whether something is held back. */
  push(chunk: string): { said: string; waits: boolean } {
    const said = this.#stream.push(chunk)
    return { said, waits: this.#stream.holds }
  }

  /** What is held back and short, when nothing followed for a while. */
  release(): string {
    return this.#stream.release()
  }

  /** All that is held back; the message has ended. */
  flush(): string {
    return this.#stream.flush()
  }
}
