import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import { toFailure, type Event, type Node } from '../../../src/contracts/index.ts'
import type { ControlPlane } from '../../../src/main/control-plane.ts'
import { Bench } from '../../hosts/agent/index.ts'

let bench: Bench
beforeEach(() => void (bench = new Bench()))
afterEach(() => bench.close())

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => toFailure(error),
  )

/** Resolves with the first node state the stream tells that satisfies `wanted`. */
async function nodeWith(controlPlane: ControlPlane, wanted: (node: Node) => boolean): Promise<Node> {
  const snapshot = await controlPlane.client.snapshot()
  const now = snapshot.nodes.find(wanted)
  if (now) return now
  for await (const event of await controlPlane.client.events.follow({ after: snapshot.cursor }))
    if (event.type === 'change' && event.change.type === 'node' && wanted(event.change.entity))
      return event.change.entity
  throw new Error('the stream ended')
}
const connected = (controlPlane: ControlPlane) => nodeWith(controlPlane, ({ link }) => link === 'connected')

async function eventOf(controlPlane: ControlPlane, type: string): Promise<Event> {
  const { cursor } = await controlPlane.client.snapshot()
  const [known] = (await controlPlane.client.events.list({ workspaceId: null, limit: 100 })).filter(
    (e) => e.type === type,
  )
  if (known) return known
  for await (const event of await controlPlane.client.events.follow({ after: cursor }))
    if (event.type === 'change' && event.change.type === 'event' && event.change.entity.type === type)
      return event.change.entity
  throw new Error('the stream ended')
}

const note = (message: string): { type: 'event'; entity: Event } => ({
  type: 'event',
  entity: {
    id: newId('event'),
    workspaceId: null,
    level: 'info',
    type: message,
    message,
    details: {},
    createdAt: 1,
  },
})

