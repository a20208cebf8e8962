import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
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

test('an archiving that was cut short is finished, before and after a worktree was taken away', async () => {
  const underWay = { kind: 'archive', worktrees: 'remove' } as const
  const workspace = await agent.create()
  worktreeOf(workspace).write({ 'work.txt': 'w' })
  await leave(workspace.id, { status: 'stopping', underWay })
  const archived = await agent.now(workspace)
  expect(archived).toMatchObject({ status: 'stopped', archived: true, underWay: null })
  // Killed once more, when all of it was away but not said.
  await leave(workspace.id, { status: 'stopping', archived: false, underWay })
  expect((await agent.now(workspace)).repositories[0]?.aside).toEqual(archived.repositories[0]?.aside)
  await agent.client.workspace.unarchive({ workspaceId: workspace.id, newBranch: null })
  expect(readFileSync(join(worktreeOf(workspace).path, 'work.txt'), 'utf8')).toBe('w')
})

test('what a removal left half done is removed, and nothing of it is taken for work', async () => {
  const workspace = await agent.create()
  const at = worktreeOf(workspace).path
  worktreeOf(workspace).write({ 'work.txt': 'w' })
  const { entity } = await agent.client.workspace.archive({ workspaceId: workspace.id, worktrees: 'remove' })
  mkdirSync(join(workspace.folder, '.switchyard-leaving-x/half'), { recursive: true })
  writeFileSync(join(workspace.folder, '.switchyard-workspace'), `${workspace.id}\n`)
  await leave(workspace.id, {
    ...entity,
    status: 'stopping',
    archived: false,
    underWay: { kind: 'archive', worktrees: 'remove' },
  })
  expect(existsSync(workspace.folder)).toBe(false)
  await agent.client.workspace.unarchive({ workspaceId: workspace.id, newBranch: null })
  expect(readFileSync(join(at, 'work.txt'), 'utf8')).toBe('w')
})

test('an unarchiving that was cut short is taken back, with its new branch, and can be asked for again', async () => {
  const workspace = await agent.create()
  worktreeOf(workspace).write({ 'work.txt': 'w' })
  const { entity } = await agent.client.workspace.archive({ workspaceId: workspace.id, worktrees: 'remove' })
  mkdirSync(workspace.folder, { recursive: true })
  writeFileSync(join(workspace.folder, '.switchyard-workspace'), `${workspace.id}\n`)
  const { repository } = agent.node
  repository.git(
    'worktree',
    'add',
    '-q',
    '--no-checkout',
    '-b',
    'anew',
    worktreeOf(workspace).path,
    workspace.branch,
  )
  await leave(workspace.id, { status: 'creating', underWay: { kind: 'unarchive', branch: 'anew' } })
  expect(await agent.now(workspace)).toMatchObject({
    status: 'stopped',
    archived: true,
    repositories: entity.repositories,
  })
  expect([existsSync(workspace.folder), repository.git('branch', '--list', 'anew')]).toEqual([false, ''])
  await agent.client.workspace.unarchive({ workspaceId: workspace.id, newBranch: 'anew' })
  expect(readFileSync(join(worktreeOf(workspace).path, 'work.txt'), 'utf8')).toBe('w')
})

test('a rename of the branch that was cut short is taken back', async () => {
  const workspace = await agent.create()
  worktreeOf(workspace).git('branch', '-m', 'half')
  await leave(workspace.id, { underWay: { kind: 'rename-branch', to: 'half' } })
  expect(await agent.now(workspace)).toMatchObject({
    branch: workspace.branch,
    underWay: null,
    status: 'running',
  })
  expect(worktreeOf(workspace).git('branch', '--show-current')).toBe(workspace.branch)
})

test('a copy that was cut short is undone; the one it was made of stays', async () => {
  const workspace = await agent.create()
  worktreeOf(workspace).write({ 'work.txt': 'w' })
  const { entity: copy } = await agent.client.workspace.copy({
    workspaceId: workspace.id,
    id: newId('workspace'),
    name: 'Copy',
    branch: 'copy',
    branchPolicy: 'unique',
    of: { kind: 'uncommitted', move: false },
  })
  const starts = [agent.node.repository.git('rev-parse', 'copy')]
  await leave(copy.id, { status: 'creating', underWay: { kind: 'copy', starts } })
  expect((await agent.now(copy)).status).toBe('error')
  expect([existsSync(copy.folder), agent.node.repository.git('branch', '--list', 'copy')]).toEqual([
    false,
    '',
  ])
  expect(readFileSync(join(worktreeOf(workspace).path, 'work.txt'), 'utf8')).toBe('w')
})

test('a deletion that was cut short is finished, with what was asked of its branches', async () => {
  const workspace = await agent.create()
  worktreeOf(workspace).write({ 'work.txt': 'w' })
  await leave(workspace.id, { status: 'deleting', underWay: { kind: 'delete', branches: 'delete' } })
  expect((await agent.now(workspace)).status).toBe('deleted')
  const { repository } = agent.node
  expect([existsSync(workspace.folder), repository.git('branch', '--list', workspace.branch)]).toEqual([
    false,
    '',
  ])
  const refs = repository.git('for-each-ref', '--format=%(refname)', 'refs/switchyard/backup').split('\n')
  expect(refs.map((ref) => repository.git('ls-tree', '--name-only', ref)).join('\n')).toContain('work.txt')
})
