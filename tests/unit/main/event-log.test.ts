import { describe, expect, it } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import type { AppEvent, Cursor, SessionId } from '../../../src/contracts/index.ts'
import { EventLog } from '../../../src/main/events/index.ts'
import type { Told } from '../../../src/main/store/index.ts'
import { message } from '../../hosts/agent/entities.ts'

const removed = (id = newId('project')): Told => ({ session: null, change: { type: 'project.removed', id } })
const sessionId = newId('session')
const turnId = newId('turn')
const said = (position: number, session: SessionId = sessionId): Told => ({
  session,
  change: { type: 'item', entity: message({ sessionId: session, turnId, position }) },
})

async function take<Value>(iterator: AsyncGenerator<Value>, count: number): Promise<Value[]> {
  const values: Value[] = []
  while (values.length < count) {
    const { value, done } = await iterator.next()
    if (done) break
    values.push(value)
  }
  return values
}
const follow = (log: EventLog, after: Cursor | null, count: number): Promise<AppEvent[]> =>
  take(log.followApp(after), count)

describe('following the picture', () => {
  it('says ready first, then what happens', async () => {
    const log = new EventLog('one')
    log.append([removed()])
    const followed = log.followApp(null)
    expect(await take(followed, 1)).toEqual([{ type: 'ready', cursor: { epoch: 'one', seq: 1 } }])
    log.append([removed()])
    expect(await take(followed, 1)).toMatchObject([{ type: 'change', cursor: { seq: 2 } }])
    await followed.return()
  })

  it('continues after a cursor without loss or repetition', async () => {
    const log = new EventLog('one')
    log.append([removed(), removed(), removed()])
    const events = await follow(log, { epoch: 'one', seq: 1 }, 3)
    expect(events.map(({ type, cursor }) => [type, cursor.seq])).toEqual([
      ['ready', 1],
      ['change', 2],
      ['change', 3],
    ])
  })

  it('misses nothing that happens between subscribing and reading on', async () => {
    const log = new EventLog('one')
    log.append([removed()])
    const followed = log.followApp({ epoch: 'one', seq: 0 })
    await take(followed, 1)
    log.append([removed()])
    const rest = await take(followed, 2)
    expect(rest.map(({ cursor }) => cursor.seq)).toEqual([1, 2])
    await followed.return()
  })

  it.each([
    ['of another run', { epoch: 'two', seq: 1 }],
    ['of the future', { epoch: 'one', seq: 99 }],
    ['older than what is kept', { epoch: 'one', seq: 1 }],
  ])('answers a cursor %s with reset and the end', async (_name, cursor) => {
    const log = new EventLog('one', 3)
    log.append([removed(), removed(), removed(), removed(), removed()])
    expect(await follow(log, cursor, 9)).toEqual([{ type: 'reset', cursor: { epoch: 'one', seq: 5 } }])
  })

  it('accepts the oldest cursor it can still continue from', async () => {
    const log = new EventLog('one', 3)
    log.append([removed(), removed(), removed(), removed(), removed()])
    const events = await follow(log, { epoch: 'one', seq: 2 }, 4)
    expect(events.map(({ cursor }) => cursor.seq)).toEqual([2, 3, 4, 5])
  })

  it('keeps only the newest of several changes of one thing', async () => {
    const log = new EventLog('one')
    const id = newId('project')
    log.append([removed(id), removed(), removed(id)])
    const events = await follow(log, { epoch: 'one', seq: 0 }, 3)
    expect(events.map(({ cursor }) => cursor.seq)).toEqual([0, 2, 3])
  })

  it('stays right over many times its capacity', async () => {
    const log = new EventLog('one', 10)
    for (let n = 0; n < 1000; n++) log.append([removed()])
    const events = await follow(log, { epoch: 'one', seq: 995 }, 6)
    expect(events.map(({ cursor }) => cursor.seq)).toEqual([995, 996, 997, 998, 999, 1000])
  })
})

describe('following a session', () => {
  it('sends its own changes and deltas only', async () => {
    const log = new EventLog('one')
    const followed = log.followSession(sessionId, null)
    await take(followed, 1)
    const delta = {
      sessionId,
      turnId,
      itemId: newId('item'),
      position: 1,
      role: 'agent' as const,
      offset: 0,
      text: 'he',
    }
    log.append([removed(), said(1, newId('session'))])
    log.delta(delta)
    log.append([said(1)])
    expect(await take(followed, 2)).toMatchObject([
      { type: 'delta', delta: { text: 'he' } },
      { type: 'change', cursor: { seq: 3 } },
    ])
    await followed.return()
  })

  it('keeps transcripts out of the stream of the picture', async () => {
    const log = new EventLog('one')
    log.append([said(1), removed()])
    const events = await follow(log, { epoch: 'one', seq: 0 }, 2)
    expect(events.map(({ cursor }) => cursor.seq)).toEqual([0, 2])
  })

  it('ends when its signal aborts', async () => {
    const log = new EventLog('one')
    const controller = new AbortController()
    const followed = log.followSession(sessionId, null, controller.signal)
    await take(followed, 1)
    const next = followed.next()
    controller.abort()
    expect(await next).toEqual({ value: undefined, done: true })
  })
})
