import { spawn, spawnSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { endLeftovers } from '../../../src/agent/sessions/end-processes.ts'
import { newId, openScopes, systemClock } from '../../../src/base/index.ts'
import type { Session, Turn } from '../../../src/contracts/index.ts'
import { Bench, pidsIn, runs } from './harness.ts'

let bench: Bench

beforeEach(() => {
  bench = new Bench()
})
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

/** Starts a turn whose agent has a deaf child and one that left its group; returns all three process ids. */
async function busyAgent(
  steps: unknown[][] = [['hang']],
): Promise<{ session: Session; turn: Turn; pids: number[] }> {
  const session = await bench.create({ ignoreEof: true })
  const turn = await bench.prompt(session, [['pid'], ['child'], ['child', 'escape'], ...steps])
  await bench.until(() => pidsIn(bench.said(turn)).length === 3)
  const pids = pidsIn(bench.said(turn))
  expect(pids.every(runs)).toBe(true)
  return { session, turn, pids }
}

test('cancel ends the turn as cancelled when the agent listens', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['say', 'x'], ['untilCancelled']])
  await bench.until(() => bench.said(turn) === 'x')
  expect(await bench.host.cancel(bench.ref(session))).toMatchObject({
    status: 'idle',
    lastTurn: { status: 'cancelled' },
  })
  expect(bench.store.turns.get(turn.id)).toMatchObject({ status: 'cancelled', stopReason: 'cancelled' })
  expect((await bench.host.cancel(bench.ref(session))).status).toBe('idle')
})

test('cancel ends the turn also when the agent does not listen, and the next prompt has a new agent', async () => {
  const { session, turn, pids } = await busyAgent()
  await bench.host.cancel(bench.ref(session))
  expect(bench.store.turns.get(turn.id)?.status).toBe('cancelled')
  const next = await bench.run(session, [['pid']])
  expect(next.status).toBe('succeeded')
  expect(pids.filter(runs)).toEqual([])
})

test('a prompt given right after an agent died is not hit by the sweep of the dead one', async () => {
  const session = await bench.create()
  for (let round = 0; round < 5; round++) {
    await bench.run(session, [['child'], ['crash']])
    expect(await bench.run(session, [['say', 'ok']])).toMatchObject({ status: 'succeeded' })
  }
})

test('stop leaves no process, not even one that left the group or ignores signals', async () => {
  const { session, turn, pids } = await busyAgent()
  expect(await bench.host.stop(bench.ref(session))).toMatchObject({
    status: 'stopped',
    lastTurn: { status: 'cancelled' },
  })
  expect(pids.filter(runs)).toEqual([])
  expect(bench.store.sessions.get(session.id)?.processGroup).toBeNull()
  await expect(bench.prompt(session, [['say', 'x']])).rejects.toMatchObject({ code: 'session_not_running' })
  expect(bench.items(turn).every((item) => item.kind !== 'message' || item.complete)).toBe(true)
  expect((await bench.host.stop(bench.ref(session))).revision).toBe(bench.session(session).revision)
})

test('stopping a session while its agent starts ends it at once', async () => {
  const creating = bench.create({ silentStart: true })
  const row = await vi.waitUntil(() =>
    bench.store.sessions.list().find(({ processGroup }) => processGroup !== null),
  )
  expect((await bench.host.stop(bench.ref(row.entity))).status).toBe('stopped')
  expect((await creating).status).toBe('stopped')
  expect(runs(row.processGroup as number)).toBe(false)
})

test('stopping all in a workspace stops every session', async () => {
  const sessions = await Promise.all([bench.create(), bench.create()])
  await bench.prompt(sessions[0], [['hang']])
  await bench.host.stopAllIn(bench.workspace.id)
  expect(sessions.map((session) => bench.session(session).status)).toEqual(['stopped', 'stopped'])
  expect(bench.host.counts()).toEqual({ sessions: 0, runningTurns: 0 })
})

