import type { Message, TranscriptItem } from '../../contracts/index.ts'

const heads = { user: 'User', agent: 'Agent' } as const
/** What a cut leaves out, said to the agent. */
const omission = '[Earlier messages are left out.]'

/** A message with its images, which are only named. */
function messageText(role: keyof typeof heads, { content, attachments }: Message): string | null {
  const images = attachments.filter((one) => one.kind === 'image').map(({ name }) => `[image: ${name}]`)
  const text = [content.trim(), ...images].filter(Boolean).join('\n')
  return text === '' ? null : `## ${heads[role]}\n\n${text}`
}

/** One entry of the transcript as it is told to an agent; null for what it need not know. */
function entry(item: TranscriptItem): string | null {
  switch (item.kind) {
    case 'message':
      if (item.role !== 'user' && item.role !== 'agent') return null
      return messageText(item.role, item)
    case 'tool_call':
      return `[The agent used a tool: ${item.title.split('\n')[0]} (${item.status})]`
    case 'question':
      return `[The agent asked: ${item.message.trim()}${item.answer === null ? '' : ` The user answered: ${JSON.stringify(item.answer)}`}]`
    case 'approval':
    case 'plan':
      return null
    default:
      return item satisfies never
  }
}

/**
 * What was said, for an agent that does not remember it: at most `limit` characters, the newest kept.
 * Empty when there is nothing to tell.
 */
export function conversationText(items: readonly TranscriptItem[], limit: number): string {
  const kept: string[] = []
  let size = 0
  for (const item of items.toReversed()) {
    const text = entry(item)
    if (text === null) continue
    size += text.length
    if (size > limit) {
      if (kept.length === 0) kept.push(text.slice(-limit))
      kept.push(omission)
      break
    }
    kept.push(text)
  }
  return kept.reverse().join('\n\n')
}
