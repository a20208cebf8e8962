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
  /** Ascending by position, without gaps: to the end of the transcript unless `moreAfter`. */
  readonly items: readonly TranscriptItem[]
  readonly turns: ReadonlyMap<TurnId, Turn>
  /** True when there are older items than the first one here. */
  readonly more: boolean
  /** True when there are newer items than the last one here: a hit far back was opened. */
  readonly moreAfter: boolean
  /** What came in behind the last item here while the page that leads there is fetched. */
  readonly waiting: readonly TranscriptItem[]
  /** `loading` until the first page is here. */
  readonly phase: 'loading' | 'ready' | 'failed'
  readonly loadingOlder: boolean
  readonly loadingNewer: boolean
  readonly failure: Failure | null
}

export const emptyTranscript: Transcript = {
  items: [],
  turns: new Map(),
  more: false,
  moreAfter: false,
  waiting: [],
  phase: 'loading',
  loadingOlder: false,
  loadingNewer: false,
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

/** The transcript with text ahead of the journal, unless that belongs behind what is loaded. */
export function applyLiveText(transcript: Transcript, delta: MessageDelta): Transcript {
  if (isBeyond(transcript, delta.position)) return transcript
  const items = applyDelta(transcript.items, delta)
  return items === transcript.items ? transcript : { ...transcript, items }
}

/** Behind the last item here, with others between. */
const isBeyond = ({ items, moreAfter }: Transcript, position: number): boolean =>
  moreAfter && position > (items.at(-1)?.position ?? -1)

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

/** An item or turn that changed. Items older or newer than what is loaded are left out: scrolling brings them. */
export function applyTranscriptChange(transcript: Transcript, change: TranscriptChange): Transcript {
  if (change.type === 'turn') return { ...transcript, turns: putTurns(transcript.turns, [change.entity]) }
  if (isBeyond(transcript, change.entity.position)) {
    // Only a page that is on its way could miss it; any later one brings it.
    if (!transcript.loadingNewer) return transcript
    return { ...transcript, waiting: [...transcript.waiting, change.entity] }
  }
  const first = transcript.items[0]
  if (transcript.more && first && change.entity.position < first.position) return transcript
  return { ...transcript, items: putItems(transcript.items, [change.entity]) }
}

export interface TranscriptPage {
  items: readonly TranscriptItem[]
  turns: readonly Turn[]
  more: boolean
  moreAfter: boolean
}

/** The newest page, merged with what streamed in while it was fetched. `fresh` drops all that was there before. */
export const applyNewestPage = (transcript: Transcript, page: TranscriptPage, fresh: boolean): Transcript =>
  replaceItems({ ...transcript, items: fresh ? [] : transcript.items }, page)

/** A page from anywhere instead of what is here. */
export const applyPageAround = (transcript: Transcript, page: TranscriptPage): Transcript =>
  replaceItems(transcript, page)

/** The page, with what is known of its range already and may be newer; at the end also what is behind it. */
function replaceItems(transcript: Transcript, page: TranscriptPage): Transcript {
  const [first, last] = [page.items[0], page.items.at(-1)]
  const known = [...transcript.items, ...transcript.waiting].filter(
    ({ position }) =>
      (!page.more || !first || position >= first.position) &&
      (!page.moreAfter || !last || position <= last.position),
  )
  return {
    ...transcript,
    phase: 'ready',
    failure: null,
    items: putItems(page.items, known),
    turns: putTurns(transcript.turns, page.turns),
    more: page.more,
    moreAfter: page.moreAfter,
    waiting: [],
    loadingNewer: false,
  }
}

/** A page that begins after the last item here. */
export const applyNewerPage = (transcript: Transcript, page: TranscriptPage): Transcript => ({
  ...transcript,
  loadingNewer: false,
  items: putItems(transcript.items, page.moreAfter ? page.items : [...page.items, ...transcript.waiting]),
  turns: putTurns(transcript.turns, page.turns),
  moreAfter: page.moreAfter,
  waiting: [],
})

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
