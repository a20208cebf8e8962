import type { TranscriptItem } from '../../contracts/index.ts'

const ended: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled'])

/**
 * The text by which an item is found; null for what is not searched or not finished. Streaming rewrites a message
 * and a running call many times: they are indexed once, when they are complete.
 */
export function searchText(item: TranscriptItem): string | null {
  switch (item.kind) {
    case 'message':
      return item.complete ? orNull([item.content]) : null
    case 'tool_call':
      return ended.has(item.status) ? orNull([item.title, ...item.locations.map(({ path }) => path)]) : null
    case 'approval':
      return orNull([item.title, item.detail])
    case 'question':
      return orNull([item.message, ...item.fields.map(({ label }) => label)])
    case 'plan':
      return null
    default:
      return item satisfies never
  }
}

/** The different ones of `parts` as lines; null when there is nothing in them. */
function orNull(parts: readonly string[]): string | null {
  const text = [...new Set(parts)].join('\n').trim()
  return text === '' ? null : text
}
