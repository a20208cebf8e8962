import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId, openScopes } from '../../../src/base/index.ts'
import type { Session, Turn } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

let bench: Bench
beforeEach(() => void (bench = new Bench()))
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const content = (steps: unknown[][]) => ({ text: JSON.stringify(steps), attachments: [] })
/** What the agent was sent last, block by block. */
const blocks = [['blocks']]
const retry = async (session: Session, turn: Turn, steps: unknown[][]): Promise<Turn> =>
  bench.ended(
    await bench.host.turns.retry({
      ...bench.ref(session),
      turnId: turn.id,
      newTurnId: newId('turn'),
      content: content(steps),
      approve: 'ask',
      restore: false,
    }),
  )
const folded = (session: Session): number[] =>
  bench.store.turns.ofSession(session.id).flatMap((turn) => (turn.folded ? [turn.ordinal] : []))

test('a retry begins where the turn began; that one and what followed are folded, not lost', async () => {
  const session = await bench.create()
  const first = await bench.run(session, [['say', 'one']])
  const second = await bench.run(session, [['say', 'two']])
  const third = await bench.run(session, [['say', 'three']])
  const again = await retry(session, second, [['say', 'two again']])
  expect(again).toMatchObject({ parentId: first.id, ordinal: 4, folded: false, status: 'succeeded' })
  expect(folded(session)).toEqual([2, 3])
  expect(bench.said(third)).toBe('three')
  expect(bench.session(session).lastTurn?.id).toBe(again.id)
  const next = await bench.run(session, [['say', 'on']])
  expect(next.parentId).toBe(again.id)
})

test('going back to an earlier branch makes it the conversation again', async () => {
  const session = await bench.create()
  const first = await bench.run(session, [['say', 'one']])
  const second = await bench.run(session, [['say', 'two']])
  await retry(session, first, [['say', 'other']])
  expect(folded(session)).toEqual([1, 2])
  await bench.host.turns.goTo({ ...bench.ref(session), turnId: second.id })
  expect(folded(session)).toEqual([3])
  expect((await bench.run(session, [['say', 'on']])).parentId).toBe(second.id)
})

test('the agent of a branch knows what led to it and nothing of what was folded away', async () => {
  const session = await bench.create()
  await bench.run(session, [['say', 'kept words']])
  const second = await bench.run(session, [['say', 'folded words']])
  const again = await retry(session, second, blocks)
  const sent = bench.said(again)
  expect(sent).toContain('kept words')
  expect(sent).not.toContain('folded words')
  expect(bench.messages(again, 'notice').map(({ content: text }) => text)).toEqual([
    'Scripted does not remember this conversation. The earlier turn was sent to it again.',
  ])
})

test('retrying the first turn begins a conversation from nothing', async () => {
  const session = await bench.create()
  const first = await bench.run(session, [['say', 'old words']])
  const again = await retry(session, first, blocks)
  expect(JSON.parse(bench.said(again))).toHaveLength(1)
  expect(bench.messages(again, 'notice')).toEqual([])
})

test('an agent that takes embedded resources gets the earlier messages as text, too', async () => {
  const session = await bench.create({ prompts: { embeddedContext: true } })
  await bench.run(session, [['say', 'kept words']])
  const second = await bench.run(session, [['say', 'x']])
  const again = await retry(session, second, blocks)
  expect(JSON.parse(bench.said(again))).toMatchObject([
    { type: 'text', text: expect.stringMatching(/^<conversation>.*kept words.*<\/conversation>\n\n$/s) },
    { type: 'text' },
  ])
})

test('an agent that can load goes back to the conversation of a branch and is told nothing twice', async () => {
  const session = await bench.create({ load: true })
  const first = await bench.run(session, [['say', 'one']])
  const second = await bench.run(session, [['say', 'two']])
  await retry(session, first, [['say', 'other']])
  await bench.host.turns.goTo({ ...bench.ref(session), turnId: second.id })
  const on = await bench.run(session, blocks)
  expect(JSON.parse(bench.said(on))).toHaveLength(1)
  expect(bench.messages(on, 'notice')).toEqual([])
})

