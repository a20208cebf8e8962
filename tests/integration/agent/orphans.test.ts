import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId, openScopes } from '../../../src/base/index.ts'
import type { Orphan, Workspace } from '../../../src/contracts/index.ts'
import type { AgentClient } from '../../../src/main/nodes/agent-client.ts'
import { TestRepository } from '../../hosts/git/index.ts'
import { codeOf, makeNode, startAgent, workspaceRequest, type TestNode } from './harness.ts'

let node: TestNode
let agent: { close(): Promise<void> }
let client: AgentClient
let children: ChildProcess[]

beforeEach(async () => {
  children = []
  node = await makeNode()
  await start()
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await agent.close()
  await node.remove()
  expect(openScopes()).toEqual([])
})

async function start(): Promise<void> {
  agent = await startAgent(node)
  client = await node.connect()
}
const create = async (): Promise<Workspace> => (await client.workspace.create(workspaceRequest(node))).entity
const worktreeOf = ({ repositories }: Workspace) => new TestRepository(repositories[0]!.worktree)
const list = (): Promise<Orphan[]> => client.orphans.list()

/** The node agent starts anew with a database that knows nothing of what was made. */
async function loseDatabase(): Promise<void> {
  await agent.close()
  for (const suffix of ['', '-wal', '-shm']) rmSync(node.home.agent.database + suffix, { force: true })
  await start()
}

test('nothing is left behind where every folder, process and ref has its record', async () => {
  const workspace = await create()
  worktreeOf(workspace).write({ 'new.txt': 'x\n' })
  expect(await list()).toEqual([])
})

test('a folder that no record knows is listed with what it holds, and nothing of it goes by itself', async () => {
  const workspace = await create()
  worktreeOf(workspace).write({ 'new.txt': 'x\n', 'README.md': 'changed\n' })
  await loseDatabase()
  const { worktree, source, branch } = workspace.repositories[0]!
  expect(await list()).toEqual([
    {
      kind: 'folder',
      id: `folder:${workspace.id}`,
      path: workspace.folder,
      changedAt: expect.any(Number),
      worktrees: [{ path: worktree, source, branch, uncommittedFiles: 2 }],
      otherFiles: 0,
      refused: null,
    },
  ])
  expect(existsSync(join(worktree, 'new.txt'))).toBe(true)
})

test('cleaning a folder keeps its uncommitted work in a backup, and its branch', async () => {
  const workspace = await create()
  worktreeOf(workspace).write({ 'new.txt': 'precious\n' })
  await loseDatabase()
  const { backups, kept } = await client.orphans.clean({ id: `folder:${workspace.id}` })
  expect([backups.length, kept]).toEqual([1, null])
  expect(existsSync(workspace.folder)).toBe(false)
  expect(node.repository.git('show', `${backups[0]!.ref}:new.txt`)).toContain('precious')
  expect(node.repository.git('branch', '--list', workspace.branch)).toContain(workspace.branch)
  expect(await codeOf(client.orphans.clean({ id: `folder:${workspace.id}` }))).toBe('invalid_input')
})

test('files beside the worktrees are not deleted', async () => {
  const workspace = await create()
  writeFileSync(join(workspace.folder, 'notes.txt'), 'mine\n')
  await loseDatabase()
  expect(await list()).toMatchObject([{ otherFiles: 1, refused: null }])
  expect(await client.orphans.clean({ id: `folder:${workspace.id}` })).toMatchObject({
    kept: workspace.folder,
  })
  expect(existsSync(join(workspace.folder, 'notes.txt'))).toBe(true)
})

test('a folder whose repository is gone, and one that is not ours, are listed and never cleaned', async () => {
  const workspace = await create()
  worktreeOf(workspace).write({ 'new.txt': 'precious\n' })
  mkdirSync(join(node.home.worktrees, 'somebody'))
  await loseDatabase()
  renameSync(node.repository.path, `${node.repository.path}-moved`)
  const found = await list()
  expect(found).toMatchObject([
    { id: 'folder:somebody', refused: 'Switchyard did not make it' },
    { id: `folder:${workspace.id}`, refused: expect.stringContaining('repository') },
  ])
  for (const { id } of found) expect(await codeOf(client.orphans.clean({ id }))).toBe('forbidden')
  expect(existsSync(join(workspace.repositories[0]!.worktree, 'new.txt'))).toBe(true)
})

test('backups of a deleted workspace stay, are listed, and go only when cleaned', async () => {
  const workspace = await create()
  const living = (await client.workspace.create(workspaceRequest(node, { branch: 'other', name: 'Two' })))
    .entity
  worktreeOf(workspace).write({ 'new.txt': 'x\n' })
  const { entity } = await client.workspace.delete({ workspaceId: workspace.id })
  const [ref] = entity.backups.map((backup) => backup.ref)
  node.repository.git('update-ref', `refs/switchyard/backup/${living.id}/1`, 'HEAD')
  const [left, ...others] = await list()
  expect(others).toEqual([])
  expect(left).toMatchObject({
    kind: 'refs',
    workspace: 'One',
    workspaceId: workspace.id,
    refs: [{ name: ref }],
  })
  await client.orphans.clean({ id: left!.id })
  const refs = node.repository.git('for-each-ref', '--format=%(refname)', 'refs/switchyard')
  expect(refs.trim()).toBe(`refs/switchyard/backup/${living.id}/1`)
})

test.runIf(process.platform === 'linux')(
  'processes of a session that no record knows are listed where they work in the managed root, and ended when cleaned',
  async () => {
    const workspace = await create()
    const session = newId('session')
    const sleeper = (cwd: string, mark: string) => {
      const child = spawn('sleep', ['600'], { cwd, env: { ...process.env, SWITCHYARD_SESSION: mark } })
      children.push(child)
      return child
    }
    const ours = sleeper(workspace.repositories[0]!.worktree, session)
    // As one of another home of the same user is.
    const theirs = sleeper(node.folder, newId('session'))
    await expect
      .poll(list)
      .toMatchObject([
        { kind: 'processes', sessionId: session, processes: [{ pid: ours.pid, command: 'sleep 600' }] },
      ])
    const gone = new Promise((resolve) => ours.once('exit', resolve))
    await client.orphans.clean({ id: `processes:${session}` })
    await gone
    expect(theirs.exitCode).toBeNull()
    expect(await list()).toEqual([])
  },
)

test('the database is only read', async () => {
  await create()
  const rows = () => {
    const database = new Database(node.home.agent.database, { readonly: true })
    const all = database.prepare('SELECT max(seq) AS seq FROM journal').get()
    database.close()
    return all
  }
  const before = rows()
  await list()
  expect(rows()).toEqual(before)
})
