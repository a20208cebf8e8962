import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageDelta } from '../../../src/contracts/index.ts'
import {
  applyDelta,
  applyLiveText,
  applyNewerPage,
  applyNewestPage,
  applyOlderPage,
  applyPageAround,
  applyTranscriptChange,
  emptyTranscript,
  keepLast,
  type Transcript,
} from '../../../src/renderer/state/index.ts'
import { itemId, message, sessionId, turnId } from './make.ts'

const delta = (position: number, offset: number, text: string): MessageDelta => ({
  sessionId: sessionId(),
  turnId: turnId(),
  itemId: itemId(`m${position}`),
  position,
  role: 'agent',
  offset,
  text,
})
const ready = (over: Partial<Transcript>): Transcript => ({ ...emptyTranscript, phase: 'ready', ...over })
const texts = (items: Transcript['items']) =>
  items.map((item) => (item.kind === 'message' ? item.content : item.kind))
const positions = ({ items }: Transcript) => items.map((item) => item.position)

describe('applyDelta', () => {
  const known = [message(1, { content: 'Hello' })]
  it.each([
    { rule: 'appends at the end', offset: 5, text: ' you', sees: 'Hello you' },
    { rule: 'adds only what is new of a piece that overlaps', offset: 3, text: 'lo you', sees: 'Hello you' },
    { rule: 'leaves out a piece behind a hole', offset: 7, text: 'you', sees: 'Hello' },
    { rule: 'leaves out what is there already', offset: 0, text: 'Hel', sees: 'Hello' },
  ])('$rule', ({ offset, text, sees }) => {
    expect(texts(applyDelta(known, delta(1, offset, text)))).toEqual([sees])
  })

  it('starts a message from its first piece and not from a later one', () => {
    expect(texts(applyDelta(known, delta(2, 0, 'New')))).toEqual(['Hello', 'New'])
    expect(applyDelta(known, delta(2, 3, 'New'))).toBe(known)
  })

  it('leaves a finished message alone', () => {
    const done = [message(1, { content: 'Hello', complete: true })]
    expect(applyDelta(done, delta(1, 5, ' you'))).toBe(done)
  })
})

describe('applyTranscriptChange', () => {
  it('keeps streamed text that is ahead of the journal', () => {
    const before = ready({ items: [message(1, { content: 'Hello you', revision: 1 })] })
    const entity = message(1, { content: 'Hello', revision: 2 })
    expect(texts(applyTranscriptChange(before, { type: 'item', entity }).items)).toEqual(['Hello you'])
  })

  it('takes the journal where streamed text differs, and when the message is complete', () => {
    const before = ready({ items: [message(1, { content: 'Hellx you', revision: 1 })] })
    const other = message(1, { content: 'Hello', revision: 2 })
    expect(texts(applyTranscriptChange(before, { type: 'item', entity: other }).items)).toEqual(['Hello'])
    const cut = message(1, { content: 'Hell', revision: 2, complete: true })
    expect(texts(applyTranscriptChange(before, { type: 'item', entity: cut }).items)).toEqual(['Hell'])
  })

  it('leaves out an older revision', () => {
    const before = ready({ items: [message(1, { content: 'new', revision: 3 })] })
    const entity = message(1, { content: 'old', revision: 2 })
    expect(texts(applyTranscriptChange(before, { type: 'item', entity }).items)).toEqual(['new'])
  })

  it('leaves out an item older than what is loaded, which would stand before a gap', () => {
    const before = ready({ items: [message(10)], more: true, moreAfter: false })
    expect(applyTranscriptChange(before, { type: 'item', entity: message(3) })).toBe(before)
  })
})

