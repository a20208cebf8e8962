import { rmSync, writeFileSync } from 'node:fs'
import { exportJWK, generateKeyPair } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId, systemClock } from '../../../src/base/index.ts'
import type { Event, JournalRecord } from '../../../src/contracts/index.ts'
import type { AgentClient } from '../../../src/main/nodes/agent-client.ts'
import { createJobSigner } from '../../../src/main/nodes/job-tokens.ts'
import {
  codeOf,
  hello,
  makeNode,
  openScopes,
  startAgent,
  workspaceRequest,
  type TestNode,
} from './harness.ts'

let node: TestNode
let agent: { close(): Promise<void> }

beforeEach(async () => {
  node = await makeNode()
  agent = await startAgent(node)
})
afterEach(async () => {
  await agent.close()
  await node.remove()
  expect(openScopes()).toEqual([])
})

const restart = async (): Promise<void> => {
  await agent.close()
  agent = await startAgent(node)
}
const token = async (op: string): Promise<AgentClient> => {
  const signed = await node.sign(op)
  return node.connect(async () => signed)
}
/** Reads the journal until an event satisfies `wanted`. */
const event = async (client: AgentClient, wanted: (event: Event) => boolean): Promise<Event> =>
  eventOf(await client.journal.follow({ after: 0 }), wanted)

async function eventOf(
  batches: AsyncIterable<{ records: JournalRecord[] }>,
  wanted: (event: Event) => boolean,
): Promise<Event> {
  for await (const { records } of batches) {
    const found = records
      .flatMap(({ entry }: JournalRecord) => (entry.type === 'event' ? [entry.entity] : []))
      .find(wanted)
    if (found) return found
  }
  throw new Error('the journal ended')
}
const refusal = (code: string) => (told: Event) =>
  told.type === 'job.refused' && told.details['code'] === code

test('a token that was used is refused after a restart of the daemon, too', async () => {
  const signed = await node.sign('handshake')
  await (await node.connect(async () => signed)).handshake(hello)
  await restart()
  expect(await codeOf((await node.connect(async () => signed)).handshake(hello))).toBe('replayed_job')
})

test('a token that was not used is taken after a restart', async () => {
  const signed = await node.sign('handshake')
  await restart()
  expect(await (await node.connect(async () => signed)).handshake(hello)).toMatchObject({
    nodeId: node.nodeId,
  })
})

test('every kind of refused call is told as an event, with whom it spoke for where that is known', async () => {
  const good = await node.connect()
  const other = newId('workspace')
  const workspace = newId('workspace')
  const foreign = await createJobSigner(node.identity, newId('node'), 'mallory', systemClock, 60_000)
  expect(await codeOf((await node.connect(foreign)).health())).toBe('unauthorized')
  const wrong = await node.connect((op) => node.sign(op, other))
  expect(await codeOf(wrong.workspace.stop({ workspaceId: workspace }))).toBe('forbidden')
  const once = await token('health')
  await once.health()
  expect(await codeOf(once.health())).toBe('replayed_job')
  expect(await event(good, refusal('unauthorized'))).toMatchObject({
    level: 'warning',
    workspaceId: null,
    details: { op: 'health', subject: null, count: 1 },
  })
  expect(await event(good, refusal('forbidden'))).toMatchObject({
    details: { op: 'workspace.stop', subject: 'user' },
  })
  expect(await event(good, refusal('replayed_job'))).toMatchObject({ details: { subject: 'user' } })
})

test('who hammers does not fill the journal: the rest of a burst is one event', async () => {
  const rude = await node.connect(async () => '')
  for (let call = 0; call < 25; call++) expect(await codeOf(rude.health())).toBe('unauthorized')
  await restart()
  const good = await node.connect()
  expect((await event(good, (told) => told.details['count'] === 24)).type).toBe('job.refused')
  const { last } = (await good.handshake(hello)).journal
  expect(last).toBe(2)
})

test('a revoked node ends what runs and refuses all calls, also after a restart', async () => {
  const client = await node.connect()
  const { entity } = await client.workspace.create(workspaceRequest(node))
  const terminal = newId('terminal')
  await client.terminal.create({
    id: terminal,
    workspaceId: entity.id,
    repositoryId: null,
    size: { cols: 80, rows: 24 },
  })
  // Reading has begun before the node is revoked, whatever comes first on the way.
  const follow = eventOf(await client.journal.follow({ after: 0 }), ({ type }) => type === 'node.revoked')
  const { terminals, journalSeq } = await client.revoke()
  expect(terminals).toBe(1)
  // The end of the story is still read by who was reading.
  expect(await follow).toMatchObject({ level: 'warning', details: { terminals: 1 } })
  await client.journal.ack({ seq: journalSeq })
  const refused = async (): Promise<void> => {
    const calls = await node.connect()
    expect(await codeOf(calls.handshake(hello))).toBe('node_revoked')
    expect(await codeOf(calls.workspace.create(workspaceRequest(node, { branch: 'two' })))).toBe(
      'node_revoked',
    )
    expect(await codeOf(calls.journal.follow({ after: 0 }))).toBe('node_revoked')
  }
  await refused()
  await restart()
  await refused()
  expect(await codeOf((await node.connect()).journal.ack({ seq: 1 }))).toBe('node_revoked')
})

test.each([
  ['while it still ends its work', async () => undefined],
  ['after a restart', restart],
])('enrolled again %s it takes the new key, and the old one is worth nothing', async (_when, before) => {
  await (await node.connect()).revoke()
  await before()
  expect(await codeOf((await node.connect()).handshake(hello))).toBe('node_revoked')
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const { x } = await exportJWK(pair.publicKey)
  const enrolment = { nodeId: node.nodeId, publicKey: { kty: 'OKP', crv: 'Ed25519', x } }
  writeFileSync(node.home.agent.enrolment, JSON.stringify(enrolment), { mode: 0o600 })
  rmSync(node.home.agent.revocation)
  const identity = { installId: 'test', privateKey: await exportJWK(pair.privateKey) } as never
  const sign = await createJobSigner(identity, node.nodeId, 'user', systemClock, 60_000)
  expect(await (await node.connect(sign)).handshake(hello)).toMatchObject({ nodeId: node.nodeId })
  expect(await codeOf((await node.connect()).handshake(hello))).toBe('unauthorized')
})

test('a new key on disk is taken by a running node that was never told of a revocation', async () => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const { x } = await exportJWK(pair.publicKey)
  const identity = { installId: 'test', privateKey: await exportJWK(pair.privateKey) } as never
  const sign = await createJobSigner(identity, node.nodeId, 'user', systemClock, 60_000)
  expect(await codeOf((await node.connect(sign)).handshake(hello))).toBe('unauthorized')
  const enrolment = { nodeId: node.nodeId, publicKey: { kty: 'OKP', crv: 'Ed25519', x } }
  writeFileSync(node.home.agent.enrolment, JSON.stringify(enrolment), { mode: 0o600 })
  expect(await (await node.connect(sign)).handshake(hello)).toMatchObject({ nodeId: node.nodeId })
  expect(await codeOf((await node.connect()).handshake(hello))).toBe('unauthorized')
})
