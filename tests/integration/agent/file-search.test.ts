import { rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import type { FoundFiles, Workspace } from '../../../src/contracts/index.ts'
import { makeRepository, type TestRepository } from '../../hosts/git/index.ts'
import { AgentFixture, worktreeOf } from './agent-fixture.ts'
import { codeOf, workspaceRequest } from './harness.ts'

const at = new AgentFixture()
let workspace: Workspace
let worktree: TestRepository

beforeEach(async () => {
  at.node.repository
    .write({
      '.gitignore': 'ignored/\n',
      'src/user-list.ts': '1\n',
      'src/user-menu.ts': '1\n',
      'docs/guide.md': '#\n',
    })
    .commit()
  workspace = await at.create()
  worktree = worktreeOf(workspace)
})

const search = (query: string, limit = 50): Promise<FoundFiles> =>
  at.client.files.search({ workspaceId: workspace.id, query, limit })
const paths = async (query: string, limit?: number): Promise<string[]> =>
  (await search(query, limit)).files.map(({ path }) => path)

describe('searching the files of a workspace', () => {
  test('finds tracked and untracked files, no ignored, deleted or foreign ones', async () => {
    worktree.write({ 'new/deep file.ts': 'x\n', 'ignored/user.ts': 'x\n' })
    rmSync(join(worktree.path, 'docs/guide.md'))
    expect((await paths('')).toSorted()).toEqual([
      '.gitignore',
      'README.md',
      'new/deep file.ts',
      'src/user-list.ts',
      'src/user-menu.ts',
    ])
    expect(await paths('deepfile')).toEqual(['new/deep file.ts'])
    expect(await paths('../')).toEqual([])
  })

  test('puts what was changed lately first and says which letters matched', async () => {
    worktree.write({ 'src/user-menu.ts': '2\n' }).commit('menu')
    worktree.write({ 'docs/guide.md': 'changed\n' })
    const all = await search('')
    expect(all.files.slice(0, 2)).toMatchObject([
      { path: 'docs/guide.md', uncommitted: true, changedAt: expect.any(Number) },
      { path: 'src/user-menu.ts', uncommitted: false, changedAt: expect.any(Number) },
    ])
    const { files, total } = await search('user', 1)
    expect({ files, total }).toMatchObject({
      files: [{ path: 'src/user-menu.ts', at: [4, 5, 6, 7] }],
      total: 2,
    })
  })

  test('of several uncommitted files the one written last is first', async () => {
    worktree.write({ 'older.ts': '1', 'newer.ts': '1' })
    utimesSync(join(worktree.path, 'older.ts'), 1_000, 1_000)
    expect((await paths('')).slice(0, 2)).toEqual(['newer.ts', 'older.ts'])
  })

  test('sees a commit, a checkout and, while the workspace is watched, a new file', async () => {
    expect(await paths('user')).toEqual(['src/user-list.ts', 'src/user-menu.ts'])
    // Polled: on a slow machine a search may be answered from the list before, once.
    worktree.write({ 'src/user-page.ts': '1\n' }).commit('page')
    await expect.poll(async () => (await paths('user'))[0]).toBe('src/user-page.ts')
    worktree.git('reset', '--quiet', '--hard', 'HEAD~1')
    await expect.poll(() => paths('user')).toEqual(['src/user-list.ts', 'src/user-menu.ts'])

    const stop = new AbortController()
    const live = await at.client.live.follow(undefined, { signal: stop.signal })
    const changed = Promise.withResolvers<void>()
    // Goes on following: with the last follower the watching ends.
    const following = (async () => {
      for await (const update of live)
        if (update.type === 'changes' && update.summary.files > 0) changed.resolve()
    })().catch(() => undefined)
    worktree.write({ 'src/user-new.ts': '1\n' })
    await changed.promise
    await expect.poll(async () => (await paths('user'))[0]).toBe('src/user-new.ts')
    stop.abort()
    await following
  })

  test('looks in all repositories, or in the one the query names', async () => {
    const other = makeRepository(join(at.node.folder, 'api'), { 'user.ts': '1\n' })
    const request = workspaceRequest(at.node, { branch: 'two' })
    workspace = await at.create({
      branch: 'two',
      repositories: [
        ...request.repositories,
        { repositoryId: newId('repository'), name: 'api', path: other.path, baseBranch: null },
      ],
    })
    const { files } = await search('user')
    expect(files.map(({ repository, path }) => `${repository}: ${path}`)).toEqual([
      'api: user.ts',
      'repo: src/user-list.ts',
      'repo: src/user-menu.ts',
    ])
    expect((await search('api/us')).files).toMatchObject([{ repository: 'api', path: 'user.ts', at: [0, 1] }])
    expect(await paths('api/')).toEqual(['user.ts'])
  })

  test('works in a stopped workspace and refuses one that is not there', async () => {
    await at.client.workspace.stop({ workspaceId: workspace.id })
    expect(await paths('guide')).toEqual(['docs/guide.md'])
    expect(
      await codeOf(at.client.files.search({ workspaceId: newId('workspace'), query: '', limit: 1 })),
    ).toBe('workspace_not_found')
    rmSync(worktree.path, { recursive: true })
    expect(await codeOf(search('guide'))).toBe('worktree_failed')
  })
})
