import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import type { AgentProfile, JournalRecord, Session } from '../../../src/contracts/index.ts'
import type { AgentClient } from '../../../src/main/nodes/agent-client.ts'
import { runs } from '../sessions/harness.ts'
import { hello, makeNode, workspaceRequest, type TestNode } from './harness.ts'

/** A session in a terminal through the built daemon, which is killed. */
const bundle = resolve(import.meta.dirname, '../../../out/agent/main.js')
const program = resolve(import.meta.dirname, '../sessions/scripted-program.ts')

let node: TestNode
const started = new Set<ChildProcess>()
let pids: number[] = []

beforeEach(async () => {
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run "npm run build"`)
  node = await makeNode({ terminalQuietMs: 200 })
})
afterEach(async () => {
  for (const child of started) await kill(child)
  started.clear()
  // Where the test failed they may live on.
  for (const pid of pids.filter(runs)) process.kill(pid, 'SIGKILL')
  pids = []
  await node.remove()
})

function launch(): ChildProcess {
  const child = spawn(process.execPath, [bundle, 'serve'], { env: node.env, stdio: 'ignore' })
  started.add(child)
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

/** Connects as soon as the daemon answers. */
async function answer(): Promise<AgentClient> {
  for (;;) {
    const client = node.socket('/rpc')
    const opened = await Promise.race([
      once(client, 'open').then(() => true),
      once(client, 'close').then(() => false),
    ]).catch(() => false)
    client.terminate()
    if (opened) return node.connect()
    await pause(20)
  }
}

const profile: AgentProfile = {
  id: 'program',
  name: 'Program',
  kind: 'terminal',
  command: process.execPath,
  args: [program],
  promptArgs: [],
  env: {},
  secretEnv: [],
  fileAccess: false,
  versionArgs: null,
  install: null,
  homepage: null,
  mcpServers: [],
}

async function journal(client: AgentClient): Promise<JournalRecord[]> {
  const { journal: extent } = await client.handshake(hello)
  const stop = new AbortController()
  const records: JournalRecord[] = []
  for await (const batch of await client.journal.follow({ after: 0 }, { signal: stop.signal })) {
    records.push(...batch.records)
    if ((records.at(-1)?.seq ?? 0) >= extent.last) break
  }
  stop.abort()
  return records
}

async function shows(client: AgentClient, session: Session, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const { workspaceId, id: sessionId } = session
    const { text } = await client.session.output({ workspaceId, sessionId, lines: 100 })
    const match = pattern.exec(text)
    if (match) return match
    await pause(20)
  }
}

const type = (client: AgentClient, { workspaceId, id }: Session, text: string) =>
  client.session.prompt({
    workspaceId,
    sessionId: id,
    turnId: newId('turn'),
    content: { text, attachments: [] },
    approve: 'ask',
    whenBusy: 'queue',
  })

test('a killed daemon leaves nothing running, what the program showed can be read, and it is started again', async () => {
  const first = launch()
  const client = await answer()
  await client.handshake(hello)
  const { entity: workspace } = await client.workspace.create(workspaceRequest(node))
  const request = { id: newId('session'), workspaceId: workspace.id, profile, title: null, prompt: null }
  const { entity: session } = await client.session.create(request)
  await type(client, session, 'deaf')
  await type(client, session, 'child')
  await type(client, session, 'say the last words')
  await shows(client, session, /^the last words$/m)
  const child = Number((await shows(client, session, /child=(\d+);/))[1])
  pids = [Number((await shows(client, session, /pid=(\d+);/))[1]), child]
  // Its screen is written once it has been quiet for a while.
  await pause(2_500)
  await kill(first)
  // The program may end with its terminal; what it started is not even told.
  expect(runs(child)).toBe(true)

  launch()
  const again = await answer()
  expect(pids.filter(runs)).toEqual([])
  const { entity: after } = await again.session.create(request)
  expect(after).toMatchObject({
    status: 'error',
    terminalId: session.terminalId,
    error: { code: 'agent_failed', details: { interrupted: true } },
  })
  await shows(again, after, /^the last words$/m)
  const records = await journal(again)
  expect(records.map(({ entry }) => entry)).toContainEqual(
    expect.objectContaining({ entity: expect.objectContaining({ type: 'session.interrupted' }) }),
  )
  expect(records.map(({ entry }) => entry)).toContainEqual(
    expect.objectContaining({
      type: 'terminal',
      entity: expect.objectContaining({ id: session.terminalId, status: 'exited' }),
    }),
  )

  const ref = { workspaceId: workspace.id, sessionId: session.id }
  const { entity: restarted } = await again.session.restart(ref)
  expect(restarted).toMatchObject({ status: 'running', error: null })
  const [, pid] = await shows(again, restarted, /started again[^]*pid=(\d+);/)
  expect((await again.session.create(request)).entity.terminalId).toBe(restarted.terminalId)
  const { entity: deleted } = await again.workspace.delete({ workspaceId: workspace.id })
  expect(deleted.status).toBe('deleted')
  expect(runs(Number(pid))).toBe(false)
})
