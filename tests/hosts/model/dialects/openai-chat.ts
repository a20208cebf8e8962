import { z } from 'zod'
import { inputTokens, outputTokens, type Dialect, type Frame, type Reply } from '../conversation.ts'
import { textOf } from './text-of.ts'

const Body = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.unknown().optional() })),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
})

const roles = { system: 'system', developer: 'system', user: 'user', tool: 'tool' } as const
const roleOf = (role: string) => roles[role as keyof typeof roles] ?? 'assistant'

const toolCall = ({ id, name, arguments: args }: NonNullable<Reply['call']>) => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(args) },
})
const finishReason = ({ call }: Reply): string => (call ? 'tool_calls' : 'stop')
const head = (id: string, model: string, object: string) => ({ id, object, created: 1, model })

/** `POST …/chat/completions`. */
export const openaiChat: Dialect = {
  read(body) {
    const { model, messages, tools } = Body.parse(body)
    return {
      model,
      entries: messages.map(({ role, content }) => ({ role: roleOf(role), text: textOf(content) })),
      tools: tools.map((tool) => tool.function.name),
    }
  },

  *stream(reply, conversation): Generator<Frame> {
    const chunk = (delta: object, finish: string | null = null) => ({
      ...head(reply.id, conversation.model, 'chat.completion.chunk'),
      choices: [{ index: 0, delta, finish_reason: finish }],
    })
    yield { data: chunk({ role: 'assistant', content: '' }) }
    for (const content of reply.pieces) yield { data: chunk({ content }), says: true }
    if (reply.call) yield { data: chunk({ tool_calls: [{ index: 0, ...toolCall(reply.call) }] }) }
    yield { data: chunk({}, finishReason(reply)) }
    const usage = usageOf(inputTokens(conversation), outputTokens(reply))
    yield { data: { ...head(reply.id, conversation.model, 'chat.completion.chunk'), choices: [], usage } }
    yield { data: '[DONE]' }
  },

  whole: (reply, conversation) => ({
    ...head(reply.id, conversation.model, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: reply.pieces.join(''),
          ...(reply.call ? { tool_calls: [toolCall(reply.call)] } : {}),
        },
        finish_reason: finishReason(reply),
      },
    ],
    usage: usageOf(inputTokens(conversation), outputTokens(reply)),
  }),
}

const usageOf = (input: number, output: number) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
})
