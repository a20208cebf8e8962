import { afterEach, beforeEach, expect, test } from 'vitest'
import { AttachHost } from '../../../src/agent/attach/index.ts'
import { openScopes } from '../../../src/base/index.ts'
import { Failure, type AttachEvent, type Seat, type Session } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

let bench: Bench
let host: AttachHost
let session: Session
beforeEach(async () => {
  bench = new Bench()
  session = await bench.create()
  host = new AttachHost(bench.store, bench.scope.child('attach'))
})
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const seat = (id: string): Seat => ({ id, kind: 'window' })
const sit = (
  who: string,
  how: { mode?: 'write' | 'watch'; takeover?: boolean; signal?: AbortSignal } = {},
) => {
  const { mode = 'write', takeover = false, signal = new AbortController().signal } = how
  return host.attach({ ...bench.ref(session), seat: seat(who), mode, takeover }, signal)
}
const next = async (events: AsyncGenerator<AttachEvent, void, void>) => (await events.next()).value
const codeOf = (work: () => unknown): string | null => {
  try {
    work()
    return null
  } catch (error) {
    return error instanceof Failure ? error.code : 'other'
  }
}

test('one writes; another is refused and told who it is, and may take over, of which the first is told', async () => {
  const first = sit('first')
  expect(await next(first)).toEqual({ type: 'attached' })
  expect(codeOf(() => sit('second'))).toBe('session_already_attached')
  const second = sit('second', { takeover: true })
  expect(await next(second)).toEqual({ type: 'attached' })
  expect(await next(first)).toEqual({ type: 'taken', by: seat('second') })
  expect(await first.next()).toEqual({ value: undefined, done: true })
  expect(codeOf(() => sit('third'))).toBe('session_already_attached')
})

test('a seat that comes back takes the place it had', async () => {
  const first = sit('first')
  await next(first)
  expect(await next(sit('first'))).toEqual({ type: 'attached' })
  expect(await next(first)).toEqual({ type: 'taken', by: seat('first') })
})

test('the place is free again when the writer leaves, also by a lost connection', async () => {
  const lost = new AbortController()
  await next(sit('first', { signal: lost.signal }))
  lost.abort()
  const second = sit('second')
  expect(await next(second)).toEqual({ type: 'attached' })
  await second.return()
  expect(codeOf(() => sit('third'))).toBeNull()
})

test('any number watch, and see who writes', async () => {
  const watchers = [sit('a', { mode: 'watch' }), sit('b', { mode: 'watch' }), sit('c', { mode: 'watch' })]
  for (const watcher of watchers) expect(await next(watcher)).toEqual({ type: 'writer', writer: null })
  const writer = sit('first')
  await next(writer)
  for (const watcher of watchers)
    expect(await next(watcher)).toEqual({ type: 'writer', writer: seat('first') })
  await writer.return()
  for (const watcher of watchers) expect(await next(watcher)).toEqual({ type: 'writer', writer: null })
})

test('attached first, a stop is told and closes cleanly; stopped first, attaching fails', async () => {
  const attached = [sit('first'), sit('second', { mode: 'watch' })]
  for (const events of attached) await next(events)
  await bench.host.stop(bench.ref(session))
  for (const events of attached) {
    expect(await next(events)).toEqual({ type: 'stopped' })
    expect((await events.next()).done).toBe(true)
  }
  expect(codeOf(() => sit('third'))).toBe('session_not_running')
})

test('a session of another workspace does not exist', () => {
  const { sessionId } = bench.ref(session)
  const attach = {
    workspaceId: 'ws_other' as never,
    sessionId,
    seat: seat('x'),
    mode: 'write',
    takeover: false,
  } as const
  expect(codeOf(() => host.attach(attach, new AbortController().signal))).toBe('session_not_found')
})

test('a connection that is gone before it began keeps nobody out', async () => {
  sit('first', { signal: AbortSignal.abort() })
  expect(await next(sit('second'))).toEqual({ type: 'attached' })
})
