import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId, openScopes } from '../../../src/base/index.ts'
import { agentProfile, Bench } from './harness.ts'

let bench: Bench

beforeEach(() => {
  bench = new Bench()
})
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

test('a session is journalled as starting before it is idle, with what the agent said of itself', async () => {
  const session = await bench.create({
    modes: { current: 'auto', all: ['auto', 'default'] },
    legacyModels: ['m1', 'm2'],
  })
  const told = bench.store.journal
    .after(0, 100)
    .map(({ record }) => record.entry)
    .filter((entry) => entry.type === 'session')
    .map(({ entity }) => entity.status)
  expect(told[0]).toBe('starting')
  expect(session).toMatchObject({ status: 'idle', agentVersion: '9.8.7', agentName: 'Scripted' })
  expect(session.configOptions.map(({ id, value }) => [id, value])).toEqual([
    ['mode', 'default'],
    ['model', 'm1'],
  ])
  const { commands } = await bench.until(
    () => bench.session(session).commands.length > 0 && bench.session(session),
  )
  expect(commands).toEqual([{ name: 'test', description: 'Tests', hint: null }])
})

test('creating a session again with its id returns the same one and starts no second agent', async () => {
  const id = newId('session')
  const [one, two] = await Promise.all([bench.create({}, id), bench.create({}, id)])
  expect(two).toEqual(one)
  expect(await bench.create({}, id)).toEqual(one)
  expect(bench.host.counts()).toEqual({ sessions: 1, runningTurns: 0 })
})

test('an agent that is missing, exits, refuses or says nothing leaves the session in error with the reason', async () => {
  await bench.close()
  bench = new Bench({ agentStartMs: 1_500 })
  const missing = { ...agentProfile(), command: '/nowhere/agent' }
  const create = { workspaceId: bench.workspace.id, title: null }
  const unavailable = await bench.host.createSession({ ...create, id: newId('session'), profile: missing })
  expect(unavailable).toMatchObject({ status: 'error', error: { code: 'agent_unavailable' } })
  expect(unavailable.error?.hint).toContain('npm install -g scripted')

  const exited = await bench.create({ exitAtStart: 3 })
  expect(exited.error).toMatchObject({ code: 'agent_failed', details: { stderr: 'fatal: no configuration' } })
  expect(exited.error?.message).toContain('exited with code 3')

  const refused = await bench.create({ failNew: { code: -32_000, message: 'Authentication required' } })
  expect(refused.error?.message).toContain('Authentication required')
  expect(refused.error?.hint).toContain('Sign in')

  const silent = await bench.create({ silentStart: true })
  expect(silent.error?.message).toContain('not ready within')
  expect(bench.host.counts().sessions).toBe(0)
})

test('the agent works in the worktree with a clean environment', async () => {
  const session = await bench.create()
  const cwd = await bench.run(session, [['cwd']])
  expect(bench.said(cwd)).toBe(bench.worktree)
  const turn = await bench.run(session, [['env']])
  const env = JSON.parse(bench.said(turn)) as Record<string, string>
  expect(env).toMatchObject({ PROFILE_SAYS: 'hello', PATH: process.env['PATH'] })
  expect(env).not.toHaveProperty('SECRET_OF_DAEMON')
  expect(env).not.toHaveProperty('VITEST')
})

test('the limit of sessions in a workspace holds, also for two at once', async () => {
  await bench.close()
  bench = new Bench({ sessionsPerWorkspace: 1 })
  const results = await Promise.allSettled([bench.create(), bench.create()])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await expect(bench.create()).rejects.toMatchObject({ code: 'session_limit' })
})

test('a prompt returns at once with the running turn, its message and the running session written together', async () => {
  const session = await bench.create()
  const before = bench.store.journal.lastSeq()
  const turn = await bench.prompt(session, [['untilCancelled']])
  expect(turn.status).toBe('running')
  const entries = bench.store.journal.after(before, 10).map(({ record }) => record.entry)
  expect(entries.map((entry) => entry.type)).toEqual(['turn', 'item', 'session', 'session'])
  expect(bench.messages(turn, 'user')).toMatchObject([{ content: '[["untilCancelled"]]', complete: true }])
  expect(bench.session(session)).toMatchObject({ status: 'running', turnCount: 1, lastTurn: { id: turn.id } })
  await bench.host.cancel(bench.ref(session))
})

test('a prompt is idempotent by its turn id, and a second turn meanwhile is refused as busy', async () => {
  const session = await bench.create()
  const turnId = newId('turn')
  const first = await bench.prompt(session, [['say', 'once'], ['untilCancelled']], { turnId })
  await bench.until(() => bench.said(first) === 'once')
  expect((await bench.prompt(session, [['say', 'twice']], { turnId })).id).toBe(turnId)
  await expect(bench.prompt(session, [['say', 'x']])).rejects.toMatchObject({ code: 'session_busy' })
  await bench.host.cancel(bench.ref(session))
  const again = await bench.prompt(session, [['say', 'twice']], { turnId })
  expect(again.status).toBe('cancelled')
  expect(bench.said(first)).toBe('once')
})

test('a prompt over the limit is refused and changes nothing', async () => {
  const session = await bench.create()
  const before = bench.store.journal.lastSeq()
  const text = 'x'.repeat(10 * 1024 * 1024)
  const prompt = bench.host.prompt({
    ...bench.ref(session),
    turnId: newId('turn'),
    content: { text, attachments: [] },
    approve: 'ask',
    whenBusy: 'queue',
  })
  await expect(prompt).rejects.toMatchObject({ code: 'invalid_input', details: { path: 'text' } })
  expect(bench.store.journal.lastSeq()).toBe(before)
})

