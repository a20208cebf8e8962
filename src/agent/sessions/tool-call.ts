import type { ToolCall, ToolContent } from '../../contracts/index.ts'
import type { ToolPatch } from './agent-updates.ts'
import { bounded } from './bounded-text.ts'

/** Entries of a list (contents, locations) kept; a call with more is not read by a person. */
const maxEntries = 200
const maxTitleChars = 1_000

export type ToolFields = Omit<
  ToolCall,
  'kind' | 'id' | 'sessionId' | 'turnId' | 'position' | 'createdAt' | 'updatedAt' | 'revision'
>

export const newToolFields = (toolCallId: string): ToolFields => ({
  toolCallId,
  title: toolCallId,
  toolKind: 'other',
  status: 'pending',
  locations: [],
  content: [],
  rawInput: null,
  rawOutput: null,
})

/** JSON text of any value, cut at `limit`; what JSON cannot say becomes its string. */
const asJson = (value: unknown, limit: number): string =>
  bounded(JSON.stringify(value) ?? String(value), limit).text

/** Contents cut so that together they hold at most `limit` bytes (and the markers that say so). */
function boundedContent(contents: readonly ToolContent[], limit: number): ToolContent[] {
  let left = limit
  const cut = (text: string): string => {
    const result = bounded(text, limit, left).text
    left = Math.max(0, left - Buffer.byteLength(result))
    return result
  }
  return contents.slice(0, maxEntries).map((content) => {
    switch (content.type) {
      case 'text':
        return { ...content, text: cut(content.text) }
      case 'terminal':
        return { ...content, output: cut(content.output) }
      case 'image':
        return content
      case 'diff':
        return {
          ...content,
          oldText: content.oldText === null ? null : cut(content.oldText),
          newText: cut(content.newText),
        }
    }
  })
}

const outputOf = (contents: readonly ToolContent[], terminalId: string): string => {
  const found = contents.find((content) => content.type === 'terminal' && content.terminalId === terminalId)
  return found?.type === 'terminal' ? found.output : ''
}

/** A replaced list keeps the output its terminals had: agents send that apart from the content. */
const withOutputs = (next: readonly ToolContent[], before: readonly ToolContent[]): ToolContent[] =>
  next.map((content) =>
    content.type === 'terminal' ? { ...content, output: outputOf(before, content.terminalId) } : content,
  )

function withTerminalOutput(
  contents: ToolContent[],
  output: NonNullable<ToolPatch['terminalOutput']>,
): ToolContent[] {
  const { terminalId, data, append } = output
  const text = append ? outputOf(contents, terminalId) + data : data
  const entry: ToolContent = { type: 'terminal', terminalId, output: text }
  const at = contents.findIndex((content) => content.type === 'terminal' && content.terminalId === terminalId)
  return at === -1 ? [...contents, entry] : contents.with(at, entry)
}

/** The call after what the agent said of it: lists replace whole, everything is bounded by `limit` bytes. */
export function applyToolPatch<Call extends ToolFields>(call: Call, patch: ToolPatch, limit: number): Call {
  let content = patch.content ? withOutputs(patch.content, call.content) : call.content
  if (patch.terminalOutput) content = withTerminalOutput(content, patch.terminalOutput)
  return {
    ...call,
    title: patch.title === undefined ? call.title : patch.title.slice(0, maxTitleChars),
    toolKind: patch.toolKind ?? call.toolKind,
    status: patch.status ?? call.status,
    locations: patch.locations?.slice(0, maxEntries) ?? call.locations,
    content: content === call.content ? content : boundedContent(content, limit),
    rawInput: 'rawInput' in patch ? asJson(patch.rawInput, limit) : call.rawInput,
    rawOutput: 'rawOutput' in patch ? asJson(patch.rawOutput, limit) : call.rawOutput,
  }
}

const isSettled = (status: ToolCall['status']): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled'
/** True when the agent has not said how the call ended. */
export const isOpen = (call: ToolCall): boolean => !isSettled(call.status)
