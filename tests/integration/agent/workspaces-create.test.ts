import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import { makeRepository } from '../../hosts/git/index.ts'
import { AgentFixture, worktreeOf } from './agent-fixture.ts'
import { codeOf, workspaceRequest } from './harness.ts'

const agent = new AgentFixture()

describe('creating', () => {
  test('makes a worktree on its own branch, without upstream; the user’s checkout is untouched (rule 2)', async () => {
    agent.node.repository.write({ 'staged.txt': 's\n' })
    agent.node.repository.git('add', 'staged.txt')
    agent.node.repository.write({ 'README.md': 'changed\n', 'untracked.txt': 'u\n' })
    const before = agent.node.repository.fingerprint()
    const workspace = await agent.create()
    expect(workspace).toMatchObject({ status: 'running', name: 'One', branch: 'try/one', error: null })
    const [repository] = workspace.repositories
    expect(repository).toMatchObject({
      branch: 'try/one',
      baseBranch: 'main',
      baseCommit: agent.node.repository.git('rev-parse', 'main'),
    })
    expect(repository?.worktree).toBe(join(agent.node.home.worktrees, workspace.id, 'repo'))
    const worktree = worktreeOf(workspace)
    expect(worktree.git('symbolic-ref', 'HEAD')).toBe('refs/heads/try/one')
    expect(worktree.git('status', '--porcelain')).toBe('')
    expect(() => worktree.git('rev-parse', '@{upstream}')).toThrow()
    expect(readFileSync(join(workspace.folder, '.switchyard-workspace'), 'utf8').trim()).toBe(workspace.id)
    agent.node.repository.git('update-ref', '-d', 'refs/heads/try/one')
    expect(agent.node.repository.fingerprint()).toBe(before)
  })

  test('starts from the branch asked for', async () => {
    agent.node.repository.git('branch', 'old')
    const old = agent.node.repository.git('rev-parse', 'HEAD')
    agent.node.repository.write({ 'x.txt': 'x\n' }).commit()
    const { repositories } = await agent.create({
      repositories: [{ ...workspaceRequest(agent.node).repositories[0]!, baseBranch: 'old' }],
    })
    expect(repositories[0]).toMatchObject({ baseBranch: 'old', baseCommit: old })
  })

  test('with the id of an existing workspace returns that one (rule 7)', async () => {
    const request = workspaceRequest(agent.node)
    const [first, second] = await Promise.all([
      agent.client.workspace.create(request),
      agent.client.workspace.create(request),
    ])
    expect(second.entity).toEqual(first.entity)
    expect(
      (await agent.client.workspace.create({ ...request, name: 'Other', branch: 'other' })).entity,
    ).toEqual(first.entity)
    expect(agent.node.repository.git('branch', '--list', 'other')).toBe('')
  })

  test('makes names unique without regard to case and says which it became (rule 6)', async () => {
    const names = await Promise.all(
      ['Fix', 'fix', 'FIX'].map(
        async (name, index) => (await agent.create({ name, branch: `b${index}` })).name,
      ),
    )
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(3)
    expect(names.map((name) => name.replace(/^fix/i, '')).toSorted()).toEqual(['', ' (2)', ' (3)'])
    const other = await agent.create({ name: 'Other', branch: 'other' })
    const renamed = await agent.client.workspace.rename({ workspaceId: other.id, name: 'fIx' })
    expect(renamed.entity.name).toBe('fIx (4)')
    // Its own name in another case is no duplicate.
    const again = await agent.client.workspace.rename({ workspaceId: other.id, name: 'FIX (4)' })
    expect(again.entity).toMatchObject({ name: 'FIX (4)', revision: renamed.entity.revision + 1 })
  })

  test('refuses a branch that exists, naming repository and branch, and suggests a free one (rule 5)', async () => {
    await agent.create()
    const request = workspaceRequest(agent.node)
    await expect(agent.client.workspace.create(request)).rejects.toMatchObject({
      code: 'branch_conflict',
      message: expect.stringMatching(/try\/one.*repo/),
      data: { hint: expect.stringContaining('try/one-2') },
    })
    expect(existsSync(join(agent.node.home.worktrees, request.id))).toBe(false)
    expect(await codeOf(agent.client.workspace.stop({ workspaceId: request.id }))).toBe('workspace_not_found')
  })

  test('with policy suffix takes the next free name and records it (rule 5), also when several ask at once', async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => agent.create({ branchPolicy: 'suffix' })))
    expect(made.map(({ branch }) => branch).toSorted()).toEqual([
      'try/one',
      'try/one-2',
      'try/one-3',
      'try/one-4',
    ])
    for (const { branch, repositories } of made) expect(repositories[0]?.branch).toBe(branch)
  })

  test('two at once with policy unique: one gets the branch, the other is refused', async () => {
    const outcomes = await Promise.allSettled([agent.create(), agent.create()])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('is all or nothing (rule 4): a failure in the second repository undoes the first', async () => {
    const second = makeRepository(join(agent.node.folder, 'second'))
    writeFileSync(join(second.path, '.git/hooks/post-checkout'), '#!/bin/sh\necho no >&2\nexit 1\n', {
      mode: 0o755,
    })
    const before = [agent.node.repository.fingerprint(), second.fingerprint()]
    const request = workspaceRequest(agent.node)
    request.repositories.push({
      repositoryId: newId('repository'),
      name: 'second',
      path: second.path,
      baseBranch: null,
    })
    await expect(agent.client.workspace.create(request)).rejects.toMatchObject({ code: 'worktree_failed' })
    expect([agent.node.repository.fingerprint(), second.fingerprint()]).toEqual(before)
    expect(agent.worktreesListed()).not.toContain(request.id)
    expect(second.git('worktree', 'list')).not.toContain(request.id)
    expect(existsSync(join(agent.node.home.worktrees, request.id))).toBe(false)
    const left = (await agent.client.workspace.create(request)).entity
    expect(left).toMatchObject({ status: 'error', error: { code: 'worktree_failed' } })
    // It can be put away, and then its branch is there to be had.
    expect((await agent.client.workspace.delete({ workspaceId: request.id })).entity.status).toBe('deleted')
    await agent.create()
  })

  test('a branch somebody made after we looked is not ours to delete', async () => {
    // The hook of the first repository makes the second's branch just before its turn.
    const second = makeRepository(join(agent.node.folder, 'second'))
    const hook = `#!/bin/sh\nunset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE\ngit -C ${second.path} branch try/one\n`
    writeFileSync(join(agent.node.repository.path, '.git/hooks/post-checkout'), hook, { mode: 0o755 })
    const request = workspaceRequest(agent.node)
    request.repositories.push({
      repositoryId: newId('repository'),
      name: 'second',
      path: second.path,
      baseBranch: null,
    })
    expect(await codeOf(agent.client.workspace.create(request))).toBe('worktree_failed')
    expect(second.git('branch', '--list', 'try/one')).toContain('try/one')
    expect(agent.node.repository.git('branch', '--list', 'try/one')).toBe('')
  })

  const repositoryOf = (over: object) => ({
    repositories: [{ ...workspaceRequest(agent.node).repositories[0]!, ...over }],
  })
  test.each<[string, () => Parameters<typeof workspaceRequest>[1], string]>([
    ['a branch git refuses', () => ({ branch: 'a..b' }), 'name_invalid'],
    ['a branch that looks like an option', () => ({ branch: '--force' }), 'name_invalid'],
    ['a branch with NUL', () => ({ branch: 'a\0b' }), 'name_invalid'],
    ['a repository name that leads out', () => repositoryOf({ name: '../../out' }), 'name_invalid'],
    ['a repository name with NUL', () => repositoryOf({ name: 'a\0b' }), 'name_invalid'],
    ['a path with NUL', () => repositoryOf({ path: '/tmp\0' }), 'invalid_input'],
    ['a path that is gone', () => repositoryOf({ path: '/nonexistent/repo' }), 'repository_not_found'],
    ['a path without a repository', () => repositoryOf({ path: agent.node.folder }), 'not_a_repository'],
    ['a base that does not exist', () => repositoryOf({ baseBranch: 'nothing' }), 'invalid_input'],
    ['a base that looks like an option', () => repositoryOf({ baseBranch: '--all' }), 'invalid_input'],
    ['an id that is a path', () => ({ id: '../../etc' as never }), 'invalid_input'],
    ['an empty name', () => ({ name: ' ' }), 'invalid_input'],
    ['a name with a control character', () => ({ name: 'a\u0007' }), 'invalid_input'],
  ])('refuses %s and changes nothing', async (_what, over, code) => {
    const before = agent.node.repository.fingerprint()
    expect(await codeOf(agent.create(over()))).toBe(code)
    expect(agent.node.repository.fingerprint()).toBe(before)
    expect(existsSync(agent.node.home.worktrees)).toBe(false)
    expect(await agent.journal()).toEqual([])
  })

  test('display names may hold what would be a path: they never become one', async () => {
    const workspace = await agent.create({ name: '../../../etc/passwd' })
    expect(workspace.folder).toBe(join(agent.node.home.worktrees, workspace.id))
  })

  test('stops at the limit of workspaces', async () => {
    await agent.client.handshake({ protocol: 1, appVersion: 't', limits: { workspacesPerNode: 1 } })
    const first = await agent.create()
    expect(await codeOf(agent.create({ branch: 'two' }))).toBe('limit_reached')
    await agent.client.workspace.delete({ workspaceId: first.id })
    await agent.create({ branch: 'two' })
  })
})
