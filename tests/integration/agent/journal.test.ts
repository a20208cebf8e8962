import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { followJournal, journalExtent, JournalKeeper } from '../../../src/agent/journal/index.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, Scope, silentLogger, systemClock, type Clock } from '../../../src/base/index.ts'
import {
  JournalRecord,
  resolveLimits,
  type JournalEntry,
  type LimitOverrides,
  type ItemId,
  type TranscriptItem,
} from '../../../src/contracts/index.ts'
import { temporaryFolder } from '../../hosts/git/index.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0).toReversed()) close()
})

const nodeId = newId('node')
const [m, n, t] = [newId('item'), newId('item'), newId('item')]
const things = Array.from({ length: 2 }, () => newId('item'))

function openStore(folder?: string): { store: AgentStore; folder: string } {
  let path = folder
  if (!path) {
    const made = temporaryFolder('journal')
    path = made.path
    closers.push(made.remove)
  }
  const store = new AgentStore(join(path, 'agent.db'), systemClock, newId)
  closers.push(() => store.close())
  return { store, folder: path }
}

const depsOf = (store: AgentStore, overrides: LimitOverrides = {}, clock: Clock = systemClock) => ({
  store,
  clock,
  limits: () => resolveLimits({}, overrides),
  nodeId,
})

const base = {
  sessionId: newId('session'),
  turnId: newId('turn'),
  position: 1,
  createdAt: 0,
  updatedAt: 0,
}
const message = (id: ItemId, revision: number, content: string): TranscriptItem => ({
  ...base,
  kind: 'message',
  id,
  revision,
  role: 'agent',
  content,
  complete: false,
  truncated: false,
})
const toolCall = (id: ItemId, revision: number, rawOutput: string): TranscriptItem => ({
  ...base,
  kind: 'tool_call',
  id,
  revision,
  toolCallId: id,
  title: 'run',
  toolKind: 'execute',
  status: 'completed',
  locations: [],
  content: [],
  rawInput: null,
  rawOutput,
})
const item = (entity: TranscriptItem): JournalEntry => ({ type: 'item', entity })
const event = (text: string): JournalEntry => ({
  type: 'event',
  entity: {
    id: newId('event'),
    workspaceId: null,
    level: 'info',
    type: 'test',
    message: text,
    details: {},
    createdAt: 0,
  },
})
const append = (store: AgentStore, ...entries: JournalEntry[]): void =>
  store.change(({ tell }) => {
    for (const entry of entries) tell(entry)
  })

/** Reads until `seq` has arrived; the batches. */
async function readTo(store: AgentStore, after: number, seq: number, overrides: LimitOverrides = {}) {
  const stop = new AbortController()
  const batches: JournalRecord[][] = []
  for await (const { records } of followJournal(depsOf(store, overrides), after, stop.signal)) {
    batches.push(records)
    if ((records.at(-1)?.seq ?? 0) >= seq) break
  }
  stop.abort()
  return batches
}

