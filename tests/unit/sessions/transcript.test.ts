import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AgentUpdate } from '../../../src/agent/sessions/agent-updates.ts'
import { Transcript } from '../../../src/agent/sessions/transcript.ts'
import type { AgentStore } from '../../../src/agent/store/index.ts'
import { Hub, newId, Redactor } from '../../../src/base/index.ts'
import {
  limitDefaults,
  type JournalEntry,
  type LiveUpdate,
  type MessageDelta,
  type TranscriptItem,
} from '../../../src/contracts/index.ts'

/** What left the agent, in the order it left: journal records and live text. */
type Sent = { entry: JournalEntry } | { delta: MessageDelta }

/** A transcript over a store in memory; `tick` lets the revision time pass. */
function rig(limit = limitDefaults.messageContentBytes) {
  const sent: Sent[] = []
  const items = new Map<string, TranscriptItem>()
  let timer: (() => void) | null = null
  const live = new Hub<LiveUpdate>()
  live.publish = (update) => update.type === 'delta' && sent.push({ delta: update.delta })
  const store = {
    change: <Result>(work: (change: { tell(entry: JournalEntry): void }) => Result): Result =>
      work({ tell: (entry) => void sent.push({ entry }) }),
    items: {
      nextPosition: () => Math.max(0, ...[...items.values()].map(({ position }) => position)) + 1,
      put: (item: TranscriptItem) => void items.set(item.id, item),
    },
  } as unknown as AgentStore
  const clock = {
    now: () => 1,
    after: (_ms: number, callback: () => void) => {
      timer = callback
      return () => (timer = null)
    },
  }
  const limits = () => ({ ...limitDefaults, messageContentBytes: limit })
  const transcript = new Transcript(
    { store, clock, newId, limits, live, redactor: new Redactor(), unwritten: () => undefined },
    newId('session'),
  )
  store.change((change) => transcript.begin(change, newId('turn')))
  const end = () => store.change((change) => transcript.settle(change, true))
  return { transcript, sent, items, end, tick: () => timer?.() }
}

/** A client's picture of message texts: revisions overwrite, deltas extend, what it has already changes nothing. */
function fold(sent: readonly Sent[]): Map<string, string> {
  const texts = new Map<string, { content: string; revision: number }>()
  for (const one of sent) {
    if ('delta' in one) {
      const { itemId, offset, text } = one.delta
      const known = texts.get(itemId) ?? { content: '', revision: 0 }
      if (offset > known.content.length || offset + text.length <= known.content.length) continue
      texts.set(itemId, { ...known, content: known.content.slice(0, offset) + text })
    } else if (one.entry.type === 'item' && one.entry.entity.kind === 'message') {
      const { id, content, revision } = one.entry.entity
      const known = texts.get(id)
      if (known && known.revision >= revision) continue
      // A delta may be ahead of the revision; text never shrinks.
      const longer = known && known.content.length > content.length ? known.content : content
      texts.set(id, { content: longer, revision })
    }
  }
  return new Map([...texts].map(([id, { content }]) => [id, content]))
}

type Act = AgentUpdate | 'tick'
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        role: fc.constantFrom('agent' as const, 'thought' as const),
        text: fc.string({ unit: 'grapheme' }),
      })
      .map((said): Act => ({ type: 'text', messageId: null, ...said })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('t1', 't2')
      .map((toolCallId): Act => ({ type: 'tool', patch: { toolCallId, title: 'x' } })),
  },
  { weight: 1, arbitrary: fc.constant<Act>({ type: 'plan', entries: [] }) },
  { weight: 2, arbitrary: fc.constant<Act>('tick') },
)

test('nothing is lost or doubled: deltas and revisions fold to what was said, however they are cut, repeated or lost', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), fc.infiniteStream(fc.boolean()), (acts, coin) => {
      const { transcript, sent, items, end, tick } = rig()
      for (const one of acts) {
        if (one === 'tick') tick()
        else transcript.apply(one as Parameters<Transcript['apply']>[0])
      }
      end()
      const said = acts.map((one) => (one !== 'tick' && one.type === 'text' ? one.text : '')).join('')
      const kept = [...items.values()]
        .filter((item) => item.kind === 'message')
        .toSorted((a, b) => a.position - b.position)
      expect(kept.map(({ content }) => content).join('')).toBe(said)
      expect(kept.every(({ complete }) => complete)).toBe(true)
      const final = new Map(kept.map(({ id, content }) => [id, content]))
      expect(fold(sent)).toEqual(final)
      expect(fold(sent.filter((one) => 'entry' in one))).toEqual(final)
      expect(fold(sent.filter((one) => 'entry' in one || coin.next().value))).toEqual(final)
      expect(fold(sent.flatMap((one) => (coin.next().value ? [one, one] : [one])))).toEqual(final)
    }),
  )
})

test('an item is in the journal before any of its text is live, and revisions only grow', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const { transcript, sent, tick } = rig(64)
      for (const one of acts) {
        if (one === 'tick') tick()
        else transcript.apply(one as Parameters<Transcript['apply']>[0])
      }
      const revisions = new Map<string, number>()
      for (const one of sent) {
        if ('delta' in one) expect(revisions.get(one.delta.itemId)).toBeGreaterThan(0)
        else if (one.entry.type === 'item') {
          const { id, revision } = one.entry.entity
          expect(revision).toBe((revisions.get(id) ?? 0) + 1)
          revisions.set(id, revision)
        }
      }
    }),
  )
})
