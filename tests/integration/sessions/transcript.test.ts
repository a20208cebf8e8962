import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScopes } from '../../../src/base/index.ts'
import type { Message } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

let bench: Bench

beforeEach(() => {
  bench = new Bench()
})
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const tool = (fields: object) => [
  'raw',
  { sessionUpdate: 'tool_call', toolCallId: 't1', title: 'Read', ...fields },
]
const toolUpdate = (fields: object) => [
  'raw',
  { sessionUpdate: 'tool_call_update', toolCallId: 't1', ...fields },
]
const text = (value: string) => ({ type: 'content', content: { type: 'text', text: value } })

test('items come in the order they were said, a message growing until something else comes', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [
    ['think', 'hm'],
    ['say', 'one '],
    ['say', 'two'],
    tool({ kind: 'read' }),
    ['say', 'three'],
    ['raw', { sessionUpdate: 'notice', severity: 'info', title: 'Heads up', description: 'low disk' }],
    toolUpdate({ status: 'completed', content: [text('file')] }),
    ['say', 'four'],
  ])
  const told = bench
    .items(turn)
    .map((item) => (item.kind === 'message' ? `${item.role}:${item.content}` : item.kind))
  expect(told.slice(1)).toEqual([
    'thought:hm',
    'agent:one two',
    'tool_call',
    'agent:three',
    'notice:Heads up\nlow disk',
    'agent:four',
  ])
  expect(bench.items(turn).map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(bench.tools(turn)).toMatchObject([
    { status: 'completed', toolKind: 'read', content: [{ text: 'file' }] },
  ])
})

test('under a flood every word is kept in order, live deltas give the same text, and the journal stays small', async () => {
  const session = await bench.create()
  const before = bench.store.journal.lastSeq()
  const turn = await bench.run(session, [['stream', 20_000]])
  const expected = Array.from({ length: 20_000 }, (_, n) => `${n} `).join('')
  expect(bench.said(turn)).toBe(expected)
  const [message] = bench.messages(turn)
  let live = ''
  for (const { itemId, offset, text: added } of bench.deltas) {
    expect(itemId).toBe(message?.id)
    expect(offset).toBe(live.length)
    live += added
  }
  expect(live).toBe(expected)
  expect(bench.store.journal.lastSeq() - before).toBeLessThan(40)
})

test('the first chunk is in the database before it is sent live, and a stalled stream is written in time', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['say', 'first'], ['say', ' second'], ['untilCancelled']])
  await bench.until(() => bench.said(turn) === 'first second')
  const revisions = bench.store.journal
    .after(0, 1_000)
    .map(({ record }) => record.entry)
    .filter(
      (entry) => entry.type === 'item' && entry.entity.kind === 'message' && entry.entity.role === 'agent',
    )
    .map((entry) => entry.entity as Message)
  expect(revisions.map(({ content, complete, revision }) => [content, complete, revision])).toEqual([
    ['first', false, 1],
    ['first second', false, 2],
  ])
  await bench.host.cancel(bench.ref(session))
  expect(bench.messages(turn)).toMatchObject([{ content: 'first second', complete: true, revision: 3 }])
})

test('content over the limit is cut with a marker and says so; the agent goes on', async () => {
  await bench.close()
  bench = new Bench({ messageContentBytes: 2_048 })
  const session = await bench.create()
  const turn = await bench.run(session, [
    ['say', 'ä'.repeat(5_000)],
    ['say', 'more'],
    tool({ content: [text('x'.repeat(1_500)), text('y'.repeat(100_000))], rawOutput: 'z'.repeat(5_000) }),
    ['say', 'end'],
  ])
  const [long, last] = bench.messages(turn)
  expect(long).toMatchObject({ truncated: true, complete: true })
  expect(long?.content).toBe(`${'ä'.repeat(1_024)}\n[cut at 2 KiB]`)
  expect(last).toMatchObject({ content: 'end', truncated: false })
  const [call] = bench.tools(turn)
  expect(JSON.stringify(call).length).toBeLessThan(6_000)
  expect(call?.content[1]).toMatchObject({ text: expect.stringMatching(/^y{548}\n\[cut at 2 KiB\]$/) })
})

test('garbage on stdout loses nothing of what is said between it', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [
    ['say', 'a'],
    ['garbage', 500],
    ['say', 'b'],
  ])
  expect(turn.status).toBe('succeeded')
  expect(bench.said(turn)).toBe('ab')
})