describe('following the journal', () => {
  test('gives what is kept in bounded pages, then what comes', async () => {
    const { store } = openStore()
    append(store, ...Array.from({ length: 7 }, (_, i) => event(`${i}`)))
    const stop = new AbortController()
    const batches = followJournal(depsOf(store, { journalBatchRecords: 3 }), 0, stop.signal)
    const seqs = async () => (await batches.next()).value?.records.map(({ seq }) => seq)
    expect([await seqs(), await seqs(), await seqs()]).toEqual([[1, 2, 3], [4, 5, 6], [7]])
    const next = seqs()
    append(store, event('live'))
    expect(await next).toEqual([8])
    stop.abort()
    expect((await batches.next()).done).toBe(true)
  })

  test('a batch stays below the byte limit, but a record that is larger still goes', async () => {
    const { store } = openStore()
    append(store, event('x'.repeat(600)), event('y'.repeat(600)), event('z'.repeat(5_000)))
    const batches = await readTo(store, 0, 3, { journalBatchBytes: 1_000 })
    expect(batches.map((records) => records.map(({ seq }) => seq))).toEqual([[1], [2], [3]])
  })

  test('the first record after a pause goes at once; those close behind gather', async () => {
    const { store } = openStore()
    let now = 0
    const timers: { at: number; run: () => void }[] = []
    const clock: Clock = {
      now: () => now,
      after(ms, run) {
        const timer = { at: now + ms, run }
        timers.push(timer)
        return () => void timers.splice(timers.indexOf(timer), 1)
      },
    }
    const stop = new AbortController()
    const batches = followJournal(depsOf(store, {}, clock), 0, stop.signal)
    const first = batches.next()
    append(store, event('first'))
    expect((await first).value?.records).toHaveLength(1)
    const second = batches.next()
    append(store, event('a'))
    append(store, event('b'))
    append(store, event('c'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(timers).toHaveLength(1)
    now += 50
    timers[0]?.run()
    expect((await second).value?.records).toHaveLength(3)
    stop.abort()
    await batches.return()
  })

  test('a full batch does not wait', async () => {
    const { store } = openStore()
    const never: Clock = { now: () => 0, after: () => () => undefined }
    const stop = new AbortController()
    const batches = followJournal(depsOf(store, { journalBatchRecords: 5 }, never), 0, stop.signal)
    append(store, event('first'))
    await batches.next()
    const full = batches.next()
    for (let i = 0; i < 5; i++) append(store, event(`${i}`))
    expect((await full).value?.records).toHaveLength(5)
    stop.abort()
    await batches.return()
  })

  test('acknowledged records are forgotten; asking for them again is told as truncated', async () => {
    const { store } = openStore()
    append(store, ...Array.from({ length: 5 }, (_, i) => event(`${i}`)))
    store.change(() => store.journal.ack(3))
    expect(journalExtent(store)).toEqual({ first: 4, last: 5 })
    const records = (await readTo(store, 1, 6)).flat()
    expect(records.map(({ seq }) => seq)).toEqual([4, 5, 6])
    expect(records.at(-1)?.entry).toMatchObject({ type: 'journal.truncated', entity: { from: 2, to: 3 } })
  })

  test('a reader that has everything starts after it, also when all was acknowledged', async () => {
    const { store } = openStore()
    expect(journalExtent(store)).toEqual({ first: 0, last: 0 })
    append(store, event('a'), event('b'))
    store.change(() => store.journal.ack(2))
    expect(journalExtent(store)).toEqual({ first: 3, last: 2 })
    const stop = new AbortController()
    const batches = followJournal(depsOf(store), 2, stop.signal)
    const next = batches.next()
    append(store, event('c'))
    expect((await next).value?.records.map(({ seq }) => seq)).toEqual([3])
    stop.abort()
    await batches.return()
  })

  test('a slow reader overflows no queue: it reads on from the table', async () => {
    const { store } = openStore()
    const stop = new AbortController()
    const batches = followJournal(depsOf(store), 0, stop.signal)
    append(store, event('first'))
    await batches.next()
    for (let i = 0; i < 40; i++) append(store, ...Array.from({ length: 300 }, () => event('x')))
    let last = 1
    while (last < 12_001) {
      const { value } = await batches.next()
      for (const record of value?.records ?? []) expect(record.seq).toBe(++last)
    }
    stop.abort()
    await batches.return()
  })
})

test('where compaction left a hole right behind what was acknowledged, a reader goes on without a gap', async () => {
  const { store } = openStore()
  for (let revision = 1; revision <= 4; revision++) append(store, item(message(m, revision, `${revision}`)))
  store.change(() => store.journal.dropSuperseded())
  store.change(() => store.journal.ack(1))
  expect(store.journal.size().records).toBe(1)
  const records = (await readTo(store, 1, 4)).flat()
  expect(records.map(({ seq }) => seq)).toEqual([2, 3, 4])
  expect(records.at(-1)?.entry).toMatchObject({ entity: { revision: 4 } })
})

describe('a journal over its limits', () => {
  const keeperOf = (store: AgentStore, overrides: LimitOverrides) => {
    const scope = new Scope('test')
    closers.push(() => void scope.close())
    return new JournalKeeper({ ...depsOf(store, overrides), log: silentLogger }, scope)
  }

  test('is left alone below them', () => {
    const { store } = openStore()
    append(store, item(message(m, 1, 'a')), item(message(m, 2, 'ab')), item(message(m, 3, 'abc')))
    expect(keeperOf(store, {}).compactIfFull()).toBe(false)
    expect(store.journal.size().records).toBe(3)
  })

  test('loses only states between the first and the last of a thing, and stays dense for readers', async () => {
    const { store } = openStore()
    for (let i = 1; i <= 20; i++) append(store, item(message(m, i, 'x'.repeat(i))), event(`${i}`))
    expect(keeperOf(store, { journalKeepRecords: 25 }).compactIfFull()).toBe(true)
    expect(store.journal.size().records).toBe(2 + 20 + 1)
    const records = (await readTo(store, 0, 41)).flat()
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, i) => i + 1))
    for (const record of records) expect(JournalRecord.safeParse(record).success).toBe(true)
    const said = records.filter(({ entry }) => entry.type === 'journal.truncated')
    // One record says what was done; the placeholders share one id, so that a reader shows one more at most.
    expect(new Set(said.map(({ id }) => id)).size).toBe(2)
    expect(said.at(-1)?.entry.entity).toMatchObject({ what: expect.stringContaining('18 intermediate states') })
  })

  test('gives up live output before it cuts messages', () => {
    const { store } = openStore()
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
    const { store } = openStore()
    keeperOf(store, { journalKeepRecords: 50 })
    for (let i = 1; i <= 60; i++) append(store, item(message(m, i, 'x')))
    await expect.poll(() => store.journal.size().records).toBeLessThan(50)
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
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), id: fc.integer({ min: 0, max: 1 }) }) },
    { weight: 2, arbitrary: fc.record({
        do: fc.constant('read' as const),
        most: fc.integer({ min: 1, max: 5 }),
        lose: fc.boolean(),
        ack: fc.boolean(),
      }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('compact' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 80 }), async (steps) => {
      const { path, remove } = temporaryFolder('property')
      const open = () => new AgentStore(join(path, 'agent.db'), systemClock, newId)
      let store = open()
      const reader = new Reader()
      const truth = new Map<string, unknown>()
      const revisions = new Map<string, number>()
      const compact = () => {
        const scope = new Scope('property')
        const deps = { ...depsOf(store, { journalKeepRecords: 0 }), log: silentLogger }
        new JournalKeeper(deps, scope).compactIfFull()
        return scope.close()
      }
      for (const act of steps) {
        if (act.do === 'write') {
          const id = things[act.id] as ItemId
          const revision = (revisions.get(id) ?? 0) + 1
          revisions.set(id, revision)
          const entity = message(id, revision, `${id} ${revision}`)
          append(store, item(entity))
          truth.set(id, entity)
        } else if (act.do === 'compact') await compact()
        else if (act.do === 'restart') {
          store.close()
          store = open()
        } else if (reader.cursor < store.journal.lastSeq()) {
          const batches = await readTo(store, reader.cursor, reader.cursor + 1, { journalBatchRecords: act.most })
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
      store.close()
      remove()
    }),
    { numRuns: 100 },
  )
})
