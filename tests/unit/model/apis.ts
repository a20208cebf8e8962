import { z } from 'zod'

export interface Heard {
  text: string
  call: { id: string; name: string; arguments: unknown } | null
}

/** How an agent speaks to one model API, and how it puts the answer together. */
export interface Api {
  path: string
  /** Where streaming is another path and not a field of the body. */
  streamPath?: string
  /** A prompt, then (when given) a tool's result. */
  body(prompt: string, toolResult?: string): Record<string, unknown>
  streamed(events: unknown[]): Heard
  whole(body: unknown): Heard
}

const only = <Value>(values: readonly Value[]): Value | null => values[0] ?? null

// OpenAI chat completions

const ChatCall = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
})
const ChatMessage = z.object({ content: z.string().default(''), tool_calls: z.array(ChatCall).default([]) })
const ChatChunk = z.object({
  object: z.literal('chat.completion.chunk'),
  choices: z.array(z.object({ delta: ChatMessage, finish_reason: z.string().nullable() })),
})
const ChatAnswer = z.object({
  object: z.literal('chat.completion'),
  choices: z.tuple([z.object({ message: ChatMessage, finish_reason: z.enum(['stop', 'tool_calls']) })]),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }),
})
const heardChat = (messages: z.infer<typeof ChatMessage>[]): Heard => {
  const call = only(messages.flatMap((message) => message.tool_calls))
  return {
    text: messages.map(({ content }) => content).join(''),
    call: call && {
      id: call.id,
      name: call.function.name,
      arguments: JSON.parse(call.function.arguments) as unknown,
    },
  }
}
const chat: Api = {
  path: '/v1/chat/completions',
  body: (prompt, toolResult) => ({
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: prompt }] },
      ...(toolResult ? [{ role: 'tool', tool_call_id: 'call_1', content: toolResult }] : []),
    ],
    tools: [{ type: 'function', function: { name: 'write', parameters: {} } }],
  }),
  streamed(events) {
    if (events.at(-1) !== '[DONE]') throw new Error('the stream has no end')
    const choices = events.slice(0, -1).flatMap((event) => ChatChunk.parse(event).choices)
    if (choices.at(-1)?.finish_reason === null) throw new Error('no reason to finish was given')
    return heardChat(choices.map(({ delta }) => delta))
  },
  whole: (body) => heardChat(ChatAnswer.parse(body).choices.map(({ message }) => message)),
}

// OpenAI responses

const ResponseItem = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    content: z.array(z.object({ type: z.literal('output_text'), text: z.string() })),
  }),
  z.object({
    type: z.literal('function_call'),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
])
const Response = z.object({ object: z.literal('response'), output: z.array(ResponseItem) })
const ResponseDelta = z.object({ type: z.literal('response.output_text.delta'), delta: z.string() })
const ResponseDone = z.object({ type: z.literal('response.output_item.done'), item: ResponseItem })
const ResponseCompleted = z.object({
  type: z.literal('response.completed'),
  response: z.object({ usage: z.object({ input_tokens: z.number(), output_tokens: z.number() }) }),
})
const heardResponse = (items: z.infer<typeof ResponseItem>[], text?: string): Heard => {
  const call = only(items.filter((item) => item.type === 'function_call'))
  const parts = items.flatMap((item) => (item.type === 'message' ? item.content : []))
  return {
    text: text ?? parts.map((part) => part.text).join(''),
    call: call && {
      id: call.call_id,
      name: call.name,
      arguments: JSON.parse(call.arguments) as unknown,
    },
  }
}
const responses: Api = {
  path: '/v1/responses',
  body: (prompt, toolResult) => ({
    model: 'm',
    instructions: 'Be brief.',
    input: [
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: prompt }] },
      ...(toolResult ? [{ type: 'function_call_output', call_id: 'call_1', output: toolResult }] : []),
    ],
    tools: [{ type: 'function', name: 'write', parameters: {} }],
  }),
  streamed(events) {
    ResponseCompleted.parse(events.at(-1))
    const deltas = events.flatMap((event) => ResponseDelta.safeParse(event).data?.delta ?? [])
    return heardResponse(
      events.flatMap((event) => ResponseDone.safeParse(event).data?.item ?? []),
      deltas.join(''),
    )
  },
  whole: (body) => heardResponse(Response.parse(body).output),
}

