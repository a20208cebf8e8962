import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId, openScopes } from '../../../src/base/index.ts'
import type { Session, TranscriptItem } from '../../../src/contracts/index.ts'
import { agentProfile, Bench, plantedSecret } from './harness.ts'

/** Ids of processes that name `text` in their command line. */
const processesWith = (text: string): string[] =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text))

let bench: Bench
beforeEach(() => void (bench = new Bench()))
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const chunk = (who: 'user' | 'agent', text: string) => ({
  sessionUpdate: `${who}_message_chunk`,
  content: { type: 'text', text },
})
const call = (fields: object) => ({ sessionUpdate: 'tool_call_update', toolCallId: 't1', ...fields })
const history = [
  chunk('user', 'Fix '),
  chunk('user', 'the cart'),
  chunk('agent', 'Looking'),
  chunk('agent', ` at it, ${plantedSecret}`),
  call({ sessionUpdate: 'tool_call', title: 'Read cart.ts', kind: 'read' }),
  call({ status: 'completed' }),
  chunk('agent', 'Fixed.'),
  chunk('user', 'And the tax'),
  chunk('agent', 'Done, too.'),
]
const conversations = (options: object) =>
  bench.host.agents.conversations({ workspaceId: bench.workspace.id, profile: agentProfile(options) })
const resume = (options: object, conversation: string, id = newId('session')): Promise<Session> =>
  bench.host.createSession({
    id,
    workspaceId: bench.workspace.id,
    profile: agentProfile(options),
    title: null,
    resume: conversation,
  })
const itemsOf = ({ id }: Session): TranscriptItem[] =>
  bench.store.turns.ofSession(id).flatMap((turn) => bench.items(turn))
const words = (session: Session): string[] =>
  itemsOf(session).map((item) =>
    item.kind === 'message'
      ? `${item.role}: ${item.content}`
      : item.kind === 'tool_call'
        ? item.status
        : item.kind,
  )
const told = [
  'user: Fix the cart',
  expect.stringMatching(/^agent: Looking at it, (?!planted)/),
  'completed',
  'agent: Fixed.',
  'user: And the tax',
  'agent: Done, too.',
]

test("an agent's earlier conversations in the workspace's folders are listed, newest first, and its process is gone", async () => {
  const list = [
    [
      { sessionId: 'old', title: 'Old', updatedAt: '2026-01-01T00:00:00Z' },
      { sessionId: 'else', cwd: '/elsewhere' },
    ],
    [{ sessionId: 'new', title: `With ${plantedSecret}`, updatedAt: '2026-02-01T00:00:00Z' }],
  ]
  const { offered, conversations: found } = await conversations({ list, load: true, marker: bench.folder })
  expect(offered).toBe(true)
  expect(found.map(({ id }) => id)).toEqual(['new', 'old'])
  expect(JSON.stringify(found)).not.toContain(plantedSecret)
  expect(processesWith(bench.folder)).toEqual([])
})

test('an agent that cannot list, or not go on, says so', async () => {
  expect(await conversations({ load: true })).toMatchObject({ offered: false, conversations: [] })
  expect(await conversations({ list: [[{ sessionId: 'a' }]] })).toMatchObject({ offered: false })
})

test('a conversation a living session goes on with is not offered again', async () => {
  const options = { list: [[{ sessionId: 'first' }, { sessionId: 'second' }]], load: true, history }
  const session = await resume(options, 'first')
  const ids = async () => (await conversations(options)).conversations.map(({ id }) => id)
  expect(await ids()).toEqual(['second'])
  await bench.host.stop(bench.ref(session))
  expect(await ids()).toEqual(['first', 'second'])
})

test('what was said in it becomes the transcript, each turn once, and the agent goes on in it', async () => {
  const session = await resume({ load: true, history }, 'earlier')
  expect(session).toMatchObject({ status: 'idle', turnCount: 2, title: 'Fix the cart' })
  expect(words(session)).toEqual(told)
  expect(itemsOf(session).map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6])
  expect(bench.store.turns.ofSession(session.id)).toMatchObject([
    { ordinal: 1, status: 'succeeded', parentId: null },
    { ordinal: 2, status: 'succeeded' },
  ])
  // Each item is in the journal once.
  const journalled = bench.store.journal
    .after(0, 1_000)
    .flatMap(({ record: { entry } }) => (entry.type === 'item' ? [entry.entity.id] : []))
  expect(journalled).toEqual(itemsOf(session).map(({ id }) => id))
  const turn = await bench.run(session, [['tell']])
  expect(bench.told(turn)).toMatchObject({ opened: { sessionId: 'earlier' } })
  // Nothing is told again: the agent remembers.
  expect(bench.told(turn).prompted).toHaveLength(1)
})

test('loaded again after a restart of the agent, or of the daemon, nothing is doubled', async () => {
  const session = await resume({ load: true, history }, 'earlier')
  await bench.host.agents.restart(bench.ref(session))
  await bench.scope.close()
  bench.store.close()
  bench.open()
  await bench.host.reconcile()
  await bench.run(session, [['say', 'more']])
  expect(words(session)).toEqual([...told, expect.stringContaining('user: '), 'agent: more'])
})

test('an agent that can only resume goes on without telling', async () => {
  const session = await resume({ resume: true, history }, 'earlier')
  expect(session).toMatchObject({ status: 'idle', turnCount: 0 })
  expect(bench.told(await bench.run(session, [['tell']]))).toMatchObject({ opened: { sessionId: 'earlier' } })
})

test('a conversation that is lost is said so; no other is begun in its place', async () => {
  const session = await resume({ load: true }, 'lost')
  expect(session).toMatchObject({
    status: 'error',
    turnCount: 0,
    error: { code: 'agent_failed', message: expect.stringContaining('no such conversation') },
  })
  expect(await bench.run(session, [['say', 'x']])).toMatchObject({ status: 'failed' })
})

test('of a very long conversation the newest turns are kept', async () => {
  await bench.close()
  bench = new Bench({ turnItems: 3 })
  const long = Array.from({ length: 6 }, (_, n) => [chunk('user', `q${n}`), chunk('agent', `a${n}`)]).flat()
  const session = await resume({ load: true, history: long }, 'earlier')
  expect(words(session)).toEqual(['user: q3', 'agent: a3', 'user: q4', 'agent: a4', 'user: q5', 'agent: a5'])
})
