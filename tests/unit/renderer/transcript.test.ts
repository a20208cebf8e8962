import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageDelta } from '../../../src/contracts/index.ts'
import {
  applyDelta,
  applyNewestPage,
  applyOlderPage,
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
    const before = ready({ items: [message(10)], more: true })
    expect(applyTranscriptChange(before, { type: 'item', entity: message(3) })).toBe(before)
  })
})

describe('pages', () => {
  it('joins the newest page with what streamed in while it was fetched', () => {
    const before = { ...emptyTranscript, items: [message(3, { revision: 4, content: 'live' }), message(4)] }
    const after = applyNewestPage(before, { items: [message(2), message(3)], turns: [], more: true }, false)
    expect(positions(after)).toEqual([2, 3, 4])
    expect(texts(after.items)[1]).toBe('live')
    expect(after).toMatchObject({ phase: 'ready', more: true })
  })

  it('starts over after a reset', () => {
    const before = ready({ items: [message(1), message(2)] })
    expect(positions(applyNewestPage(before, { items: [message(9)], turns: [], more: true }, true))).toEqual([
      9,
    ])
  })

  it('puts an older page before what is there', () => {
    const before = ready({ items: [message(3)], more: true, loadingOlder: true })
    const after = applyOlderPage(before, { items: [message(1), message(2)], turns: [], more: false })
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
