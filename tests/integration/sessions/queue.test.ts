import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId, openScopes } from '../../../src/base/index.ts'
import type { QueuedMessage, Session, Turn } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

let bench: Bench
let session: Session

beforeEach(async () => {
  bench = new Bench()
  session = await bench.create()
})
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

/** A turn that ends well once `finish` is called. */
async function gatedTurn(): Promise<{ turn: Turn; finish(): Promise<unknown> }> {
  const turn = await bench.prompt(session, [['ask', { toolCallId: 'gate', title: 'Go on?' }]])
  const approval = await bench.approval(turn)
  return { turn, finish: () => bench.answer(approval, 'allow_once') }
}
const say = (text: string): unknown[][] => [['say', text]]
const texts = (): string[] => bench.store.queue.waiting(session.id).map(({ text }) => JSON.parse(text)[0][1])
const now = ({ id }: QueuedMessage): QueuedMessage => bench.store.queue.get(id) as QueuedMessage
const turnOf = (message: QueuedMessage): Promise<Turn> =>
  bench.until(() => {
    const turn = bench.store.turns.get(message.turnId)
    return turn && turn.status !== 'running' && turn
  })
const target = (message: QueuedMessage) => ({ ...bench.ref(session), messageId: message.id })

test('messages sent while a turn runs wait, and go in order after it succeeded', async () => {
  const { turn, finish } = await gatedTurn()
  const messages = [await bench.enqueue(session, say('a')), await bench.enqueue(session, say('b'))]
  expect(texts()).toEqual(['a', 'b'])
  await finish()
  const turns = [await turnOf(messages[0]!), await turnOf(messages[1]!)]
  expect(turns.map(({ ordinal, parentId }) => [ordinal, parentId])).toEqual([
    [2, turn.id],
    [3, turns[0]!.id],
  ])
  expect(turns.map((each) => bench.said(each))).toEqual(['a', 'b'])
  expect(messages.map((message) => now(message).status)).toEqual(['sent', 'sent'])
})

test('the end of a turn and the beginning of the next are one transaction', async () => {
  const { turn, finish } = await gatedTurn()
  const next = await bench.enqueue(session, say('a'))
  await finish()
  await turnOf(next)
  const entries = bench.store.journal.after(0, 1000).map(({ record }) => record.entry)
  const ended = entries.findIndex(
    (entry) => entry.type === 'turn' && entry.entity.id === turn.id && entry.entity.status === 'succeeded',
  )
  const then = entries.slice(ended + 1, ended + 5).map(({ type }) => type)
  expect(then).toEqual(['session', 'queued', 'turn', 'item'])
})

test.each([
  ['cancelled', () => bench.host.cancel(bench.ref(session))],
  ['failed', null],
])('after a turn that was %s the messages are held until the user decides', async (because, end) => {
  const steps = end
    ? [['untilCancelled']]
    : [
        ['ask', { toolCallId: 'g', title: 'g' }],
        ['error', 'no'],
      ]
  const turn = await bench.prompt(session, steps)
  const message = await bench.enqueue(session, say('a'))
  if (end) await end()
  else await bench.answer(await bench.approval(turn), 'allow_once')
  await bench.ended(turn)
  expect(now(message)).toMatchObject({ status: 'held', heldBecause: because })
  expect(bench.session(session).status).toBe('idle')
  // A new prompt goes at once and does not take the held ones along.
  expect(await bench.run(session, say('new'))).toMatchObject({ status: 'succeeded' })
  expect(now(message).status).toBe('held')
  await bench.host.queue.resume(bench.ref(session))
  expect(bench.said(await turnOf(message))).toBe('a')
})

