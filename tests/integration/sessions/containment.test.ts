import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScopes } from '../../../src/base/index.ts'
import { Bench } from './harness.ts'

const MiB = 1024 * 1024

let bench: Bench
beforeEach(() => void (bench = new Bench()))
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

/** Two sessions side by side; the second works while the first does what it must not. */
async function besides(bad: unknown[][]) {
  const [one, two] = await Promise.all([bench.create(), bench.create()])
  const working = await bench.prompt(two, [['say', 'before '], ['untilCancelled']])
  const turn = await bench.prompt(one, bad)
  return { one, two, working, turn }
}

/** The other session was not touched: its turn still runs and its next one works. */
async function isUntouched({ two, working }: Awaited<ReturnType<typeof besides>>) {
  expect(bench.store.turns.get(working.id)?.status).toBe('running')
  await bench.host.cancel(bench.ref(two))
  expect(await bench.run(two, [['say', 'well']])).toMatchObject({ status: 'succeeded' })
}

test('an agent that dies fails its turn with what it printed last, and starts again', async () => {
  const both = await besides([['stderr', 'out of memory'], ['say', 'x'], ['crash']])
  expect(await bench.ended(both.turn)).toMatchObject({
    status: 'interrupted',
    error: { code: 'agent_failed', details: { stderr: 'out of memory' } },
  })
  await isUntouched(both)
  expect(await bench.host.agents.restart(bench.ref(both.one))).toMatchObject({ status: 'idle' })
  expect(await bench.run(both.one, [['say', 'again']])).toMatchObject({ status: 'succeeded' })
})

test('an agent that does not stop loses its process, and the turn says so with what it printed', async () => {
  const both = await besides([['stderr', 'stuck on a lock'], ['say', 'x'], ['hang']])
  await bench.until(() => bench.said(both.turn) === 'x')
  await bench.host.cancel(bench.ref(both.one))
  expect(bench.store.turns.get(both.turn.id)).toMatchObject({
    status: 'cancelled',
    error: {
      message: 'Scripted did not stop within 0.5 s, so its process was ended',
      details: { stderr: 'stuck on a lock' },
    },
  })
  await isUntouched(both)
  expect(await bench.run(both.one, [['say', 'again']])).toMatchObject({ status: 'succeeded' })
})

test('garbage between messages does no harm to either session', async () => {
  const both = await besides([
    ['garbage', 20_000],
    ['say', 'sense'],
  ])
  expect(await bench.ended(both.turn)).toMatchObject({ status: 'succeeded' })
  expect(bench.said(both.turn)).toBe('sense')
  await isUntouched(both)
})

test(
  'a flood of 200 MB is cut at the limit of a message, in bounded memory',
  { timeout: 120_000 },
  async () => {
    const before = process.memoryUsage().rss
    let peak = 0
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
    const both = await besides([['flood', 3_200]])
    expect(await bench.ended(both.turn)).toMatchObject({ status: 'succeeded' })
    clearInterval(timer)
    const [message] = bench.messages(both.turn)
    expect(message).toMatchObject({ truncated: true, complete: true })
    expect(Buffer.byteLength(message?.content ?? '')).toBeLessThan(0.25 * MiB)
    expect(peak - before).toBeLessThan(200 * MiB)
    await isUntouched(both)
  },
)

test('a message over 32 MiB fails the turn with what the agent printed; what it said before is kept', async () => {
  const both = await besides([
    ['stderr', 'dumping the heap'],
    ['say', 'a'],
    ['endless', 40],
    ['say', 'b'],
  ])
  expect(await bench.ended(both.turn)).toMatchObject({
    status: 'interrupted',
    error: {
      code: 'agent_failed',
      message: expect.stringMatching(/^Scripted sent a message of more than \d+ MiB/),
      details: { stderr: 'dumping the heap' },
    },
  })
  expect(bench.said(both.turn)).toBe('a')
  await isUntouched(both)
  expect(await bench.run(both.one, [['say', 'again']])).toMatchObject({ status: 'succeeded' })
})

test('updates without end fail the turn once it is full', async () => {
  await bench.close()
  bench = new Bench({ turnItems: 50 })
  const call = { sessionUpdate: 'tool_call', toolCallId: 't#', title: 'Again' }
  const both = await besides([['repeat', 10_000, call], ['hang']])
  expect(await bench.ended(both.turn)).toMatchObject({
    status: 'failed',
    error: { code: 'agent_failed', message: expect.stringContaining('more than 50 entries in one turn') },
  })
  expect(bench.items(both.turn).length).toBeLessThan(60)
  expect(bench.tools(both.turn).every(({ status }) => status === 'cancelled')).toBe(true)
  await isUntouched(both)
  expect(await bench.run(both.one, [['say', 'again']])).toMatchObject({ status: 'succeeded' })
})

test.each([
  [
    'permission requests',
    ['session/request_permission', { toolCall: { toolCallId: 'one', title: 'Go on?' } }],
  ],
  ['questions', ['elicitation/create', { mode: 'form', message: 'Which?', requestedSchema: {} }]],
])('%s without end fail the turn once it is full', async (_what, [method, params]) => {
  await bench.close()
  bench = new Bench({ turnItems: 50 })
  const options = [{ optionId: 'y', name: 'Yes', kind: 'allow_once' }]
  const both = await besides([['requests', 10_000, method, { options, ...(params as object) }], ['hang']])
  expect(await bench.ended(both.turn)).toMatchObject({
    status: 'failed',
    error: { code: 'agent_failed', message: expect.stringContaining('more than 50 entries in one turn') },
  })
  const asked = bench.items(both.turn).filter(({ kind }) => kind === 'approval' || kind === 'question')
  expect(asked.length).toBeGreaterThan(40)
  expect(asked.length).toBeLessThan(60)
  expect(asked.every((item) => 'status' in item && item.status === 'cancelled')).toBe(true)
  await isUntouched(both)
})

test('facts told without end are written now and then, and the last one stays', async () => {
  const session = await bench.create()
  const before = bench.store.journal.after(0, 100_000).length
  const usage = { sessionUpdate: 'usage_update', used: 5, size: 10_000 }
  await bench.run(session, [
    ['repeat', 5_000, usage],
    ['raw', { ...usage, used: 7, cost: { amount: 1, currency: 'USD' } }],
  ])
  await bench.until(() => bench.session(session).usage?.used === 7)
  expect(bench.session(session).usage?.cost).toEqual({ amount: 1, currency: 'USD' })
  expect(bench.store.journal.after(0, 100_000).length - before).toBeLessThan(100)
})
