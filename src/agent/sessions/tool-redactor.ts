import { StreamRedactor, type Redactor } from '../../base/index.ts'
import type { ToolContent } from '../../contracts/index.ts'
import type { ToolPatch } from './agent-updates.ts'
import { applyToolPatch, type ToolFields } from './tool-call.ts'

/** What of one call waits: its last content, where that ended in what may become a secret. */
type Waiting = Map<string, ToolContent[]>

/**
 * Takes secrets out of what an agent says of its tool calls. Output that grows, whether it is appended or sent
 * whole again and again, may end in half a secret: such an end is left out until more comes or the call ends.
 */
export class ToolRedactor {
  readonly #redactor: Redactor
  /** Output that is appended to, by call and terminal. */
  readonly #streams = new Map<string, Map<string, StreamRedactor>>()
  readonly #waiting: Waiting = new Map()

  constructor(redactor: Redactor) {
    this.#redactor = redactor
  }

  /** The same patch without secrets. */
  redact(patch: ToolPatch): ToolPatch {
    const { toolCallId, title, content, locations, rawInput, rawOutput, terminalOutput } = patch
    const ended = patch.status === 'completed' || patch.status === 'failed'
    const shown = this.#content(toolCallId, content, ended)
    return {
      ...patch,
      ...(title === undefined ? {} : { title: this.#redactor.text(title) }),
      ...(locations ? { locations: this.#redactor.deep(locations) } : {}),
      ...(rawInput === undefined ? {} : { rawInput: this.#redactor.deep(rawInput) }),
      ...(rawOutput === undefined ? {} : { rawOutput: this.#redactor.deep(rawOutput) }),
      ...(shown ? { content: shown } : {}),
      ...(terminalOutput ? { terminalOutput: this.#output(toolCallId, terminalOutput) } : {}),
    }
  }

  /** The call with what was held back of its output, now that no more of it comes; the same when nothing was. */
  withTails<Call extends ToolFields>(call: Call, limit: number): Call {
    return this.end(call.toolCallId).reduce((before, tail) => applyToolPatch(before, tail, limit), call)
  }

  /** What is still held back of a call's terminals, each as a patch of its own; nothing more comes. */
  end(toolCallId: string): ToolPatch[] {
    const streams = this.#streams.get(toolCallId) ?? []
    this.#streams.delete(toolCallId)
    const content = this.#waiting.get(toolCallId)
    this.#waiting.delete(toolCallId)
    const tails = [...streams].map(([terminalId, stream]) => ({
      terminalId: this.#redactor.id(terminalId),
      data: stream.flush(),
    }))
    return [
      ...(content ? [{ toolCallId, content: content.map((entry) => this.#whole(entry)) }] : []),
      ...tails
        .filter(({ data }) => data !== '')
        .map((tail) => ({ toolCallId, terminalOutput: { ...tail, append: true } })),
    ]
  }

  #content(id: string, content: ToolContent[] | undefined, ended: boolean): ToolContent[] | undefined {
    if (content === undefined) return undefined
    this.#waiting.delete(id)
    const whole = content.map((entry) => this.#whole(entry))
    if (ended) return whole
    const shown = content.map((entry, index) =>
      entry.type === 'text' ? { ...entry, text: this.#soFar(entry.text) } : (whole[index] as ToolContent),
    )
    if (JSON.stringify(shown) !== JSON.stringify(whole)) this.#waiting.set(id, content)
    return shown
  }

  #output(id: string, output: NonNullable<ToolPatch['terminalOutput']>): typeof output {
    const { terminalId, data, append } = output
    const streams = this.#streams.get(id) ?? new Map<string, StreamRedactor>()
    this.#streams.set(id, streams)
    const known = append ? streams.get(terminalId) : undefined
    const stream = known ?? new StreamRedactor(this.#redactor)
    streams.set(terminalId, stream)
    return { ...output, terminalId: this.#redactor.id(terminalId), data: stream.push(data) }
  }

  /** A content that is complete; an id that holds a secret becomes another. */
  #whole(content: ToolContent): ToolContent {
    const redact = (text: string): string => this.#redactor.text(text)
    switch (content.type) {
      case 'text':
        return { ...content, text: redact(content.text) }
      case 'terminal':
        return {
          ...content,
          terminalId: this.#redactor.id(content.terminalId),
          output: redact(content.output),
        }
      case 'image':
        // What an image is called was redacted when it was kept.
        return content
      case 'diff': {
        const { path, oldText, newText } = content
        const before = oldText === null ? null : redact(oldText)
        return { ...content, path: redact(path), oldText: before, newText: redact(newText) }
      }
    }
  }

  #soFar(text: string): string {
    return new StreamRedactor(this.#redactor).push(text)
  }
}