test('a restarted agent without memory is told the conversation so far', async () => {
  const session = await bench.create()
  await bench.run(session, [['say', 'said before'], ['crash']])
  const next = await bench.run(session, blocks)
  expect(bench.said(next)).toContain('said before')
  expect(bench.messages(next, 'notice')).toHaveLength(1)
  // Once told, it remembers.
  expect(JSON.parse(bench.said(await bench.run(session, blocks)))).toHaveLength(1)
})

test('a retry is idempotent, refused while a turn runs, and refused for a turn that is not there', async () => {
  const session = await bench.create()
  const first = await bench.run(session, [['say', 'one']])
  const input = {
    ...bench.ref(session),
    turnId: first.id,
    newTurnId: newId('turn'),
    content: content([['untilCancelled']]),
    approve: 'ask' as const,
    restore: false,
  }
  const again = await bench.host.turns.retry(input)
  expect((await bench.host.turns.retry(input)).id).toBe(again.id)
  await expect(bench.host.turns.retry({ ...input, newTurnId: newId('turn') })).rejects.toMatchObject({
    code: 'session_busy',
  })
  await bench.host.cancel(bench.ref(session))
  await expect(
    bench.host.turns.retry({ ...input, newTurnId: newId('turn'), turnId: newId('turn') }),
  ).rejects.toMatchObject({ code: 'turn_not_found' })
})

/** A first turn and a held message of a session whose files are being put back until `done` is called. */
async function puttingBack() {
  const session = await bench.create()
  const first = await bench.prompt(session, [['untilCancelled']])
  const held = await bench.enqueue(session, [['say', 'held']])
  await bench.host.cancel(bench.ref(session))
  const { promise, resolve: done } = Promise.withResolvers<void>()
  bench.puttingBack = promise
  return { session, first, held, done }
}

test('no turn begins while files are put back, however it is asked for', async () => {
  const { session, first, held, done } = await puttingBack()
  const undoing = bench.host.turns.undo({ ...bench.ref(session), turnId: first.id })
  await expect(bench.host.queue.sendNow({ ...bench.ref(session), messageId: held.id })).rejects.toMatchObject(
    { code: 'session_busy' },
  )
  const interrupting = await bench.send(session, [['say', 'now']], { whenBusy: 'interrupt' })
  await bench.host.queue.resume(bench.ref(session))
  await bench.host.agents.restart(bench.ref(session))
  expect(bench.store.turns.ofSession(session.id).map(({ id }) => id)).toEqual([first.id])
  done()
  await undoing
  if (interrupting.kind !== 'queued') throw new Error('it was not queued')
  const sent = await bench.until(() => bench.store.turns.get(interrupting.message.turnId))
  expect(await bench.ended(sent)).toMatchObject({ status: 'succeeded', ordinal: 3 })
})

test('a retry asked for again while files are put back is the same turn', async () => {
  const { session, first, done } = await puttingBack()
  const input = {
    ...bench.ref(session),
    turnId: first.id,
    newTurnId: newId('turn'),
    content: content([['say', 'again']]),
    approve: 'ask' as const,
    restore: true,
  }
  const both = [bench.host.turns.retry(input), bench.host.turns.retry(input)]
  done()
  const [one, two] = await Promise.all(both)
  expect(one).toMatchObject({ id: input.newTurnId, ordinal: 2 })
  expect(two?.id).toBe(one?.id)
})

test('a session stopped while files are put back gets no turn', async () => {
  const { session, first, done } = await puttingBack()
  const retrying = bench.host.turns.retry({
    ...bench.ref(session),
    turnId: first.id,
    newTurnId: newId('turn'),
    content: content([['say', 'again']]),
    approve: 'ask',
    restore: true,
  })
  const refused = expect(retrying).rejects.toMatchObject({ code: 'session_not_running' })
  await bench.host.stop(bench.ref(session))
  done()
  await refused
  expect(bench.store.turns.ofSession(session.id)).toHaveLength(1)
})
