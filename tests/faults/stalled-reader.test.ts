import { once } from 'node:events'
import { connect } from 'node:net'
import { resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { newId, openScopes } from '../../src/base/index.ts'
import type { JournalBatch, JournalRecord } from '../../src/contracts/index.ts'
import { createAgentClient, type AgentClient } from '../../src/main/nodes/agent-client.ts'
import { hello, makeNode, startAgent, workspaceRequest, type TestNode } from '../integration/agent/harness.ts'

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

const profile = {
  id: 'scripted',
  name: 'Scripted',
  command: process.execPath,
  args: [resolve(import.meta.dirname, '../integration/sessions/scripted-agent.ts')],
  kind: 'acp' as const,
  env: {},
  secretEnv: [],
  fileAccess: false,
  versionArgs: null,
  install: null,
  homepage: null,
  mcpServers: [],
}

/** Much more than the sockets on the way hold, in tool calls that are journalled one by one. */
const calls = 400
const callBytes = 50_000
const much = JSON.stringify([
  [
    'repeat',
    calls,
    {
      sessionUpdate: 'tool_call',
      toolCallId: 'call-#',
      title: 'Read',
      kind: 'read',
      status: 'completed',
      rawOutput: { text: 'x'.repeat(callBytes) },
    },
  ],
])

/** A client whose connection can be made to stand still: then nothing is taken off its socket. */
async function pausable(): Promise<{
  client: AgentClient
  pause(): void
  resume(): void
  closed: Promise<unknown>
}> {
  const wire = connect(node.home.agent.socket)
  const socket = new WebSocket('ws://agent/rpc', { createConnection: () => wire, perMessageDeflate: false })
  const closed = once(socket, 'close')
  socket.on('error', () => undefined)
  await once(socket, 'open')
  return {
    client: createAgentClient(socket, node.sign),
    pause: () => void wire.pause(),
    resume: () => void wire.resume(),
    closed,
  }
}

/** The next batch; empty at the end. */
async function nextOf(
  batches: Awaited<ReturnType<AgentClient['journal']['follow']>>,
): Promise<JournalRecord[]> {
  const { value } = await batches.next()
  return (value as JournalBatch | undefined)?.records ?? []
}

/** Reads the journal after `cursor` until `last`; the records in order of arrival. */
async function readTo(client: AgentClient, cursor: number, last: () => number): Promise<JournalRecord[]> {
  const seen: JournalRecord[] = []
  for await (const { records } of await client.journal.follow({ after: cursor })) {
    seen.push(...records)
    if ((seen.at(-1)?.seq ?? 0) >= last()) return seen
  }
  throw new Error('the journal ended')
}

it('a reader that stands still holds up nobody, and catches up without a gap', async () => {
  const writer = await node.connect()
  await writer.handshake(hello)
  const workspace = (await writer.workspace.create(workspaceRequest(node))).entity
  const sessionId = newId('session')
  const inSession = { workspaceId: workspace.id, sessionId }
  await writer.session.create({ ...inSession, id: sessionId, profile, title: null })

  const stalled = await pausable()
  const batches = await stalled.client.journal.follow({ after: 0 })
  const opening = await nextOf(batches)
  expect(opening[0]?.seq).toBe(1)
  stalled.pause()

  const turnId = newId('turn')
  const prompt = { ...inSession, turnId, approve: 'ask' as const, whenBusy: 'refuse' as const }
  await writer.session.prompt({ ...prompt, content: { text: much, attachments: [] } })
  // The other reader has it all while the first one stands still.
  let end = Number.POSITIVE_INFINITY
  const seen: JournalRecord[] = []
  for await (const { records } of await writer.journal.follow({ after: 0 })) {
    seen.push(...records)
    const ended = records.find(
      ({ entry }) => entry.type === 'turn' && entry.entity.id === turnId && entry.entity.status !== 'running',
    )
    if (ended) {
      expect(ended.entry).toMatchObject({ entity: { status: 'succeeded' } })
      end = ended.seq
      break
    }
  }
  const told = seen.reduce((sum, record) => sum + JSON.stringify(record).length, 0)
  expect(told, 'more than a socket holds').toBeGreaterThan(calls * callBytes)
  // It goes on where it stood, or it was cut off and comes back with its cursor.
  stalled.resume()
  const cursor = opening.at(-1)?.seq ?? 0
  const rest: JournalRecord[] = []
  try {
    while ((rest.at(-1)?.seq ?? cursor) < end) {
      const next = await Promise.race([nextOf(batches), stalled.closed.then(() => [])])
      if (next.length === 0) break
      rest.push(...next)
    }
  } catch {
    // Cut off: read again below.
  }
  const at = rest.at(-1)?.seq ?? cursor
  if (at < end) rest.push(...(await readTo(await node.connect(), at, () => end)))
  const seqs = rest.map(({ seq }) => seq)
  expect(seqs).toEqual(seqs.map((_seq, index) => cursor + 1 + index))
  expect(seqs.at(-1)).toBeGreaterThanOrEqual(end)
})

it('a slow reader gets all in order while others work at their own pace', async () => {
  const writer = await node.connect()
  await writer.handshake(hello)
  const workspace = (await writer.workspace.create(workspaceRequest(node))).entity
  const sessionId = newId('session')
  const inSession = { workspaceId: workspace.id, sessionId }
  await writer.session.create({ ...inSession, id: sessionId, profile, title: null })
  const slow = await pausable()
  const batches = await slow.client.journal.follow({ after: 0 })
  const turnId = newId('turn')
  const text = JSON.stringify([['stream', 300, 2]])
  await writer.session.prompt({
    ...inSession,
    turnId,
    content: { text, attachments: [] },
    approve: 'ask',
    whenBusy: 'refuse',
  })
  const seen: JournalRecord[] = []
  for await (const { records } of batches) {
    seen.push(...records)
    // Nothing is taken until another call of another connection has been answered.
    slow.pause()
    expect((await writer.health()).workspaces).toBe(1)
    slow.resume()
    const over = records.some(
      ({ entry }) => entry.type === 'turn' && entry.entity.id === turnId && entry.entity.status !== 'running',
    )
    if (over) break
  }
  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_record, index) => index + 1))
})
