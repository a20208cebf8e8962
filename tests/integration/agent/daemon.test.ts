import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import type { JournalRecord } from '../../../src/contracts/index.ts'
import type { AgentClient } from '../../../src/main/nodes/agent-client.ts'
import { codeOf, hello, makeNode, workspaceRequest, type TestNode } from './harness.ts'

const bundle = resolve(import.meta.dirname, '../../../out/agent/main.js')

let node: TestNode
const started = new Set<ChildProcess>()

beforeEach(async () => {
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run "npm run build"`)
  node = await makeNode()
})
afterEach(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  started.clear()
  await node.remove()
})

/** The built daemon as a process of its own. */
function launch(...args: string[]) {
  const child = spawn(process.execPath, [bundle, ...(args.length > 0 ? args : ['serve'])], {
    env: node.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.add(child)
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output += text.toString()))
  const exited = once(child, 'close').then(([code]) => code as number | null)
  return { child, exited, output: () => output }
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

/** All records up to the newest. */
async function readJournal(client: AgentClient): Promise<JournalRecord[]> {
  const { journal } = await client.handshake(hello)
  const stop = new AbortController()
  const records: JournalRecord[] = []
  if (journal.last === 0) return records
  for await (const batch of await client.journal.follow({ after: 0 }, { signal: stop.signal })) {
    records.push(...batch.records)
    if (records.at(-1)?.seq === journal.last) break
  }
  stop.abort()
  return records
}

const log = () => readFileSync(node.home.agent.log, 'utf8')

test('refuses to start on a node that is not enrolled, and says so', async () => {
  rmSync(node.home.agent.enrolment)
  const { exited, output } = launch()
  expect(await exited).toBe(1)
  expect(output()).toContain('not enrolled')
})

test('refuses an enrolment that is not one', async () => {
  writeFileSync(node.home.agent.enrolment, '{"nodeId":"../x"}')
  const { exited, output } = launch()
  expect(await exited).toBe(1)
  expect(output()).toContain('could not start')
})

test('wrong usage is told with exit status 2', async () => {
  for (const args of [['nonsense'], ['serve', 'twice'], ['serve', '--unknown'], ['']]) {
    const { exited, output } = launch(...args)
    expect(await exited).toBe(2)
    expect(output()).toContain('Usage:')
  }
})

test('a second instance steps back while the first answers', async () => {
  const first = launch()
  const client = await answer()
  const second = launch()
  expect(await second.exited).toBe(0)
  expect(second.output()).toContain('already runs')
  const status = launch('status')
  expect(await status.exited).toBe(0)
  expect((await client.handshake(hello)).pid).toBe(first.child.pid)
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it in order: terminals ended, socket gone, exit status 0',
  async (signal) => {
    const { child, exited } = launch()
    const client = await answer()
    const { entity } = await client.workspace.create(workspaceRequest(node))
    const id = newId('terminal')
    await client.terminal.create({
      id,
      workspaceId: entity.id,
      repositoryId: null,
      size: { cols: 80, rows: 24 },
    })
    child.kill(signal)
    expect(await exited).toBe(0)
    expect(existsSync(node.home.agent.socket)).toBe(false)
    expect(log()).toContain('the node agent ends')
    expect(await launch('status').exited).toBe(1)
    launch()
    const records = await readJournal(await answer())
    const terminals = records.flatMap(({ entry }) => (entry.type === 'terminal' ? entry.entity : []))
    expect(terminals.at(-1)).toMatchObject({ id, status: 'exited' })
  },
)

test('outlives its clients and the terminal it was started from', async () => {
  const { child } = launch()
  const [one, two] = [await answer(), await answer()]
  await one.handshake(hello)
  child.kill('SIGHUP')
  const { pid } = await two.handshake(hello)
  expect(pid).toBe(child.pid)
  await node.connect().then((client) => client.health())
  expect(log()).toContain('terminal that started us is gone')
})

test('in the foreground a hang-up ends it', async () => {
  const { child, exited } = launch('serve', '--foreground')
  await answer()
  child.kill('SIGHUP')
  expect(await exited).toBe(0)
})

test('shutdown answers with what it ends, then ends', async () => {
  const { exited } = launch()
  const client = await answer()
  const { entity } = await client.workspace.create(workspaceRequest(node))
  await client.terminal.create({
    id: newId('terminal'),
    workspaceId: entity.id,
    repositoryId: null,
    size: { cols: 80, rows: 24 },
  })
  expect(await client.shutdown()).toEqual({ sessions: 0, terminals: 1 })
  expect(await exited).toBe(0)
})

test('kill -9 at any moment loses no record and no workspace; the socket left behind is taken over', async () => {
  const told = new Map<number, JournalRecord>()
  const made: string[] = []
  for (let round = 0; round < 5; round++) {
    const { child, exited } = launch()
    const client = await answer()
    for (const record of await readJournal(client)) {
      const before = told.get(record.seq)
      if (before) expect(record).toEqual(before)
      told.set(record.seq, record)
    }
    const first = await client.workspace.create(workspaceRequest(node, { branch: `done-${round}` }))
    made.push(first.entity.id)
    // The next one is being made when the daemon dies.
    const cut = client.workspace
      .create(workspaceRequest(node, { branch: `cut-${round}` }))
      .catch(() => undefined)
    await pause(round * 12)
    child.kill('SIGKILL')
    await exited
    await Promise.race([cut, pause(0)])
    expect(existsSync(node.home.agent.socket)).toBe(true)
  }
  launch()
  const records = await readJournal(await answer())
  expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1))
  for (const [seq, record] of told) expect(records[seq - 1]).toEqual(record)
  const newest = new Map(
    records.flatMap(({ entry }) =>
      entry.type === 'workspace' ? [[entry.entity.id as string, entry.entity]] : [],
    ),
  )
  for (const id of made) expect(newest.get(id)).toMatchObject({ status: 'running' })
  for (const { status, repositories } of newest.values()) {
    // All or nothing, whenever it died.
    expect(['running', 'error']).toContain(status)
    for (const { worktree } of repositories)
      expect(existsSync(join(worktree, 'README.md'))).toBe(status === 'running')
  }
})

test('says what it is in the handshake; a call to another protocol is told by its number', async () => {
  launch()
  const client = await answer()
  expect(await client.handshake({ ...hello, protocol: 99 })).toMatchObject({
    protocol: 1,
    nodeId: node.nodeId,
    platform: process.platform,
    arch: process.arch,
    journal: { first: 0, last: 0 },
    isolation: ['process'],
  })
  const agents = await client.agents.list({ custom: [], refresh: false })
  expect(agents[0]).toMatchObject({ id: 'runbook', available: true, builtIn: true, version: '0.1.0' })
  expect(await codeOf(client.workspace.stop({ workspaceId: newId('workspace') }))).toBe('workspace_not_found')
})