describe('the link to a node agent', () => {
  it('signs every call for this node, operation and workspace', async () => {
    await bench.agent.start()
    const { client } = await bench.start()
    const project = await client.project.add({ path: '/repos/demo' })
    const workspace = await client.workspace.create({ project: project.id, branch: 'b' })
    await client.git.diff({ workspace: workspace.id })
    const diff = bench.agent.jobs.seen.find(({ op }) => op === 'git.diff')
    expect(diff).toMatchObject({ aud: bench.agent.nodeId, sub: 'tester', ws: workspace.id })
    expect(diff!.exp - diff!.iat).toBe(60)
  })

  it('says with which reason it is offline, and connects again when the agent is back', async () => {
    await bench.agent.start()
    const controlPlane = await bench.start()
    expect(await connected(controlPlane)).toMatchObject({
      health: 'healthy',
      agentVersion: '9.9.9',
      linkReason: null,
    })
    await bench.agent.stop()
    const offline = await nodeWith(controlPlane, ({ link }) => link === 'offline')
    expect(offline.linkReason).toBeTruthy()
    await bench.agent.start()
    await connected(controlPlane)
    expect(bench.agent.handshakes).toBe(2)
  })

  it('connects at once when somebody asks, whatever pause it is in', async () => {
    await bench.agent.start()
    const controlPlane = await bench.start({
      env: { SWITCHYARD_RECONNECT_FIRST_MS: '3600000', SWITCHYARD_RECONNECT_MAX_MS: '3600000' },
    })
    await connected(controlPlane)
    bench.agent.drop()
    await nodeWith(controlPlane, ({ link }) => link === 'offline')
    expect(await controlPlane.client.repository.inspect({ path: '/repos/demo' })).toMatchObject({
      name: 'demo',
    })
  })

  it('names a version mismatch and keeps serving the picture', async () => {
    bench.agent.protocol = 99
    await bench.agent.start()
    const controlPlane = await bench.start()
    const failure = await failureOf(controlPlane.client.repository.inspect({ path: '/repos/demo' }))
    expect(failure).toMatchObject({
      code: 'agent_version_mismatch',
      hint: expect.stringContaining('stop --agent'),
    })
    const node = await nodeWith(controlPlane, ({ link }) => link === 'offline')
    expect(node.linkReason).toContain('protocol 99')
  })

  it('applies what was written while nobody listened, from where it stopped, and acknowledges it', async () => {
    await bench.agent.start()
    let controlPlane = await bench.start()
    bench.agent.append(note('first'))
    await eventOf(controlPlane, 'first')
    await controlPlane.close()
    bench.agent.append(note('second'))
    controlPlane = await bench.start()
    await eventOf(controlPlane, 'second')
    expect(bench.agent.followedAfter).toEqual([0, 1])
    const all = await controlPlane.client.events.list({ workspaceId: null, limit: 100 })
    expect(all.map(({ type }) => type).toSorted()).toEqual(['first', 'second'])
    await expect.poll(() => bench.agent.acked).toBe(2)
  })

  it('refetches a gap instead of skipping it', async () => {
    for (const name of ['one', 'two', 'three', 'four']) bench.agent.append(note(name))
    let holes = 1
    bench.agent.mangle = (records) => (holes-- > 0 ? records.filter(({ seq }) => seq !== 2) : records)
    await bench.agent.start()
    const controlPlane = await bench.start()
    await eventOf(controlPlane, 'four')
    expect([bench.agent.followedAfter, bench.agent.handshakes]).toEqual([[0, 1], 1])
    const all = await controlPlane.client.events.list({ workspaceId: null, limit: 100 })
    expect(all.map(({ type }) => type).toSorted()).toEqual(['four', 'one', 'three', 'two'])
  })

  it('tells of records that no agent has any more, and goes on after them', async () => {
    for (const name of ['one', 'two', 'three']) bench.agent.append(note(name))
    bench.agent.records.splice(0, 2)
    await bench.agent.start()
    const controlPlane = await bench.start()
    await eventOf(controlPlane, 'three')
    expect(await eventOf(controlPlane, 'journal.gap')).toMatchObject({
      level: 'warning',
      details: { from: 0, to: 2 },
    })
  })

  it('starts over with an agent whose journal was lost', async () => {
    await bench.agent.start()
    bench.agent.append(note('one'))
    bench.agent.append(note('two'))
    const controlPlane = await bench.start()
    await eventOf(controlPlane, 'two')
    await bench.agent.stop()
    bench.agent.records = []
    bench.agent.append(note('new'))
    await bench.agent.start()
    await eventOf(controlPlane, 'new')
    expect(await eventOf(controlPlane, 'journal.gap')).toMatchObject({ details: { from: 2, to: 0 } })
  })

  it('answers a command only when its journal records have been applied', async () => {
    await bench.agent.start()
    const { client } = await bench.start()
    const project = await client.project.add({ path: '/repos/demo' })
    const held = Promise.withResolvers<void>()
    bench.agent.hold = held.promise
    let answered = false
    const created = client.workspace.create({ project: project.id, branch: 'b' }).then((workspace) => {
      answered = true
      return workspace
    })
    await expect.poll(() => bench.agent.lastSeq).toBe(1)
    // A call behind it on the same socket has gone there and back: so has the answer to the command.
    await client.repository.inspect({ path: '/repos/demo' })
    expect([answered, await client.workspace.list({})]).toEqual([false, []])
    held.resolve()
    const workspace = await created
    expect(await client.workspace.list({})).toEqual([workspace])
  })

  it('forwards live text to the followers of its session', async () => {
    await bench.agent.start()
    const { client } = await bench.start()
    const project = await client.project.add({ path: '/repos/demo' })
    const workspace = await client.workspace.create({ project: project.id, branch: 'b' })
    const { id: sessionId } = await client.session.create({ workspace: workspace.id })
    const followed = await client.session.follow({ sessionId, after: null })
    expect(await followed.next()).toMatchObject({ value: { type: 'ready' } })
    const delta = {
      sessionId,
      turnId: newId('turn'),
      itemId: newId('item'),
      position: 1,
      role: 'agent' as const,
      offset: 0,
      text: 'hi',
    }
    bench.agent.live.publish({ type: 'delta', delta })
    expect(await followed.next()).toEqual({ done: false, value: { type: 'delta', delta } })
    await followed.return?.()
  })

  it('ends the agent when asked to, waits for its end, and starts none anew', async () => {
    const daemon = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    const ended = once(daemon, 'exit')
    bench.agent.pid = daemon.pid as number
    bench.agent.onShutdown = () => void daemon.kill('SIGKILL')
    await bench.agent.start()
    const controlPlane = await bench.start()
    await connected(controlPlane)
    expect(await controlPlane.client.stop.impact()).toEqual({ runningTurns: 3, sessions: 2, terminals: 4 })
    expect(await controlPlane.client.stop.now({ agent: true })).toMatchObject({
      agent: true,
      runningTurns: 3,
    })
    expect(daemon.signalCode).toBe('SIGKILL')
    await ended
    await expect.poll(() => bench.stops).toBe(1)
    expect(await failureOf(controlPlane.client.repository.browse({ path: null }))).toMatchObject({
      code: 'node_unreachable',
    })
  })
})
