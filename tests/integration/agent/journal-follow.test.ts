import { describe, expect, test } from 'vitest'
import { followJournal, journalExtent } from '../../../src/agent/journal/index.ts'
import { newId, type Clock } from '../../../src/base/index.ts'
import { append, depsOf, event, item, message, readTo, useStores } from './journal-fixture.ts'

const stores = useStores()
const m = newId('item')

describe('following the journal', () => {
  test('gives what is kept in bounded pages, then what comes', async () => {
    const store = stores.open()
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
    const store = stores.open()
    append(store, event('x'.repeat(600)), event('y'.repeat(600)), event('z'.repeat(5_000)))
    const batches = await readTo(store, 0, 3, { journalBatchBytes: 1_000 })
    expect(batches.map((records) => records.map(({ seq }) => seq))).toEqual([[1], [2], [3]])
  })

  test('the first record after a pause goes at once; those close behind gather', async () => {
    const store = stores.open()
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
    const store = stores.open()
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
    const store = stores.open()
    append(store, ...Array.from({ length: 5 }, (_, i) => event(`${i}`)))
    store.change(() => store.journal.ack(3))
    expect(journalExtent(store)).toEqual({ first: 4, last: 5 })
    const records = (await readTo(store, 1, 6)).flat()
    expect(records.map(({ seq }) => seq)).toEqual([4, 5, 6])
    expect(records.at(-1)?.entry).toMatchObject({ type: 'journal.truncated', entity: { from: 2, to: 3 } })
  })

  test('a reader that has everything starts after it, also when all was acknowledged', async () => {
    const store = stores.open()
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
    const store = stores.open()
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
  const store = stores.open()
  for (let revision = 1; revision <= 4; revision++) append(store, item(message(m, revision, `${revision}`)))
  store.change(() => store.journal.dropSuperseded())
  store.change(() => store.journal.ack(1))
  expect(store.journal.size().records).toBe(1)
  const records = (await readTo(store, 1, 4)).flat()
  expect(records.map(({ seq }) => seq)).toEqual([2, 3, 4])
  expect(records.at(-1)?.entry).toMatchObject({ entity: { revision: 4 } })
})
