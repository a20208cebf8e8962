import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScopes } from '../../../src/base/index.ts'
import type { ChangeSummary, LiveUpdate, Workspace } from '../../../src/contracts/index.ts'
import type { AgentClient } from '../../../src/main/nodes/agent-client.ts'
import { TestRepository } from '../../hosts/git/index.ts'
import { hello, makeNode, startAgent, workspaceRequest, type TestNode } from './harness.ts'

let node: TestNode
let agent: { close(): Promise<void> }
let client: AgentClient
let stop: AbortController

beforeEach(async () => {
  node = await makeNode({ heartbeatIntervalMs: 100 })
  agent = await startAgent(node)
  client = await node.connect()
  stop = new AbortController()
})
afterEach(async () => {
  stop.abort()
  await agent.close()
  await node.remove()
  expect(openScopes()).toEqual([])
})

/** Follows the live stream; what it said, and waiting for something it says. */
async function follow() {
  const seen: LiveUpdate[] = []
  let changed = Promise.withResolvers<void>()
  const updates = await client.live.follow(undefined, { signal: stop.signal })
  const reading = (async () => {
    for await (const update of updates) {
      seen.push(update)
      changed.resolve()
      changed = Promise.withResolvers()
    }
  })().catch(() => undefined)
  const until = async (fact: (update: LiveUpdate) => boolean, from = 0): Promise<LiveUpdate> => {
    for (;;) {
      const found = seen.slice(from).find(fact)
      if (found) return found
      await changed.promise
    }
  }
  const summary = async (fact: (summary: ChangeSummary) => boolean): Promise<ChangeSummary> => {
    const found = await until((update) => update.type === 'changes' && fact(update.summary))
    return (found as Extract<LiveUpdate, { type: 'changes' }>).summary
  }
  return { seen, until, summary, reading }
}
const create = async (): Promise<Workspace> => (await client.workspace.create(workspaceRequest(node))).entity
const worktreeOf = (workspace: Workspace) => new TestRepository(workspace.repositories[0]?.worktree ?? '')

test('health comes at once and then at every heartbeat', async () => {
  const live = await follow()
  const first = await live.until(({ type }) => type === 'health')
  expect(first).toMatchObject({ health: { pid: process.pid, workspaces: 0, sessions: 0, terminals: 0 } })
  await live.until((update) => update.type === 'health', live.seen.length)
})

test('changes are told as they are made: edits, new folders, renames, deletions, commits', async () => {
  const workspace = await create()
  const live = await follow()
  const clean = await live.summary(({ files }) => files === 0)
  const worktree = worktreeOf(workspace)
  worktree.write({ 'README.md': '# test\nmore\n' })
  const edited = await live.summary(({ files, added }) => files === 1 && added === 1)
  expect(edited.version).toBeGreaterThan(clean.version)
  // Same counts, other content: a view has to know all the same.
  worktree.write({ 'README.md': '# test\nelse\n' })
  const again = await live.summary(({ version, added }) => version > edited.version && added === 1)
  mkdirSync(join(worktree.path, 'new/deep'), { recursive: true })
  worktree.write({ 'new/deep/a.txt': '1\n2\n' })
  const deep = await live.summary(({ files, added }) => files === 2 && added === 3)
  expect(deep.version).toBeGreaterThan(again.version)
  renameSync(join(worktree.path, 'new'), join(worktree.path, 'moved'))
  worktree.write({ 'moved/deep/a.txt': '1\n2\n3\n' })
  await live.summary(({ files, added }) => files === 2 && added === 4)
  rmSync(join(worktree.path, 'moved'), { recursive: true })
  const gone = await live.summary(({ files, version }) => files === 1 && version > deep.version)
  worktree.commit()
  await live.summary(({ files, version }) => files === 1 && version > gone.version)
})

test('a file in a new, empty folder is seen, however late it comes', async () => {
  const workspace = await create()
  const live = await follow()
  await live.summary(({ files }) => files === 0)
  const worktree = worktreeOf(workspace)
  for (const depth of [1, 2, 3]) {
    const folder = join(worktree.path, 'a/'.repeat(depth))
    mkdirSync(folder, { recursive: true })
    // The folder by itself changes nothing that git shows; another file's change tells that it was looked at.
    worktree.write({ [`marker-${depth}`]: '' })
    await live.summary(({ files }) => files === 2 * depth - 1)
    writeFileSync(join(folder, `late-${depth}.txt`), 'x\n')
    await live.summary(({ files }) => files === 2 * depth)
  }
})

test('ignored folders are not watched', async () => {
  node.repository.write({ '.gitignore': 'node_modules/\n' }).commit()
  const workspace = await create()
  const live = await follow()
  const first = await live.summary(({ files }) => files === 0)
  const worktree = worktreeOf(workspace)
  worktree.write({ 'node_modules/a/b/c.js': 'x\n' })
  worktree.write({ 'real.txt': 'x\n' })
  const next = await live.summary(({ version }) => version > first.version)
  expect(next.files).toBe(1)
})

test('who comes later gets the summaries as they stand, and a workspace made meanwhile is told of', async () => {
  const before = await create()
  worktreeOf(before).write({ 'x.txt': 'x\n' })
  const live = await follow()
  await live.summary(({ workspaceId, files }) => workspaceId === before.id && files === 1)
  const { entity: later } = await client.workspace.create(workspaceRequest(node, { branch: 'later' }))
  await live.summary(({ workspaceId }) => workspaceId === later.id)
  stop.abort()
  await live.reading
  stop = new AbortController()
  const second = await follow()
  await second.summary(({ workspaceId, files }) => workspaceId === before.id && files === 1)
  await second.summary(({ workspaceId }) => workspaceId === later.id)
  expect(second.seen.filter(({ type }) => type === 'changes').length).toBeGreaterThanOrEqual(2)
})

test('deleting a watched workspace works and ends its watching', async () => {
  const workspace = await create()
  const live = await follow()
  await live.summary(({ files }) => files === 0)
  await client.workspace.delete({ workspaceId: workspace.id })
  await client.handshake(hello)
  const late = await node.connect()
  const updates = await late.live.follow(undefined, { signal: stop.signal })
  const first = await updates.next()
  expect(first.value).toMatchObject({ type: 'health', health: { workspaces: 0 } })
})
