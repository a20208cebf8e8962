import { resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newId } from '../../src/base/index.ts'
import type { JournalRecord, TurnStatus } from '../../src/contracts/index.ts'
import type { AgentClient } from '../../src/main/nodes/agent-client.ts'
import { createJobSigner } from '../../src/main/nodes/job-tokens.ts'
import { hello, makeNode, startAgent, workspaceRequest, type TestNode } from '../integration/agent/harness.ts'
import { JumpingClock } from './jumping-clock.ts'

const day = 86_400_000
let node: TestNode
let clock: JumpingClock
let agent: { close(): Promise<void> }
let client: AgentClient

beforeEach(async () => {
  node = await makeNode()
  clock = new JumpingClock()
  agent = await startAgent(node, clock)
  client = await node.connect(await createJobSigner(node.identity, node.nodeId, 'user', clock, 60_000))
  await client.handshake(hello)
})
afterEach(async () => {
  await agent.close()
  await node.remove()
})

const profile = {
  id: 'scripted',
  name: 'Scripted',
  command: process.execPath,
  args: [resolve(import.meta.dirname, '../integration/sessions/scripted-agent.ts')],
  env: {},
  versionArgs: null,
  install: null,
  homepage: null,
}

it.each([
  ['forward by a day', [day]],
  ['back by a day', [-day]],
  ['to and fro', [day, -2 * day, day]],
])('a clock set %s in the middle of a turn holds up and loses nothing', async (_, jumps) => {
  const workspace = (await client.workspace.create(workspaceRequest(node))).entity
  const sessionId = newId('session')
  const inSession = { workspaceId: workspace.id, sessionId }
  await client.session.create({ ...inSession, id: sessionId, profile, title: null })
  const turnId = newId('turn')
  const steps = JSON.stringify([
    ['child', 'escape'],
    ['say', '; '],
    ['stream', 80, 5],
  ])
  await client.session.prompt({
    ...inSession,
    turnId,
    content: { text: steps, attachments: [] },
    approve: 'ask',
    whenBusy: 'refuse',
  })

  const seen: JournalRecord[] = []
  const left = [...jumps]
  let words = 0
  let status: TurnStatus = 'running'
  const batches = await client.journal.follow({ after: 0 })
  for await (const { records } of batches) {
    seen.push(...records)
    for (const { entry } of records) {
      if (entry.type === 'turn' && entry.entity.id === turnId) status = entry.entity.status
      if (entry.type === 'item' && entry.entity.kind === 'message' && entry.entity.role === 'agent')
        words = entry.entity.content.split('; ')[1]?.match(/\d+/g)?.length ?? 0
    }
    if (words > 0 && left.length > 0) clock.jump(left.shift() as number)
    if (status !== 'running') break
  }
  expect(left).toEqual([])
  expect([status, words]).toEqual(['succeeded', 80])
  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_record, index) => index + 1))

  // Its end waits for grace times, which must be neither skipped nor endless.
  const stopped = client.session.stop(inSession)
  clock.jump(-day)
  expect((await stopped).entity.status).toBe('stopped')
  expect((await client.health()).sessions).toBe(0)
})