test('send now cancels the running turn, goes first, and the others go on waiting', async () => {
  const turn = await bench.prompt(session, [['untilCancelled']])
  const first = await bench.enqueue(session, say('first'))
  const second = await bench.enqueue(session, say('second'))
  const sent = await bench.host.queue.sendNow(target(second))
  expect(sent).toMatchObject({ id: second.turnId, ordinal: 2 })
  expect(bench.store.turns.get(turn.id)?.status).toBe('cancelled')
  expect(bench.said(await turnOf(first))).toBe('first')
  expect((await turnOf(first)).ordinal).toBe(3)
})

test('send now of a message that was sent or removed stops no turn', async () => {
  await bench.prompt(session, [['untilCancelled']])
  const removed = await bench.enqueue(session, say('removed'))
  const message = await bench.enqueue(session, [['ask', { toolCallId: 'g', title: 'g' }]])
  await bench.host.queue.discard(target(removed))
  const sent = await bench.host.queue.sendNow(target(message))
  await bench.approval(sent)
  expect(await bench.host.queue.sendNow(target(message))).toMatchObject({ id: sent.id, status: 'running' })
  await expect(bench.host.queue.sendNow(target(removed))).rejects.toMatchObject({
    code: 'invalid_transition',
  })
  expect(bench.store.turns.get(sent.id)?.status).toBe('running')
})

test('a prompt that interrupts while the agent starts waits until it is ready', async () => {
  const id = newId('session')
  const creating = bench.create({}, id)
  const early = await bench.send({ ...session, id }, say('early'), { whenBusy: 'interrupt' })
  expect(early).toMatchObject({ kind: 'queued', message: { status: 'queued' } })
  await creating
  if (early.kind === 'queued') expect(bench.said(await turnOf(early.message))).toBe('early')
})

test('a prompt that interrupts is the next turn; sending it again returns that turn', async () => {
  const turn = await bench.prompt(session, [['untilCancelled']])
  const turnId = newId('turn')
  const sent = await bench.send(session, say('now'), { turnId, whenBusy: 'interrupt' })
  expect(sent).toMatchObject({ kind: 'turn', turn: { id: turnId, ordinal: 2 } })
  expect(await bench.send(session, say('now'), { turnId, whenBusy: 'interrupt' })).toMatchObject({
    kind: 'turn',
    turn: { id: turnId },
  })
  expect(bench.store.turns.get(turn.id)?.status).toBe('cancelled')
})

test('a queued prompt is idempotent by its turn id', async () => {
  const { finish } = await gatedTurn()
  const turnId = newId('turn')
  const first = await bench.send(session, say('a'), { turnId })
  expect(await bench.send(session, say('a'), { turnId })).toEqual(first)
  expect(texts()).toEqual(['a'])
  await finish()
  await bench.until(() => bench.store.turns.get(turnId)?.status === 'succeeded')
  expect(await bench.send(session, say('a'), { turnId })).toMatchObject({ kind: 'turn' })
})

test('waiting messages can be edited, moved and removed; those that were sent cannot', async () => {
  const { finish } = await gatedTurn()
  const [a, b, c] = [
    await bench.enqueue(session, say('a')),
    await bench.enqueue(session, say('b')),
    await bench.enqueue(session, say('c')),
  ]
  await bench.host.queue.move({ ...target(c), before: a.id })
  expect(texts()).toEqual(['c', 'a', 'b'])
  await bench.host.queue.move({ ...target(c), before: null })
  expect(texts()).toEqual(['a', 'b', 'c'])
  const content = { text: JSON.stringify(say('A')), attachments: [] }
  expect(await bench.host.queue.edit({ ...target(a), content })).toMatchObject(content)
  expect(await bench.host.queue.discard(target(b))).toMatchObject({ status: 'discarded' })
  expect(texts()).toEqual(['A', 'c'])
  await finish()
  await turnOf(c)
  expect(bench.said(await turnOf(a))).toBe('A')
  for (const act of [
    () => bench.host.queue.edit({ ...target(a), content }),
    () => bench.host.queue.move({ ...target(a), before: null }),
    () => bench.host.queue.discard(target(a)),
    () => bench.host.queue.edit({ ...target(b), content }),
  ])
    await expect(act()).rejects.toMatchObject({ code: 'invalid_transition' })
  // What was wanted has happened: sending what was sent returns its turn.
  expect((await bench.host.queue.sendNow(target(a))).id).toBe(a.turnId)
})

