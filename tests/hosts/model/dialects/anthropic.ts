import { z } from 'zod'
import {
  inputTokens,
  outputTokens,
  type Conversation,
  type Dialect,
  type Entry,
  type Frame,
  type Reply,
} from '../conversation.ts'
import { textOf } from './text-of.ts'

const Body = z.object({
  model: z.string(),
  system: z.unknown().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
  tools: z.array(z.object({ name: z.string() })).default([]),
})
const Result = z.object({ type: z.literal('tool_result'), content: z.unknown().optional() })

/** A user message may hold tool results before its text; each is an entry of its own. */
function entriesOf(role: string, content: unknown): Entry[] {
  const parts: unknown[] = Array.isArray(content) ? content : [content]
  const results = parts.map((part) => Result.safeParse(part))
  const rest = parts.filter((_, index) => !results[index]?.success)
  return [
    ...results.flatMap(({ data }): Entry[] => (data ? [{ role: 'tool', text: textOf(data.content) }] : [])),
    ...(rest.length > 0
      ? [{ role: role === 'assistant' ? ('assistant' as const) : ('user' as const), text: textOf(rest) }]
      : []),
  ]
}

const usageOf = (input: number, output: number) => ({
  input_tokens: input,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: output,
})

const message = (
  id: string,
  conversation: Conversation,
  content: unknown[],
  stop: string | null,
  output: number,
) => ({
  id,
  type: 'message',
  role: 'assistant',
  model: conversation.model,
  content,
  stop_reason: stop,
  stop_sequence: null,
  usage: usageOf(inputTokens(conversation), output),
})

const stopReason = ({ call }: Reply): string => (call ? 'tool_use' : 'end_turn')

/** A content block as three kinds of event: start, deltas, stop. */
function* block(index: number, start: object, deltas: readonly object[], says: boolean): Generator<Frame> {
  const frame = (type: string, rest: object): Frame => ({ event: type, data: { type, ...rest } })
  yield frame('content_block_start', { index, content_block: start })
  for (const delta of deltas) yield { ...frame('content_block_delta', { index, delta }), says }
  yield frame('content_block_stop', { index })
}

/** `POST …/v1/messages`. */
export const anthropic: Dialect = {
  read(body) {
    const { model, system, messages, tools } = Body.parse(body)
    const instructions = textOf(system)
    return {
      model,
      entries: [
        ...(instructions ? [{ role: 'system' as const, text: instructions }] : []),
        ...messages.flatMap(({ role, content }) => entriesOf(role, content)),
      ],
      tools: tools.map(({ name }) => name),
    }
  },

  *stream(reply, conversation): Generator<Frame> {
    const started = message(reply.id, conversation, [], null, 1)
    yield { event: 'message_start', data: { type: 'message_start', message: started } }
    yield { event: 'ping', data: { type: 'ping' } }
    let index = 0
    if (reply.pieces.length > 0)
      yield* block(
        index++,
        { type: 'text', text: '' },
        reply.pieces.map((text) => ({ type: 'text_delta', text })),
        true,
      )
    if (reply.call)
      yield* block(
        index,
        { type: 'tool_use', id: reply.call.id, name: reply.call.name, input: {} },
        [{ type: 'input_json_delta', partial_json: JSON.stringify(reply.call.arguments) }],
        false,
      )
    const delta = { stop_reason: stopReason(reply), stop_sequence: null }
    const usage = { output_tokens: outputTokens(reply) }
    yield { event: 'message_delta', data: { type: 'message_delta', delta, usage } }
    yield { event: 'message_stop', data: { type: 'message_stop' } }
  },

  whole: (reply, conversation) =>
    message(
      reply.id,
      conversation,
      [
        ...(reply.pieces.length > 0 ? [{ type: 'text', text: reply.pieces.join('') }] : []),
        ...(reply.call
          ? [{ type: 'tool_use', id: reply.call.id, name: reply.call.name, input: reply.call.arguments }]
          : []),
      ],
      stopReason(reply),
      outputTokens(reply),
    ),
}
