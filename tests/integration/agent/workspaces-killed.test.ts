import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Workspace } from '../../../src/contracts/index.ts'
import { AgentFixture, worktreeOf } from './agent-fixture.ts'

const agent = new AgentFixture()

/** The daemon starts anew and finds the workspace as one that died in the middle left it. */
const leave = (id: Workspace['id'], over: Partial<Workspace>): Promise<void> =>
  agent.inStore((store) =>
    store.change(() => {
      const workspace = store.workspaces.get(id)
      if (workspace) store.workspaces.put({ ...workspace, ...over })
    }),
  )

test('a restart that was cut short loses no file', async () => {
  const workspace = await agent.create()
  worktreeOf(workspace).write({ 'work.txt': 'w\n' })
  await leave(workspace.id, { status: 'creating', underWay: { kind: 'restart' } })
  expect(await agent.now(workspace)).toMatchObject({ status: 'running', underWay: null })
  expect(readFileSync(join(worktreeOf(workspace).path, 'work.txt'), 'utf8')).toBe('w\n')
})
