import type { JournalEntry } from '../../contracts/index.ts'

/** A smaller entry that tells of the same entity, or null when this one cannot be made smaller. */
export type Shrink = (entry: JournalEntry) => JournalEntry | null

/** What remains of a message that is cut: enough to know it by. Characters. */
const keptText = 1_000

/** A tool call without what it read, wrote and printed. Its title, status and places stay. */
export const slimToolCall: Shrink = (entry) => {
  if (entry.type !== 'item' || entry.entity.kind !== 'tool_call') return null
  const { content, rawInput, rawOutput } = entry.entity
  if (content.length === 0 && rawInput === null && rawOutput === null) return null
  return { ...entry, entity: { ...entry.entity, content: [], rawInput: null, rawOutput: null } }
}

/** A long message's beginning, marked as truncated. */
export const shortenMessage: Shrink = (entry) => {
  if (entry.type !== 'item' || entry.entity.kind !== 'message') return null
  if (entry.entity.content.length <= keptText) return null
  return {
    ...entry,
    entity: { ...entry.entity, content: entry.entity.content.slice(0, keptText), truncated: true },
  }
}
