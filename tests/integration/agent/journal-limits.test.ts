import { join } from 'node:path'
import { array, assert, asyncProperty, boolean, constant, integer, oneof, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JournalKeeper } from '../../../src/agent/journal/index.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, Scope, silentLogger, systemClock } from '../../../src/base/index.ts'
import { JournalRecord, type ItemId, type LimitOverrides } from '../../../src/contracts/index.ts'
import { temporaryFolder } from '../../hosts/git/index.ts'
import { append, depsOf, event, item, message, readTo, toolCall, useStores } from './journal-fixture.ts'

const stores = useStores()
const [m, n, t] = [newId('item'), newId('item'), newId('item')]
const things = [newId('item'), newId('item')]

describe('a journal over its limits', () => {
  const keeperOf = (store: AgentStore, overrides: LimitOverrides) =>
    new JournalKeeper({ ...depsOf(store, overrides), log: silentLogger })

  test('is left alone below them', () => {
    const store = stores.open()
    append(store, item(message(m, 1, 'a')), item(message(m, 2, 'ab')), item(message(m, 3, 'abc')))
    expect(keeperOf(store, {}).compactIfFull()).toBe(false)
    expect(store.journal.size().records).toBe(3)
  })

  test('loses only states between the first and the last of a thing, and stays dense for readers', async () => {
    const store = stores.open()
    for (let i = 1; i <= 20; i++) append(store, item(message(m, i, 'x'.repeat(i))), event(`${i}`))
    expect(keeperOf(store, { journalKeepRecords: 25 }).compactIfFull()).toBe(true)
    expect(store.journal.size().records).toBe(2 + 20 + 1)
    const records = (await readTo(store, 0, 41)).flat()
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, i) => i + 1))
    for (const record of records) expect(JournalRecord.safeParse(record).success).toBe(true)
    const said = records.filter(({ entry }) => entry.type === 'journal.truncated')
    // One record says what was done; the placeholders share one id, so that a reader shows one more at most.
    expect(new Set(said.map(({ id }) => id)).size).toBe(2)
    expect(said.at(-1)?.entry.entity).toMatchObject({
      what: expect.stringContaining('18 intermediate states'),
    })
  })

  test('gives up live output before it cuts messages', () => {
    const store = stores.open()
    append(store, item(message(m, 1, 'm'.repeat(4_000))), item(toolCall(t, 1, 't'.repeat(20_000))))
    keeperOf(store, { journalKeepBytes: 10_000 }).compactIfFull()
    const kept = store.journal.after(0, 10).map(({ record }) => record.entry)
    expect(kept[0]).toMatchObject({ entity: { content: 'm'.repeat(4_000), truncated: false } })
    expect(kept[1]).toMatchObject({ entity: { rawOutput: null, status: 'completed' } })
    append(store, item(message(n, 1, 'n'.repeat(9_000))))
    keeperOf(store, { journalKeepBytes: 10_000 }).compactIfFull()
    expect(store.journal.after(0, 1)[0]?.record.entry).toMatchObject({
      entity: { content: 'm'.repeat(1_000), truncated: true },
    })
  })

  test('is brought back within them by itself', async () => {
    const store = stores.open()
    const scope = new Scope('test')
    keeperOf(store, { journalKeepRecords: 50 }).watch(scope)
    for (let i = 1; i <= 60; i++) append(store, item(message(m, i, 'x')))
    await expect.poll(() => store.journal.size().records).toBeLessThan(50)
    await scope.close()
  })
})

/** What a reader holds: the newest revision of each thing. */
class Reader {
  readonly entities = new Map<string, { revision: number; content: unknown }>()
  cursor = 0

  apply(records: readonly JournalRecord[]): void {
    for (const { seq, entry } of records) {
      if (seq <= this.cursor) continue
      expect(seq).toBe(this.cursor + 1)
      this.cursor = seq
      if (entry.type !== 'item') continue
      const held = this.entities.get(entry.entity.id)
      if (!held || held.revision < entry.entity.revision)
        this.entities.set(entry.entity.id, { revision: entry.entity.revision, content: entry.entity })
    }
  }
}

test('whatever is written, compacted, acknowledged, replayed or restarted, a reader ends with the same things', async () => {
  const step = oneof(
    {
      weight: 6,
      arbitrary: record({ do: constant('write' as const), id: integer({ min: 0, max: 1 }) }),
    },
    {
      weight: 2,
      arbitrary: record({
        do: constant('read' as const),
        most: integer({ min: 1, max: 5 }),
        lose: boolean(),
        ack: boolean(),
      }),
    },
    { weight: 1, arbitrary: record({ do: constant('compact' as const) }) },
    { weight: 1, arbitrary: record({ do: constant('restart' as const) }) },
  )
  await assert(
    asyncProperty(array(step, { minLength: 25, maxLength: 80 }), async (steps) => {
      const { path, remove } = temporaryFolder('property')
      const open = () => new AgentStore(join(path, 'agent.db'), systemClock, newId)
      let store = open()
      // A property that fails is run again and again to make it small: nothing may be left behind then either.
      using _left = { [Symbol.dispose]: () => (store.close(), remove()) }
      const reader = new Reader()
      const truth = new Map<string, unknown>()
      const revisions = new Map<string, number>()
      const compact = () => {
        const deps = { ...depsOf(store, { journalKeepRecords: 0 }), log: silentLogger }
        new JournalKeeper(deps).compactIfFull()
      }
      for (const act of steps) {
        if (act.do === 'write') {
          const id = things[act.id] as ItemId
          const revision = (revisions.get(id) ?? 0) + 1
          revisions.set(id, revision)
          const entity = message(id, revision, `${id} ${revision}`)
          append(store, item(entity))
          truth.set(id, entity)
        } else if (act.do === 'compact') compact()
        else if (act.do === 'restart') {
          store.close()
          store = open()
        } else if (reader.cursor < store.journal.lastSeq()) {
          const batches = await readTo(store, reader.cursor, reader.cursor + 1, {
            journalBatchRecords: act.most,
          })
          reader.apply(batches.flat())
          // The acknowledgement may have been lost; what was read is then read again.
          if (act.lose) reader.apply(batches.flat())
          if (act.ack) store.change(() => store.journal.ack(reader.cursor))
        }
      }
      if (reader.cursor < store.journal.lastSeq())
        reader.apply((await readTo(store, reader.cursor, store.journal.lastSeq())).flat())
      const held = new Map([...reader.entities].map(([id, { content }]) => [id, content]))
      expect(held).toEqual(truth)
    }),
    { numRuns: 100 },
  )
})