test('a message put back into the queue is never sent at once', async () => {
  const add = { ...bench.ref(session), approve: 'ask' as const, before: null }
  const content = { text: JSON.stringify(say('later')), attachments: [] }
  const held = await bench.host.queue.add({ ...add, turnId: newId('turn'), content })
  expect(held.status).toBe('held')
  const { finish } = await gatedTurn()
  const first = await bench.host.queue.add({ ...add, turnId: newId('turn'), content, before: held.id })
  expect(first.status).toBe('queued')
  expect(bench.store.queue.waiting(session.id).map(({ id }) => id)).toEqual([first.id, held.id])
  await finish()
  await turnOf(first)
  expect(now(held).status).toBe('held')
})

test('the limit of waiting messages holds', async () => {
  await bench.close()
  bench = new Bench({ queuedMessages: 1 })
  session = await bench.create()
  await gatedTurn()
  await bench.enqueue(session, say('a'))
  await expect(bench.enqueue(session, say('b'))).rejects.toMatchObject({ code: 'limit_reached' })
})

test('stopping a session holds its messages for good; their text can still be read', async () => {
  await bench.prompt(session, [['untilCancelled']])
  const message = await bench.enqueue(session, say('a'))
  await bench.host.stop(bench.ref(session))
  expect(now(message)).toMatchObject({ status: 'held', heldBecause: 'stopped' })
  await expect(bench.host.queue.sendNow(target(message))).rejects.toMatchObject({
    code: 'session_not_running',
  })
  await expect(bench.host.queue.resume(bench.ref(session))).rejects.toMatchObject({
    code: 'session_not_running',
  })
})

test('messages outlive the node agent: those of an interrupted turn are held', async () => {
  await bench.prompt(session, [['untilCancelled']])
  const message = await bench.enqueue(session, say('a'))
  const edited = { text: JSON.stringify(say('b')), attachments: [] }
  await bench.host.queue.edit({ ...target(message), content: edited })
  await bench.scope.close()
  bench.store.close()
  bench.open()
  await bench.host.reconcile()
  expect(now(message)).toMatchObject({ status: 'held', heldBecause: 'interrupted', text: edited.text })
  await bench.host.queue.resume(bench.ref(session))
  expect(bench.said(await turnOf(message))).toBe('b')
})

test('a message sent while the agent starts goes when it is ready, and is held when it cannot start', async () => {
  const id = newId('session')
  const creating = bench.create({}, id)
  const sent = await bench.host.prompt({
    workspaceId: bench.workspace.id,
    sessionId: id,
    turnId: newId('turn'),
    content: { text: JSON.stringify(say('early')), attachments: [] },
    approve: 'ask',
    whenBusy: 'queue',
  })
  expect(sent.kind).toBe('queued')
  await creating
  if (sent.kind === 'queued') expect(bench.said(await turnOf(sent.message))).toBe('early')
})

test('two messages told to go first at the same time both become turns, one after the other', async () => {
  const { turn } = await gatedTurn()
  const [a, b] = [await bench.enqueue(session, say('a')), await bench.enqueue(session, say('b'))]
  const sent = await Promise.all([bench.host.queue.sendNow(target(a)), bench.host.queue.sendNow(target(b))])
  expect(sent.map(({ id }) => id)).toEqual([a.turnId, b.turnId])
  const [first, second] = [await turnOf(a), await turnOf(b)]
  expect(bench.store.turns.get(turn.id)?.status).toBe('cancelled')
  expect(['succeeded', 'cancelled']).toContain(first.status)
  expect(second).toMatchObject({ status: 'succeeded', parentId: first.id })
  expect(bench.said(second)).toBe('b')
})
