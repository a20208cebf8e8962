import type {
  Failure,
  Message,
  MessageDelta,
  TranscriptChange,
  TranscriptItem,
  Turn,
  TurnId,
} from '../../contracts/index.ts'

/** What is known of one session's transcript. Written by the functions below alone. */
export interface Transcript {
  /** Ascending by position, without gaps from the first one here to the end. */
  readonly items: readonly TranscriptItem[]
  readonly turns: ReadonlyMap<TurnId, Turn>
  /** True when there are older items than the first one here. */
  readonly more: boolean
  /** `loading` until the first page is here. */
  readonly phase: 'loading' | 'ready' | 'failed'
  readonly loadingOlder: boolean
  readonly failure: Failure | null
}

export const emptyTranscript: Transcript = {
  items: [],
  turns: new Map(),
  more: false,
  phase: 'loading',
  loadingOlder: false,
  failure: null,
}

/** Index of the item at `position`, else where it belongs (negative, minus one). Binary search. */
function indexOf(items: readonly TranscriptItem[], position: number): number {
  let [low, high] = [0, items.length - 1]
  while (low <= high) {
    const middle = (low + high) >>> 1
    const at = (items[middle] as TranscriptItem).position
    if (at === position) return middle
    if (at < position) low = middle + 1
    else high = middle - 1
  }
  return -low - 1
}

/**
 * The newer of two states of one item. Text that streamed in ahead of the journal is kept while the journal's
 * revision is only its beginning.
 */
function newer(known: TranscriptItem, next: TranscriptItem): TranscriptItem {
  if (known.revision > next.revision) return known
  if (known.kind !== 'message' || next.kind !== 'message' || next.complete) return next
  const ahead = known.content.length > next.content.length && known.content.startsWith(next.content)
  return ahead ? { ...next, content: known.content } : next
}

/** Puts items in place by position; older revisions change nothing. */
export function putItems(
  items: readonly TranscriptItem[],
  next: readonly TranscriptItem[],
): TranscriptItem[] {
  const result = [...items]
  for (const item of next) {
    const index = indexOf(result, item.position)
    if (index >= 0) result[index] = newer(result[index] as TranscriptItem, item)
    else result.splice(-index - 1, 0, item)
  }
  return result
}

export function putTurns(turns: ReadonlyMap<TurnId, Turn>, next: readonly Turn[]): ReadonlyMap<TurnId, Turn> {
  const result = new Map(turns)
  for (const turn of next) {
    const known = result.get(turn.id)
    if (!known || known.revision <= turn.revision) result.set(turn.id, turn)
  }
  return result
}

/**
 * Text ahead of the journal. What is there already is not repeated; a piece that starts behind the end of what is
 * there (a hole) is left out: the message's next revision brings it.
 */
export function applyDelta(items: readonly TranscriptItem[], delta: MessageDelta): readonly TranscriptItem[] {
  const index = indexOf(items, delta.position)
  const known = items[index]
  if (!known) {
    if (delta.offset !== 0) return items
    return putItems(items, [firstPiece(delta)])
  }
  if (known.kind !== 'message' || known.complete || delta.offset > known.content.length) return items
  const content = known.content.slice(0, delta.offset) + delta.text
  if (content.length <= known.content.length) return items
  return items.with(index, { ...known, content })
}

/** A message known only from its first piece. Its first revision replaces it. */
const firstPiece = (delta: MessageDelta): Message => ({
  kind: 'message',
  id: delta.itemId,
  sessionId: delta.sessionId,
  turnId: delta.turnId,
  position: delta.position,
  role: delta.role,
  content: delta.text,
  complete: false,
  truncated: false,
  attachments: [],
  createdAt: 0,
  updatedAt: 0,
  revision: 0,
})

/** Keeps the last `count` items; the rest is fetched again when scrolled to. */
export function keepLast(transcript: Transcript, count: number): Transcript {
  if (transcript.items.length <= count) return transcript
  return { ...transcript, items: transcript.items.slice(-count), more: true }
}

/** An item or turn that changed. Items older than what is loaded are left out: scrolling brings them. */
export function applyTranscriptChange(transcript: Transcript, change: TranscriptChange): Transcript {
  if (change.type === 'turn') return { ...transcript, turns: putTurns(transcript.turns, [change.entity]) }
  const first = transcript.items[0]
  if (transcript.more && first && change.entity.position < first.position) return transcript
  return { ...transcript, items: putItems(transcript.items, [change.entity]) }
}

export interface TranscriptPage {
  items: readonly TranscriptItem[]
  turns: readonly Turn[]
  more: boolean
}

/** The newest page, merged with what streamed in while it was fetched. `fresh` drops all that was there before. */
export function applyNewestPage(transcript: Transcript, page: TranscriptPage, fresh: boolean): Transcript {
  const first = page.items[0]
  const streamed = fresh
    ? []
    : transcript.items.filter((item) => !page.more || !first || item.position >= first.position)
  return {
    ...transcript,
    phase: 'ready',
    failure: null,
    items: putItems(page.items, streamed),
    turns: putTurns(transcript.turns, page.turns),
    more: page.more,
  }
}

/** A page that ends before the first item here. */
export function applyOlderPage(transcript: Transcript, page: TranscriptPage): Transcript {
  return {
    ...transcript,
    loadingOlder: false,
    items: putItems(transcript.items, page.items),
    turns: putTurns(transcript.turns, page.turns),
    more: page.more,
  }
}
