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

const Item = z.object({
  type: z.string().default('message'),
  role: z.string().optional(),
  content: z.unknown().optional(),
  output: z.unknown().optional(),
})
const Body = z.object({
  model: z.string(),
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(Item)]),
  tools: z.array(z.object({ type: z.string(), name: z.string().optional() })).default([]),
})

function entryOf(item: z.infer<typeof Item>): Entry[] {
  if (item.type.endsWith('_output')) return [{ role: 'tool', text: textOf(item.output) }]
  if (item.type !== 'message') return []
  const role = item.role === 'user' || item.role === 'assistant' ? item.role : 'system'
  return [{ role, text: textOf(item.content) }]
}

const textPart = (text: string) => ({ type: 'output_text', text, annotations: [] })
const messageItem = (id: string, status: string, text: string | null) => ({
  type: 'message',
  id,
  role: 'assistant',
  status,
  content: text === null ? [] : [textPart(text)],
})
const callItem = (status: string, call: NonNullable<Reply['call']>, args: string) => ({
  type: 'function_call',
  id: `fc_${call.id}`,
  call_id: call.id,
  name: call.name,
  arguments: args,
  status,
})

const outputOf = ({ id, pieces, call }: Reply) => [
  ...(pieces.length > 0 ? [messageItem(id, 'completed', pieces.join(''))] : []),
  ...(call ? [callItem('completed', call, JSON.stringify(call.arguments))] : []),
]

function response(status: 'in_progress' | 'completed', conversation: Conversation, whole: Reply) {
  const reply = status === 'completed' ? whole : null
  const input = inputTokens(conversation)
  const output = reply ? outputTokens(reply) : 0
  return {
    id: `response_${whole.id}`,
    object: 'response',
    created_at: 1,
    status,
    model: conversation.model,
    output: reply ? outputOf(reply) : [],
    usage: reply
      ? {
          input_tokens: input,
          input_tokens_details: { cached_tokens: 0 },
          output_tokens: output,
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: input + output,
        }
      : null,
  }
}

/** What follows a response's beginning and precedes its end. */
function* itemEvents(reply: Reply): Generator<Record<string, unknown> & { type: string }> {
  const { id } = reply
  const text = reply.pieces.join('')
  if (reply.pieces.length > 0) {
    const at = { item_id: id, output_index: 0, content_index: 0 }
    yield { type: 'response.output_item.added', output_index: 0, item: messageItem(id, 'in_progress', null) }
    yield { type: 'response.content_part.added', ...at, part: textPart('') }
    for (const delta of reply.pieces) yield { type: 'response.output_text.delta', ...at, delta }
    yield { type: 'response.output_text.done', ...at, text }
    yield { type: 'response.content_part.done', ...at, part: textPart(text) }
    yield { type: 'response.output_item.done', output_index: 0, item: messageItem(id, 'completed', text) }
  }
  if (reply.call) {
    const { call } = reply
    const index = reply.pieces.length > 0 ? 1 : 0
    const args = JSON.stringify(call.arguments)
    const at = { item_id: `fc_${call.id}`, output_index: index }
    const item = callItem('in_progress', call, '')
    yield { type: 'response.output_item.added', output_index: index, item }
    yield { type: 'response.function_call_arguments.delta', ...at, delta: args }
    yield { type: 'response.function_call_arguments.done', ...at, arguments: args }
    const done = callItem('completed', call, args)
    yield { type: 'response.output_item.done', output_index: index, item: done }
  }
}

/** `POST …/responses`. */
export const openaiResponses: Dialect = {
  read(body) {
    const { model, instructions, input, tools } = Body.parse(body)
    const system: Entry[] = instructions ? [{ role: 'system', text: instructions }] : []
    const said: Entry[] = typeof input === 'string' ? [{ role: 'user', text: input }] : input.flatMap(entryOf)
    return { model, entries: [...system, ...said], tools: tools.map((tool) => tool.name ?? tool.type) }
  },

  *stream(reply, conversation): Generator<Frame> {
    let sequence = 0
    const frame = (event: Record<string, unknown> & { type: string }): Frame => ({
      event: event.type,
      data: { ...event, sequence_number: sequence++ },
      says: event.type === 'response.output_text.delta',
    })
    const started = response('in_progress', conversation, reply)
    yield frame({ type: 'response.created', response: started })
    yield frame({ type: 'response.in_progress', response: started })
    for (const event of itemEvents(reply)) yield frame(event)
    yield frame({ type: 'response.completed', response: response('completed', conversation, reply) })
  },

  whole: (reply, conversation) => response('completed', conversation, reply),
}
