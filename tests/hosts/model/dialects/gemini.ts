import { z } from 'zod'
import {
  inputTokens,
  outputTokens,
  type Conversation,
  type Dialect,
  type Entry,
  type Frame,
} from '../conversation.ts'
import { textOf } from './text-of.ts'

const Parts = z.array(z.object({ functionResponse: z.unknown().optional(), text: z.string().optional() }))
const Body = z.object({
  systemInstruction: z.object({ parts: z.unknown() }).optional(),
  contents: z.array(z.object({ role: z.string().default('user'), parts: Parts })),
  tools: z
    .array(z.object({ functionDeclarations: z.array(z.object({ name: z.string() })).default([]) }))
    .default([]),
})

/** A function's response is an entry of its own, before the text beside it. */
function entriesOf(role: string, parts: z.infer<typeof Parts>): Entry[] {
  const responses = parts.filter((part) => part.functionResponse !== undefined)
  const rest = parts.filter((part) => part.functionResponse === undefined)
  return [
    ...responses.map((part): Entry => ({ role: 'tool', text: textOf(part.functionResponse) })),
    ...(rest.length > 0
      ? [{ role: role === 'model' ? ('assistant' as const) : ('user' as const), text: textOf(rest) }]
      : []),
  ]
}

function answer(id: string, conversation: Conversation, parts: object[], finish: { output: number } | null) {
  const input = inputTokens(conversation)
  return {
    candidates: [
      { index: 0, content: { role: 'model', parts }, ...(finish ? { finishReason: 'STOP' } : {}) },
    ],
    ...(finish
      ? {
          usageMetadata: {
            promptTokenCount: input,
            candidatesTokenCount: finish.output,
            totalTokenCount: input + finish.output,
          },
        }
      : {}),
    modelVersion: conversation.model,
    responseId: id,
  }
}

/**
 * `POST …/models/<model>:generateContent` and `:streamGenerateContent`. The model's name is in the path; whoever
 * reads the body puts it there as `model`.
 */
export const gemini: Dialect = {
  read(body) {
    const { systemInstruction, contents, tools } = Body.parse(body)
    const model = z.object({ model: z.string() }).parse(body).model
    const instructions = textOf(systemInstruction?.parts)
    return {
      model,
      entries: [
        ...(instructions ? [{ role: 'system' as const, text: instructions }] : []),
        ...contents.flatMap(({ role, parts }) => entriesOf(role, parts)),
      ],
      tools: tools.flatMap((tool) => tool.functionDeclarations.map(({ name }) => name)),
    }
  },

  *stream(reply, conversation): Generator<Frame> {
    for (const text of reply.pieces)
      yield { data: answer(reply.id, conversation, [{ text }], null), says: true }
    const call = reply.call && { id: reply.call.id, name: reply.call.name, args: reply.call.arguments }
    const parts = call ? [{ functionCall: call }] : [{ text: '' }]
    yield { data: answer(reply.id, conversation, parts, { output: outputTokens(reply) }) }
  },

  whole(reply, conversation) {
    const parts = [
      ...(reply.pieces.length > 0 ? [{ text: reply.pieces.join('') }] : []),
      ...(reply.call
        ? [{ functionCall: { id: reply.call.id, name: reply.call.name, args: reply.call.arguments } }]
        : []),
    ]
    return answer(reply.id, conversation, parts, { output: outputTokens(reply) })
  },
}