test.each([
  [[['say', 'done']], 'succeeded', 'end_turn', null],
  [[['stop', 'max_tokens']], 'failed', 'max_tokens', 'agent_failed'],
  [[['stop', 'max_turn_requests']], 'failed', 'max_turn_requests', 'agent_failed'],
  [[['stop', 'refusal']], 'failed', 'refusal', 'agent_failed'],
  [
    [
      ['stderr', 'why\n'],
      ['error', 'overloaded'],
    ],
    'failed',
    null,
    'agent_failed',
  ],
  [
    [
      ['stderr', 'why\n'],
      ['exit', 7],
    ],
    'interrupted',
    null,
    'agent_failed',
  ],
  [[['crash']], 'interrupted', null, 'agent_failed'],
])('a turn of %j ends as %s', async (steps, status, stopReason, code) => {
  const session = await bench.create()
  const turn = await bench.run(session, steps as unknown[][])
  expect(turn).toMatchObject({ status, stopReason })
  expect(turn.error?.code ?? null).toBe(code)
  if (JSON.stringify(steps).includes('stderr')) expect(turn.error?.details).toMatchObject({ stderr: 'why' })
  expect(bench.session(session)).toMatchObject({ status: 'idle', lastTurn: { id: turn.id, status } })
  const next = await bench.run(session, [['say', 'still here']])
  expect(next.status).toBe('succeeded')
  expect(bench.said(next)).toBe('still here')
})

test('all that an agent said before it died is kept', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [
    ['stream', 3_000],
    ['exit', 1],
  ])
  expect(turn.status).toBe('interrupted')
  expect(bench.said(turn)).toBe(Array.from({ length: 3_000 }, (_, n) => `${n} `).join(''))
  expect(bench.messages(turn).every(({ complete }) => complete)).toBe(true)
})

test('an agent started again without memory is said to be so, one that can go on is not', async () => {
  const forgetful = await bench.create()
  await bench.run(forgetful, [['say', 'one'], ['crash']])
  const turn = await bench.run(forgetful, [['say', 'two']])
  expect(bench.messages(turn, 'notice')).toHaveLength(1)
  for (const options of [{ load: true }, { resume: true }]) {
    const session = await bench.create(options)
    await bench.run(session, [['say', 'one'], ['crash']])
    const next = await bench.run(session, [['say', 'two']])
    expect(bench.messages(next, 'notice')).toEqual([])
    expect(bench.said(next)).toBe('two')
  }
})

test('sessions are independent: one floods, one hangs, one crashes, one works', async () => {
  const [flood, hang, crash, work] = await Promise.all([
    bench.create(),
    bench.create(),
    bench.create(),
    bench.create(),
  ])
  const hanging = await bench.prompt(hang, [['hang']])
  const flooding = bench.run(flood, [
    ['stream', 30_000],
    ['garbage', 2_000],
  ])
  const crashing = bench.run(crash, [['crash']])
  const turn = await bench.run(work, [['say', 'fine']])
  expect(bench.said(turn)).toBe('fine')
  expect((await crashing).status).toBe('interrupted')
  const flooded = await flooding
  expect(flooded.status).toBe('succeeded')
  expect(bench.said(flooded).slice(0, bench.said(flooded).indexOf('\n[cut'))).toBe(
    Array.from({ length: 30_000 }, (_, n) => `${n} `)
      .join('')
      .slice(0, bench.said(flooded).indexOf('\n[cut')),
  )
  expect(bench.store.turns.get(hanging.id)?.status).toBe('running')
})

test('the title comes from the first prompt until the user gives one', async () => {
  const session = await bench.create()
  await bench.run(session, [['raw', { sessionUpdate: 'session_info_update', title: 'By the agent' }]])
  // Facts of a session are written together, some only after the turn.
  await bench.until(() => bench.session(session).title === 'By the agent')
  await bench.host.rename({ ...bench.ref(session), title: 'Mine' })
  await bench.run(session, [['raw', { sessionUpdate: 'session_info_update', title: 'Again' }]])
  // Writes what waits.
  await bench.host.stop(bench.ref(session))
  expect(bench.session(session).title).toBe('Mine')
})

test('a switch is set through the agent and refused with what is valid', async () => {
  const session = await bench.create({
    modes: { current: 'default', all: ['default', 'yolo'] },
    legacyModels: ['a', 'b'],
  })
  const set = (optionId: string, value: string) =>
    bench.host.setConfig({ ...bench.ref(session), optionId, value })
  expect((await set('mode', 'yolo')).configOptions.map(({ value }) => value)).toEqual(['yolo', 'a'])
  expect((await set('model', 'b')).configOptions.map(({ value }) => value)).toEqual(['yolo', 'b'])
  await expect(set('mode', 'nope')).rejects.toMatchObject({
    code: 'invalid_input',
    hint: 'Its values: default, yolo.',
  })
  await expect(set('nope', 'x')).rejects.toMatchObject({
    code: 'invalid_input',
    hint: 'Its options: mode, model.',
  })
})

test('a turn that was cancelled before its agent was there is no part of the conversation', async () => {
  const session = await bench.create()
  await bench.run(session, [['crash']])
  const turn = await bench.prompt(session, [['say', 'never']])
  expect((await bench.host.cancel(bench.ref(session))).status).toBe('idle')
  expect(await bench.run(session, [['say', 'x']])).toMatchObject({ status: 'succeeded' })
  expect(bench.store.turns.get(turn.id)?.status).toBe('cancelled')
  expect(bench.store.turns.conversationOf(turn.id)).toBeNull()
})
