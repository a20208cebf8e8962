import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import type { Workspace } from '../../../src/contracts/index.ts'
import { makeRepository } from '../../hosts/git/index.ts'
import { AgentFixture, worktreeOf } from './agent-fixture.ts'
import { codeOf } from './harness.ts'

const agent = new AgentFixture()

/** A workspace of the repositories `app` and `api`. */
async function twoRepositories(): Promise<{ workspace: Workspace; app: string; api: string }> {
  const repositories = ['app', 'api'].map((name) => ({
    repositoryId: newId('repository'),
    name,
    path: makeRepository(join(agent.node.folder, name), { [`${name}.txt`]: name, 'src/x.txt': 'x' }).path,
    baseBranch: null,
  }))
  const workspace = await agent.create({ repositories })
  return { workspace, app: repositories[0]!.repositoryId, api: repositories[1]!.repositoryId }
}

test('a repository that is kept from agents is not searched for mentions; what is chosen survives the daemon', async () => {
  const { workspace, app, api } = await twoRepositories()
  const search = async () =>
    (await agent.client.files.search({ workspaceId: workspace.id, query: '', limit: 50 })).files
  expect(new Set((await search()).map(({ repository }) => repository))).toEqual(new Set(['app', 'api']))
  const chosen = { workspaceId: workspace.id, enabled: [app as never], pinned: true }
  const { entity } = await agent.client.workspace.configure(chosen)
  expect(entity.repositories.map(({ enabled }) => enabled)).toEqual([true, false])
  expect(new Set((await search()).map(({ repository }) => repository))).toEqual(new Set(['app']))
  const hint = { workspaceId: workspace.id, activeRepositoryId: api as never }
  expect(await codeOf(agent.client.workspace.configure(hint))).toBe('invalid_input')
  expect(await codeOf(agent.client.workspace.configure({ ...chosen, enabled: [] }))).toBe('invalid_input')
  const other = { ...chosen, enabled: [newId('repository')] }
  expect(await codeOf(agent.client.workspace.configure(other))).toBe('repository_not_found')
  await agent.stop()
  await agent.start()
  expect(await agent.now(workspace)).toEqual(entity)
})

test('chosen twice, nothing more is told', async () => {
  const workspace = await agent.create()
  const once = await agent.client.workspace.configure({ workspaceId: workspace.id, pinned: true })
  expect(await agent.client.workspace.configure({ workspaceId: workspace.id, pinned: true })).toEqual(once)
})

test('a working directory lies really inside, and belongs to where it was chosen', async () => {
  const { workspace, app } = await twoRepositories()
  const at = worktreeOf(workspace).path
  mkdirSync(join(at, 'deep/er'), { recursive: true })
  symlinkSync('/tmp', join(at, 'out'))
  const choose = (workingDirectory: string) =>
    agent.client.workspace.configure({
      workspaceId: workspace.id,
      activeRepositoryId: app as never,
      workingDirectory,
    })
  for (const path of ['..', '/etc', 'deep/../../api', 'out', 'none', 'app.txt'])
    expect([path, await codeOf(choose(path))]).toEqual([path, 'invalid_input'])
  expect((await choose('./deep/er/')).entity.workingDirectory).toBe('deep/er')
  const back = await agent.client.workspace.configure({
    workspaceId: workspace.id,
    activeRepositoryId: null,
  })
  expect(back.entity.workingDirectory).toBe('')
})

test('the status counts what is staged, changed and new, and how far base and upstream are', async () => {
  const workspace = await agent.create()
  const tree = worktreeOf(workspace)
  const status = async () => (await agent.client.workspace.repositoryStatus({ workspaceId: workspace.id }))[0]
  tree.write({ 'mine.txt': 'm' })
  tree.git('add', 'mine.txt')
  tree.commit('mine')
  agent.node.repository.write({ 'theirs.txt': 't' })
  agent.node.repository.commit('theirs')
  tree.git('branch', '--set-upstream-to', 'main')
  tree.write({ 'mine.txt': 'changed', 'staged.txt': 's', 'new.txt': 'n' })
  tree.git('add', 'staged.txt')
  expect(await status()).toEqual({
    repositoryId: agent.node.repositoryId,
    repository: workspace.repositories[0]?.name,
    branch: workspace.branch,
    staged: 1,
    changed: 1,
    untracked: 1,
    conflicted: 0,
    base: { name: 'main', ahead: 1, behind: 1 },
    upstream: { name: 'main', ahead: 1, behind: 1 },
    error: null,
  })
  rmSync(join(tree.path, '.git'))
  expect(await status()).toMatchObject({ branch: null, error: expect.stringContaining('not a git') })
})