test('unknown updates and malformed fields are ignored, the rest is kept', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [
    ['raw', { sessionUpdate: 'from_the_future', secret: 1 }],
    ['line', '{"jsonrpc":"2.0","method":"session/update","params":7}'],
    ['line', '{"jsonrpc":"2.0","method":"_x/unknown","params":{}}'],
    tool({ kind: 'teleport', status: 'odd', locations: 'none' }),
    [
      'raw',
      {
        sessionUpdate: 'agent_message_chunk',
        content: { type: 'image', mimeType: 'image/png', data: 'AAAA' },
      },
    ],
  ])
  expect(turn.status).toBe('succeeded')
  expect(bench.tools(turn)).toMatchObject([{ title: 'Read', toolKind: 'other', status: 'pending' }])
  expect(bench.said(turn)).toBe('[image: image, 1 KiB, image/png cannot be shown]')
})

test('a turn has one plan, replaced whole each time', async () => {
  const session = await bench.create()
  const plan = (...contents: string[]) => [
    'raw',
    {
      sessionUpdate: 'plan',
      entries: contents.map((content) => ({ content, priority: 'high', status: 'pending' })),
    },
  ]
  const turn = await bench.run(session, [plan('a', 'b'), ['say', 'x'], plan('b')])
  const plans = bench.items(turn).filter((item) => item.kind === 'plan')
  expect(plans).toMatchObject([{ entries: [{ content: 'b' }], revision: 2 }])
})

test('tool output that streams is written at most at the revision rate, and its end at once', async () => {
  const session = await bench.create()
  const before = bench.store.journal.lastSeq()
  const output = (n: number) =>
    toolUpdate({ _meta: { terminal_output_delta: { terminal_id: 'x', data: `${n}\n` } } })
  const turn = await bench.run(session, [
    tool({ kind: 'execute', status: 'in_progress', content: [{ type: 'terminal', terminalId: 'x' }] }),
    ...Array.from({ length: 500 }, (_, n) => output(n)),
    toolUpdate({ status: 'completed' }),
  ])
  const expected = Array.from({ length: 500 }, (_, n) => `${n}\n`).join('')
  expect(bench.tools(turn)).toMatchObject([
    { status: 'completed', content: [{ terminalId: 'x', output: expected }] },
  ])
  expect(bench.store.journal.lastSeq() - before).toBeLessThan(20)
})

test('what an agent says after its turn ended is kept with that turn', async () => {
  const session = await bench.create()
  const late = JSON.stringify({
    jsonrpc: '2.0',
    method: 'session/update',
    params: {
      sessionId: '',
      update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'late' } },
    },
  })
  const first = await bench.run(session, [['pid']])
  const id = /pid:(\d+)/.exec(bench.said(first))?.[1]
  const turn = await bench.run(session, [
    ['later', late.replace('"sessionId":""', `"sessionId":"s-${id}-1"`)],
  ])
  const message = await bench.until(() => bench.messages(turn).find(({ complete }) => complete))
  expect(message.content).toBe('late')
})

test('a prompt right after something late begins its turn, and what was late stays with the turn before', async () => {
  await bench.close()
  // Nothing is written by itself meanwhile.
  bench = new Bench({ messageRevisionMs: 60_000 })
  const session = await bench.create()
  const first = await bench.run(session, [['pid']])
  const sessionId = `s-${/pid:(\d+)/.exec(bench.said(first))?.[1]}-1`
  const late = (update: object): string =>
    JSON.stringify({ jsonrpc: '2.0', method: 'session/update', params: { sessionId, update } })
  const [, call] = tool({ status: 'in_progress' })
  const [, more] = toolUpdate({ title: 'Read more' })
  const mode = { sessionUpdate: 'current_mode_update', currentModeId: 'any' }
  const turn = await bench.run(session, [
    ['raw', call],
    ['later', `${late(more as object)}\n${late(mode)}`],
  ])
  const { revision } = bench.session(session)
  await bench.until(() => bench.session(session).revision > revision)
  const next = await bench.run(session, [['say', 'on']])
  expect(next).toMatchObject({ status: 'succeeded', error: null })
  expect(bench.tools(turn)).toMatchObject([{ title: 'Read more' }])
  expect(bench.tools(next)).toEqual([])
})