// Anthropic messages

const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown() }),
])
const AnthropicMessage = z.object({ role: z.literal('assistant'), content: z.array(Block) })
const BlockStart = z.object({ type: z.literal('content_block_start'), content_block: Block })
const BlockDelta = z.object({
  type: z.literal('content_block_delta'),
  delta: z.object({ text: z.string().default(''), partial_json: z.string().default('') }),
})
const MessageDelta = z.object({
  type: z.literal('message_delta'),
  delta: z.object({ stop_reason: z.enum(['end_turn', 'tool_use']) }),
})
const anthropic: Api = {
  path: '/v1/messages',
  body: (prompt, toolResult) => ({
    model: 'm',
    max_tokens: 100,
    system: [{ type: 'text', text: 'Be brief.' }],
    messages: [
      { role: 'user', content: prompt },
      ...(toolResult
        ? [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: toolResult }] }]
        : []),
    ],
    tools: [{ name: 'write', input_schema: {} }],
  }),
  streamed(events) {
    MessageDelta.parse(events.at(-2))
    const blocks = events.flatMap((event) => BlockStart.safeParse(event).data?.content_block ?? [])
    const deltas = events.flatMap((event) => BlockDelta.safeParse(event).data?.delta ?? [])
    const call = only(blocks.filter((block) => block.type === 'tool_use'))
    const json = deltas.map((delta) => delta.partial_json).join('')
    return {
      text: deltas.map((delta) => delta.text).join(''),
      call: call && { id: call.id, name: call.name, arguments: JSON.parse(json) as unknown },
    }
  },
  whole(body) {
    const { content } = AnthropicMessage.parse(body)
    const call = only(content.filter((block) => block.type === 'tool_use'))
    return {
      text: content.flatMap((block) => (block.type === 'text' ? block.text : [])).join(''),
      call: call && { id: call.id, name: call.name, arguments: call.input },
    }
  },
}

// Gemini generateContent

const FunctionCall = z.object({ id: z.string(), name: z.string(), args: z.unknown() })
const Generated = z.object({
  candidates: z.tuple([
    z.object({
      content: z.object({
        role: z.literal('model'),
        parts: z.array(z.object({ text: z.string().default(''), functionCall: FunctionCall.optional() })),
      }),
      finishReason: z.literal('STOP').optional(),
    }),
  ]),
})
const heardGemini = (events: unknown[]): Heard => {
  const candidates = events.flatMap((event) => Generated.parse(event).candidates)
  if (candidates.at(-1)?.finishReason === undefined) throw new Error('the answer has no end')
  const parts = candidates.flatMap(({ content }) => content.parts)
  const call = only(parts.flatMap((part) => part.functionCall ?? []))
  return {
    text: parts.map(({ text }) => text).join(''),
    call: call && { id: call.id, name: call.name, arguments: call.args },
  }
}
const gemini: Api = {
  path: '/v1beta/models/m:generateContent',
  streamPath: '/v1beta/models/m:streamGenerateContent?alt=sse',
  body: (prompt, toolResult) => ({
    systemInstruction: { role: 'user', parts: [{ text: 'Be brief.' }] },
    contents: [
      { role: 'user', parts: [{ text: prompt }] },
      ...(toolResult
        ? [{ role: 'user', parts: [{ functionResponse: { name: 'write', response: { toolResult } } }] }]
        : []),
    ],
    tools: [{ functionDeclarations: [{ name: 'write' }] }],
  }),
  streamed: heardGemini,
  whole: (body) => heardGemini([body]),
}

export const apis = {
  'OpenAI chat completions': chat,
  'OpenAI responses': responses,
  'Anthropic messages': anthropic,
  'Gemini generateContent': gemini,
} as const satisfies Record<string, Api>