describe('pages', () => {
  it('joins the newest page with what streamed in while it was fetched', () => {
    const before = { ...emptyTranscript, items: [message(3, { revision: 4, content: 'live' }), message(4)] }
    const after = applyNewestPage(
      before,
      { items: [message(2), message(3)], turns: [], more: true, moreAfter: false },
      false,
    )
    expect(positions(after)).toEqual([2, 3, 4])
    expect(texts(after.items)[1]).toBe('live')
    expect(after).toMatchObject({ phase: 'ready', more: true, moreAfter: false })
  })

  it('starts over after a reset', () => {
    const before = ready({ items: [message(1), message(2)] })
    expect(
      positions(
        applyNewestPage(before, { items: [message(9)], turns: [], more: true, moreAfter: false }, true),
      ),
    ).toEqual([9])
  })

  it('puts an older page before what is there', () => {
    const before = ready({ items: [message(3)], more: true, loadingOlder: true })
    const after = applyOlderPage(before, {
      items: [message(1), message(2)],
      turns: [],
      more: false,
      moreAfter: false,
    })
    expect(positions(after)).toEqual([1, 2, 3])
    expect(after).toMatchObject({ more: false, loadingOlder: false })
  })

  it('knows that there is more once the beginning was let go', () => {
    const after = keepLast(ready({ items: [message(1), message(2), message(3)] }), 2)
    expect(positions(after)).toEqual([2, 3])
    expect(after.more).toBe(true)
  })
})

it('shows the same transcript whatever order and however often changes arrive', () => {
  const changes = fc.array(
    fc.record({ position: fc.integer({ min: 1, max: 5 }), revision: fc.integer({ min: 1, max: 9 }) }),
  )
  fc.assert(
    fc.property(changes, fc.infiniteStream(fc.nat()), (list, random) => {
      const play = (order: typeof list) =>
        order.reduce(
          (transcript, { position, revision }) =>
            applyTranscriptChange(transcript, {
              type: 'item',
              entity: message(position, { revision, content: String(revision), complete: true }),
            }),
          emptyTranscript,
        )
      const twice = [...list, ...list].map((change) => ({ change, at: random.next().value }))
      const shuffled = twice.toSorted((a, b) => a.at - b.at).map(({ change }) => change)
      expect(play(shuffled).items).toEqual(play(list).items)
    }),
  )
})

describe('a window far back', () => {
  const page = (at: number[], more: boolean, moreAfter: boolean) => ({
    items: at.map((position) => message(position)),
    turns: [],
    more,
    moreAfter,
  })
  const item = (position: number) => ({ type: 'item' as const, entity: message(position) })
  const end = ready({ items: [message(98), message(99)], more: true })
  const back = applyPageAround(end, page([10, 11, 12], true, true))

  it('stands in place of the end, and leaves out what comes there', () => {
    expect(positions(back)).toEqual([10, 11, 12])
    expect(back).toMatchObject({ more: true, moreAfter: true })
    expect(positions(applyTranscriptChange(back, item(100)))).toEqual([10, 11, 12])
    expect(positions(applyLiveText(back, delta(100, 0, 'live')))).toEqual([10, 11, 12])
  })
  it('takes changes of what it shows', () => {
    const change = { type: 'item' as const, entity: message(11, { content: 'new', revision: 9 }) }
    expect(texts(applyTranscriptChange(back, change).items)[1]).toBe('new')
  })
  it('grows page by page until the end is there again', () => {
    const nearer = applyNewerPage(back, page([13, 14], true, true))
    expect(positions(nearer)).toEqual([10, 11, 12, 13, 14])
    const whole = applyNewerPage(nearer, page([15], true, false))
    expect(whole.moreAfter).toBe(false)
    expect(positions(applyTranscriptChange(whole, item(16)))).toEqual([10, 11, 12, 13, 14, 15, 16])
  })
  it('loses nothing that comes while the last page is on its way', () => {
    const loading = { ...back, loadingNewer: true }
    const waiting = applyTranscriptChange(loading, item(14))
    expect(positions(waiting)).toEqual([10, 11, 12])
    expect(positions(applyNewerPage(waiting, page([13], true, false)))).toEqual([10, 11, 12, 13, 14])
    expect(positions(applyNewestPage(waiting, page([13], true, false), false))).toEqual([13, 14])
    // Where a hole stays, what waited is left to a later page.
    const further = applyNewerPage(waiting, page([13], true, true))
    expect(positions(further)).toEqual([10, 11, 12, 13])
    expect(further.waiting).toEqual([])
  })
})
