import type { Call, Conversation, Entry, Reply } from './conversation.ts'

/** One answer of the model. */
export interface Step {
  /** Said word by word. */
  say: string
  /** A pattern with one group, looked for in what was said before the scene's words; `{recalled}` in `say` is its match. */
  recall?: string
  /** A tool of the agent's to call after that, by the agent's own name. */
  call?: { name: string; arguments: Readonly<Record<string, unknown>> }
  /** Before each word. 0 by default. */
  wordDelayMs?: number
  /** After its words the answer stays open until the agent gives up. */
  hold?: boolean
}

/** What the model does when a prompt holds the words `when`: step n once n tool results have come since. */
export interface Scene {
  when: string
  steps: readonly Step[]
}
export type Script = readonly Scene[]

/** When no scene fits, and for requests without tools, which agents make beside the conversation. */
const aside: Step = { say: 'All right.' }

/** What `{recalled}` becomes when the pattern is nowhere. */
const nothingRecalled = '(nothing)'

/** The step that answers this conversation. Its latest prompt that fits a scene decides. */
export function nextStep(script: Script, conversation: Conversation): Step {
  if (conversation.tools.length === 0) return aside
  const { entries } = conversation
  const at = entries.findLastIndex((entry) => sceneOf(script, entry) !== undefined)
  const scene = at === -1 ? undefined : sceneOf(script, entries[at]!)
  if (!scene) return aside
  const results = entries.slice(at + 1).filter(({ role }) => role === 'tool').length
  const step = scene.steps[Math.min(results, scene.steps.length - 1)] ?? aside
  if (step.recall === undefined) return step
  // An earlier conversation may be told again in the prompt's own entry, before its words.
  const { text } = entries[at]!
  const retold: Entry = { role: 'user', text: text.slice(0, text.lastIndexOf(scene.when)) }
  return { ...step, say: recalled(step, [...entries.slice(0, at), retold]) }
}

/** The scene whose words come last. */
function sceneOf(script: Script, { role, text }: Entry): Scene | undefined {
  if (role !== 'user') return undefined
  const at = ({ when }: Scene): number => text.lastIndexOf(when)
  return script.filter((scene) => at(scene) !== -1).toSorted((a, b) => at(b) - at(a))[0]
}

function recalled({ say, recall = '' }: Step, before: readonly Entry[]): string {
  const pattern = new RegExp(recall)
  const found = before
    .filter(({ role }) => role === 'user' || role === 'assistant')
    .map(({ text }) => pattern.exec(text)?.[1])
    .find((match) => match !== undefined)
  return say.replace('{recalled}', found ?? nothingRecalled)
}

/** The step as an answer, the `number`th of the model. */
export function replyOf(step: Step, number: number): Reply {
  const call: Call | null = step.call ? { id: `call_${number}`, ...step.call } : null
  // With the space before it, so that the pieces together are the text.
  return { id: `answer_${number}`, pieces: step.say.match(/\s*\S+/g) ?? [], call }
}
