import type { Dialect } from './conversation.ts'
import { anthropic } from './dialects/anthropic.ts'
import { gemini } from './dialects/gemini.ts'
import { openaiChat } from './dialects/openai-chat.ts'
import { openaiResponses } from './dialects/openai-responses.ts'

/** What a path asks for. `streams`: null when the body's `stream` says so. */
export type Route =
  | { kind: 'answer'; dialect: Dialect; model: string | null; streams: boolean | null }
  | { kind: 'count_tokens' }
  | { kind: 'models' }
  | { kind: 'alive' }
  | { kind: 'unknown' }

const geminiCall = /\/models\/([^/:]+):(generateContent|streamGenerateContent|countTokens)$/

/** `path` without its query; any prefix, because base addresses differ (`/v1`, `/v1beta`, none). */
export function routeOf(method: string, path: string): Route {
  if (method === 'HEAD' || path === '/') return { kind: 'alive' }
  if (method === 'GET') return path.endsWith('/models') ? { kind: 'models' } : { kind: 'unknown' }
  const answer = (dialect: Dialect): Route => ({ kind: 'answer', dialect, model: null, streams: null })
  if (path.endsWith('/chat/completions')) return answer(openaiChat)
  if (path.endsWith('/responses')) return answer(openaiResponses)
  if (path.endsWith('/messages')) return answer(anthropic)
  if (path.endsWith('/messages/count_tokens')) return { kind: 'count_tokens' }
  const [, model, verb] = geminiCall.exec(path) ?? []
  if (!model) return { kind: 'unknown' }
  if (verb === 'countTokens') return { kind: 'count_tokens' }
  return { kind: 'answer', dialect: gemini, model, streams: verb === 'streamGenerateContent' }
}