test('closing the daemon interrupts the turn, ends the agent and keeps the session', async () => {
  const { session, turn, pids } = await busyAgent()
  await bench.host.close()
  expect(bench.store.turns.get(turn.id)?.status).toBe('interrupted')
  expect(bench.session(session).status).toBe('idle')
  // A killed process is listed until its parent has collected it.
  await expect.poll(() => pids.filter(runs)).toEqual([])
})

/** Leaves the database as a killed daemon does: everything still running, the agent too. */
async function killedDaemon(): Promise<{ session: Session; turn: Turn; pids: number[] }> {
  const call = { toolCallId: 'c1', title: 'Run', status: 'in_progress' }
  const busy = await busyAgent([['ask', call]])
  await bench.until(() => bench.session(busy.session).status === 'needs_attention')
  const { folder } = bench
  // The file as it is on disk while the first daemon still lives; a second one opens the copy.
  spawnSync('sh', ['-c', `mkdir "$0/copy" && cp "$0"/agent.db* "$0/secret.key" "$0/copy/"`, folder])
  return busy
}

test('after a kill of the daemon everything is settled once: turn, text, calls, approval, session, processes', async () => {
  const { session, turn, pids } = await killedDaemon()
  const first = { host: bench.host, store: bench.store, scope: bench.scope }
  bench.open('copy/agent.db')
  try {
    expect(bench.session(session).status).toBe('needs_attention')
    await bench.host.reconcile()
    expect(pids.filter(runs)).toEqual([])
    expect(bench.store.turns.get(turn.id)).toMatchObject({
      status: 'interrupted',
      error: { code: 'agent_failed' },
    })
    expect(bench.session(session)).toMatchObject({ status: 'idle', lastTurn: { status: 'interrupted' } })
    expect(bench.messages(turn).every(({ complete }) => complete)).toBe(true)
    expect(bench.tools(turn)).toMatchObject([{ status: 'cancelled' }])
    expect((await bench.approval(turn)).status).toBe('cancelled')
    const seq = bench.store.journal.lastSeq()
    await bench.host.reconcile()
    expect(bench.store.journal.lastSeq()).toBe(seq)
    // Only here does the killed daemon still live; it would end all that carries the session's mark.
    await first.scope.close()
    const next = await bench.run(session, [['say', 'again']])
    expect(next).toMatchObject({ error: null, status: 'succeeded', ordinal: 2 })
    expect(bench.messages(next, 'notice')).toHaveLength(1)
  } finally {
    await first.scope.close()
    first.store.close()
  }
})

test('a stop asked for again returns only when nothing is left either', async () => {
  const { session, pids } = await busyAgent([['untilCancelled']])
  const first = bench.host.stop(bench.ref(session))
  await bench.until(() => bench.session(session).status === 'stopped')
  await bench.host.stop(bench.ref(session))
  expect(pids.filter(runs)).toEqual([])
  await first
})

test('an agent process that a killed daemon had not recorded yet is ended by its mark', async () => {
  const session = await bench.create()
  await bench.host.close()
  const env = { ...process.env, SWITCHYARD_SESSION: session.id }
  const child = spawn('sleep', ['600'], { env, detached: true, stdio: 'ignore' })
  expect(bench.store.sessions.get(session.id)?.processGroup).toBeNull()
  await bench.host.reconcile()
  expect(runs(child.pid as number)).toBe(false)
})

test('sessions of a workspace that does not run are stopped by reconcile', async () => {
  const session = await bench.create()
  await bench.host.close()
  bench.store.change(() => bench.store.workspaces.put({ ...bench.workspace, status: 'stopped', revision: 2 }))
  await bench.host.reconcile()
  expect(bench.session(session).status).toBe('stopped')
})

test('a process that only has the number of an agent that is gone is spared', async () => {
  const gone = newId('session')
  const other = await bench.create()
  const { processGroup } = bench.store.sessions.get(other.id)!
  await endLeftovers(systemClock, gone, processGroup, 'another boot:1')
  expect(runs(processGroup as number)).toBe(true)
})
