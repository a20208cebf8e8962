import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AgentClient } from '../../../src/main/nodes/agent-client.ts'
import { hello, makeNode, openScopes, startAgent, workspaceRequest, type TestNode } from './harness.ts'

let node: TestNode
let agent: { close(): Promise<void> }
let client: AgentClient

beforeEach(async () => {
  node = await makeNode()
  agent = await startAgent(node)
  client = await node.connect()
})
afterEach(async () => {
  await agent.close()
  await node.remove()
  expect(openScopes()).toEqual([])
})

test('a workspace is a worktree on its own branch; the user’s checkout is untouched', async () => {
  await client.handshake(hello)
  const before = node.repository.fingerprint()
  const { entity, journalSeq } = await client.workspace.create(workspaceRequest(node))
  expect(entity).toMatchObject({ status: 'running', name: 'One', branch: 'try/one' })
  const [repository] = entity.repositories
  expect(repository?.worktree).toBe(join(node.home.worktrees, entity.id, 'repo'))
  expect(existsSync(join(repository?.worktree ?? '', 'README.md'))).toBe(true)
  expect(readFileSync(join(entity.folder, '.switchyard-workspace'), 'utf8').trim()).toBe(entity.id)
  expect(journalSeq).toBeGreaterThan(0)
  const after = node.repository.fingerprint()
  expect(after.replace(/refs\/heads\/try\/one .*\n/, '')).toBe(before)
})
