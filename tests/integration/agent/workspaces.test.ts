import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, systemClock } from '../../../src/base/index.ts'
import type { Workspace } from '../../../src/contracts/index.ts'
import type { AgentClient } from '../../../src/main/nodes/agent-client.ts'
import { makeRepository, TestRepository } from '../../hosts/git/index.ts'
import { codeOf, makeNode, openScopes, startAgent, workspaceRequest, type TestNode } from './harness.ts'

let node: TestNode
let agent: { close(): Promise<void> }
let client: AgentClient

const start = async () => {
  agent = await startAgent(node)
  client = await node.connect()
}
beforeEach(async () => {
  node = await makeNode()
  await start()
})
afterEach(async () => {
  await agent.close()
  await node.remove()
  expect(openScopes()).toEqual([])
})

const create = async (over: Parameters<typeof workspaceRequest>[1] = {}): Promise<Workspace> =>
  (await client.workspace.create(workspaceRequest(node, over))).entity
const worktreeOf = (workspace: Workspace, index = 0) =>
  new TestRepository(workspace.repositories[index]?.worktree ?? '')
/** Rows as the daemon holds them, read while it is stopped. */
async function inStore<Result>(read: (store: AgentStore) => Result): Promise<Result> {
  await agent.close()
  const store = new AgentStore(node.home.agent.database, systemClock, newId)
  try {
    return read(store)
  } finally {
    store.close()
    await start()
  }
}
const journal = () => inStore((store) => store.journal.after(0, 1_000).map(({ record }) => record.entry))
const worktreesListed = () => node.repository.git('worktree', 'list', '--porcelain')

describe('creating', () => {
  test('makes a worktree on its own branch, without upstream; the user’s checkout is untouched (rule 2)', async () => {
    node.repository.write({ 'staged.txt': 's\n' })
    node.repository.git('add', 'staged.txt')
    node.repository.write({ 'README.md': 'changed\n', 'untracked.txt': 'u\n' })
    const before = node.repository.fingerprint()
    const workspace = await create()
    expect(workspace).toMatchObject({ status: 'running', name: 'One', branch: 'try/one', error: null })
    const [repository] = workspace.repositories
    expect(repository).toMatchObject({ branch: 'try/one', baseBranch: 'main', baseCommit: node.repository.git('rev-parse', 'main') })
    expect(repository?.worktree).toBe(join(node.home.worktrees, workspace.id, 'repo'))
    const worktree = worktreeOf(workspace)
    expect(worktree.git('symbolic-ref', 'HEAD')).toBe('refs/heads/try/one')
    expect(worktree.git('status', '--porcelain')).toBe('')
    expect(() => worktree.git('rev-parse', '@{upstream}')).toThrow()
    expect(readFileSync(join(workspace.folder, '.switchyard-workspace'), 'utf8').trim()).toBe(workspace.id)
    node.repository.git('update-ref', '-d', 'refs/heads/try/one')
    expect(node.repository.fingerprint()).toBe(before)
  })

  test('starts from the branch asked for', async () => {
    node.repository.git('branch', 'old')
    const old = node.repository.git('rev-parse', 'HEAD')
    node.repository.write({ 'x.txt': 'x\n' }).commit()
    const { repositories } = await create({
      repositories: [{ ...workspaceRequest(node).repositories[0]!, baseBranch: 'old' }],
    })
    expect(repositories[0]).toMatchObject({ baseBranch: 'old', baseCommit: old })
  })

  test('with the id of an existing workspace returns that one (rule 7)', async () => {
    const request = workspaceRequest(node)
    const [first, second] = await Promise.all([client.workspace.create(request), client.workspace.create(request)])
    expect(second.entity).toEqual(first.entity)
    expect((await client.workspace.create({ ...request, name: 'Other', branch: 'other' })).entity).toEqual(first.entity)
    expect(node.repository.git('branch', '--list', 'other')).toBe('')
  })

  test('makes names unique without regard to case and says which it became (rule 6)', async () => {
    const names = await Promise.all(
      ['Fix', 'fix', 'FIX'].map(async (name, index) => (await create({ name, branch: `b${index}` })).name),
    )
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(3)
    expect(names.map((name) => name.replace(/^fix/i, '')).toSorted()).toEqual(['', ' (2)', ' (3)'])
    const other = await create({ name: 'Other', branch: 'other' })
    const renamed = await client.workspace.rename({ workspaceId: other.id, name: 'fIx' })
    expect(renamed.entity.name).toBe('fIx (4)')
    // Its own name in another case is no duplicate.
    const again = await client.workspace.rename({ workspaceId: other.id, name: 'FIX (4)' })
    expect(again.entity).toMatchObject({ name: 'FIX (4)', revision: renamed.entity.revision + 1 })
  })

  test('refuses a branch that exists, naming repository and branch, and suggests a free one (rule 5)', async () => {
    await create()
    const request = workspaceRequest(node)
    await expect(client.workspace.create(request)).rejects.toMatchObject({
      code: 'branch_conflict',
      message: expect.stringMatching(/try\/one.*repo/),
      data: { hint: expect.stringContaining('try/one-2') },
    })
    expect(existsSync(join(node.home.worktrees, request.id))).toBe(false)
    expect(await codeOf(client.workspace.stop({ workspaceId: request.id }))).toBe('workspace_not_found')
  })

  test('with policy suffix takes the next free name and records it (rule 5), also when several ask at once', async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => create({ branchPolicy: 'suffix' })))
    expect(made.map(({ branch }) => branch).toSorted()).toEqual(['try/one', 'try/one-2', 'try/one-3', 'try/one-4'])
    for (const { branch, repositories } of made) expect(repositories[0]?.branch).toBe(branch)
  })

  test('two at once with policy unique: one gets the branch, the other is refused', async () => {
    const outcomes = await Promise.allSettled([create(), create()])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('is all or nothing (rule 4): a failure in the second repository undoes the first', async () => {
    const second = makeRepository(join(node.folder, 'second'))
    writeFileSync(join(second.path, '.git/hooks/post-checkout'), '#!/bin/sh\necho no >&2\nexit 1\n', { mode: 0o755 })
    const before = [node.repository.fingerprint(), second.fingerprint()]
    const request = workspaceRequest(node)
    request.repositories.push({ repositoryId: newId('repository'), name: 'second', path: second.path, baseBranch: null })
    await expect(client.workspace.create(request)).rejects.toMatchObject({ code: 'worktree_failed' })
    expect([node.repository.fingerprint(), second.fingerprint()]).toEqual(before)
    expect(worktreesListed()).not.toContain(request.id)
    expect(second.git('worktree', 'list')).not.toContain(request.id)
    expect(existsSync(join(node.home.worktrees, request.id))).toBe(false)
    const left = (await client.workspace.create(request)).entity
    expect(left).toMatchObject({ status: 'error', error: { code: 'worktree_failed' } })
    // It can be put away, and then its branch is there to be had.
    expect((await client.workspace.delete({ workspaceId: request.id })).entity.status).toBe('deleted')
    await create()
  })

  test('a branch somebody made after we looked is not ours to delete', async () => {
    // The hook of the first repository makes the second's branch just before its turn.
    const second = makeRepository(join(node.folder, 'second'))
    const hook = `#!/bin/sh\nunset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE\ngit -C ${second.path} branch try/one\n`
    writeFileSync(join(node.repository.path, '.git/hooks/post-checkout'), hook, { mode: 0o755 })
    const request = workspaceRequest(node)
    request.repositories.push({ repositoryId: newId('repository'), name: 'second', path: second.path, baseBranch: null })
    expect(await codeOf(client.workspace.create(request))).toBe('worktree_failed')
    expect(second.git('branch', '--list', 'try/one')).toContain('try/one')
    expect(node.repository.git('branch', '--list', 'try/one')).toBe('')
  })

  const repositoryOf = (over: object) => ({ repositories: [{ ...workspaceRequest(node).repositories[0]!, ...over }] })
  test.each<[string, () => Parameters<typeof workspaceRequest>[1], string]>([
    ['a branch git refuses', () => ({ branch: 'a..b' }), 'name_invalid'],
    ['a branch that looks like an option', () => ({ branch: '--force' }), 'name_invalid'],
    ['a branch with NUL', () => ({ branch: 'a\0b' }), 'name_invalid'],
    ['a repository name that leads out', () => repositoryOf({ name: '../../out' }), 'name_invalid'],
    ['a repository name with NUL', () => repositoryOf({ name: 'a\0b' }), 'name_invalid'],
    ['a path with NUL', () => repositoryOf({ path: '/tmp\0' }), 'invalid_input'],
    ['a path that is gone', () => repositoryOf({ path: '/nonexistent/repo' }), 'repository_not_found'],
    ['a path without a repository', () => repositoryOf({ path: node.folder }), 'not_a_repository'],
    ['a base that does not exist', () => repositoryOf({ baseBranch: 'nothing' }), 'invalid_input'],
    ['a base that looks like an option', () => repositoryOf({ baseBranch: '--all' }), 'invalid_input'],
    ['an id that is a path', () => ({ id: '../../etc' as never }), 'invalid_input'],
    ['an empty name', () => ({ name: ' ' }), 'invalid_input'],
    ['a name with a control character', () => ({ name: 'a\u0007' }), 'invalid_input'],
  ])('refuses %s and changes nothing', async (_what, over, code) => {
    const before = node.repository.fingerprint()
    expect(await codeOf(create(over()))).toBe(code)
    expect(node.repository.fingerprint()).toBe(before)
    expect(existsSync(node.home.worktrees)).toBe(false)
    expect(await journal()).toEqual([])
  })

  test('display names may hold what would be a path: they never become one', async () => {
    const workspace = await create({ name: '../../../etc/passwd' })
    expect(workspace.folder).toBe(join(node.home.worktrees, workspace.id))
  })

  test('stops at the limit of workspaces', async () => {
    await client.handshake({ protocol: 1, appVersion: 't', limits: { workspacesPerNode: 1 } })
    const first = await create()
    expect(await codeOf(create({ branch: 'two' }))).toBe('limit_reached')
    await client.workspace.delete({ workspaceId: first.id })
    await create({ branch: 'two' })
  })
})

describe('stopping and restarting', () => {
  test('keeps every file; restart does not revive sessions, and says so', async () => {
    const { id, ...workspace } = await create()
    worktreeOf({ id, ...workspace }).write({ 'work.txt': 'w\n' })
    const stopped = await client.workspace.stop({ workspaceId: id })
    expect(stopped.entity.status).toBe('stopped')
    expect((await client.workspace.stop({ workspaceId: id })).entity.revision).toBe(stopped.entity.revision)
    const terminal = { id: newId('terminal'), workspaceId: id, repositoryId: null, size: { cols: 80, rows: 24 } }
    expect(await codeOf(client.terminal.create(terminal))).toBe('workspace_not_running')
    expect((await client.workspace.restart({ workspaceId: id })).entity.status).toBe('running')
    expect(readFileSync(join(stopped.entity.repositories[0]!.worktree, 'work.txt'), 'utf8')).toBe('w\n')
    const told = (await journal()).flatMap((entry) => (entry.type === 'event' ? entry.entity.message : []))
    expect(told.at(-1)).toMatch(/not revived/)
  })

  test('ends the terminals', async () => {
    const { id } = await create()
    const terminal = newId('terminal')
    await client.terminal.create({ id: terminal, workspaceId: id, repositoryId: null, size: { cols: 80, rows: 24 } })
    expect((await client.workspace.deletionImpact({ workspaceId: id })).terminals).toBe(1)
    await client.workspace.stop({ workspaceId: id })
    expect((await client.health()).terminals).toBe(0)
  })

  test('a workspace whose folder is gone does not start; put back, it does', async () => {
    const { id, folder } = await create()
    await client.workspace.stop({ workspaceId: id })
    renameSync(folder, `${folder}-away`)
    expect(await codeOf(client.workspace.restart({ workspaceId: id }))).toBe('worktree_failed')
    renameSync(`${folder}-away`, folder)
    expect((await client.workspace.restart({ workspaceId: id })).entity).toMatchObject({ status: 'running', error: null })
  })

  test('what a workspace’s state does not allow is refused', async () => {
    const { id } = await create()
    await client.workspace.delete({ workspaceId: id })
    for (const call of [client.workspace.stop, client.workspace.restart, client.workspace.deletionImpact])
      expect(await codeOf(call({ workspaceId: id }))).toBe('workspace_not_found')
  })
})

describe('deleting', () => {
  test('keeps uncommitted work in a backup ref and says how to get it back (rule 1); the branch stays', async () => {
    const workspace = await create()
    const worktree = worktreeOf(workspace)
    worktree.write({ 'done.txt': 'd\n' }).commit('work')
    worktree.write({ 'README.md': 'precious\n', 'new.txt': 'n\n' })
    expect(await client.workspace.deletionImpact({ workspaceId: workspace.id })).toEqual({
      repositories: [
        {
          repositoryId: node.repositoryId,
          repository: 'repo',
          branch: 'try/one',
          uncommittedFiles: 2,
          unmergedCommits: 1,
        },
      ],
      runningSessions: 0,
      terminals: 0,
    })
    const { entity } = await client.workspace.delete({ workspaceId: workspace.id })
    const [backup] = entity.backups
    expect(backup).toMatchObject({ repository: 'repo', files: 2 })
    expect(node.repository.git('show', `${backup?.ref}:README.md`)).toBe('precious')
    expect(node.repository.git('show', `${backup?.ref}:new.txt`)).toBe('n')
    expect(entity.branchesKept).toEqual([{ repository: 'repo', branch: 'try/one' }])
    expect(node.repository.git('log', '-1', '--format=%s', 'try/one')).toBe('work')
    expect(existsSync(workspace.folder)).toBe(false)
    expect(worktreesListed()).not.toContain(workspace.id)
    const told = await journal()
    expect(told).toContainEqual(expect.objectContaining({ type: 'backup' }))
    const events = told.flatMap((entry) => (entry.type === 'event' ? entry.entity.message : []))
    expect(events.find((message) => message.includes(backup?.restore ?? '-'))).toBeDefined()
    expect((await client.workspace.delete({ workspaceId: workspace.id })).entity.status).toBe('deleted')
  })

  test('frees the name', async () => {
    const first = await create({ name: 'Same' })
    await client.workspace.delete({ workspaceId: first.id })
    expect((await create({ name: 'same', branch: 'two' })).name).toBe('same')
  })

  const refused: [string, (workspace: Workspace, outside: string) => void][] = [
    [
      'the workspace’s folder is a link to another place (rule 2)',
      ({ folder }, outside) => {
        renameSync(folder, join(outside, 'real'))
        symlinkSync(join(outside, 'real'), folder)
      },
    ],
    [
      'the worktree is a link to another place',
      ({ repositories }, outside) => {
        rmSync(repositories[0]!.worktree, { recursive: true })
        symlinkSync(outside, repositories[0]!.worktree)
      },
    ],
    ['the marker is missing', ({ folder }) => rmSync(join(folder, '.switchyard-workspace'))],
    [
      'the marker names another workspace',
      ({ folder }) => writeFileSync(join(folder, '.switchyard-workspace'), newId('workspace')),
    ],
  ]
  test.each(refused)('is refused where %s', async (_what, spoil) => {
    const workspace = await create()
    const outside = join(node.folder, 'outside')
    mkdirSync(outside)
    writeFileSync(join(outside, 'keep.txt'), 'keep')
    spoil(workspace, outside)
    expect(await codeOf(client.workspace.delete({ workspaceId: workspace.id }))).toBe('forbidden')
    expect(readFileSync(join(outside, 'keep.txt'), 'utf8')).toBe('keep')
    expect(existsSync(workspace.folder)).toBe(true)
  })

  test('is refused while a worktree holds what no backup can keep; afterwards it can be tried again', async () => {
    const workspace = await create()
    const inner = makeRepository(join(workspace.repositories[0]!.worktree, 'inner'))
    expect(await codeOf(client.workspace.delete({ workspaceId: workspace.id }))).toBe('dirty_worktree')
    expect(existsSync(join(inner.path, 'README.md'))).toBe(true)
    rmSync(inner.path, { recursive: true })
    expect((await client.workspace.delete({ workspaceId: workspace.id })).entity.status).toBe('deleted')
  })

  test('leaves files beside the worktrees where they are', async () => {
    const workspace = await create()
    writeFileSync(join(workspace.folder, 'notes.txt'), 'mine')
    await client.workspace.delete({ workspaceId: workspace.id })
    expect(readdirSync(workspace.folder).toSorted()).toEqual(['.switchyard-workspace', 'notes.txt'])
  })

  test('works for a workspace whose folder the user removed, and forgets only that worktree', async () => {
    const [workspace, other] = [await create(), await create({ branch: 'two' })]
    rmSync(workspace.folder, { recursive: true })
    renameSync(other.folder, `${other.folder}-unplugged`)
    await client.workspace.delete({ workspaceId: workspace.id })
    expect(worktreesListed()).not.toContain(workspace.id)
    expect(worktreesListed()).toContain(other.id)
  })
})

describe('after the daemon died', () => {
  /** Puts a workspace into the state a dead daemon would have left. */
  const leaveIn = (workspace: Workspace, status: Workspace['status']) =>
    inStore((store) => store.change(() => store.workspaces.put({ ...workspace, status })))
  const now = async (workspace: Workspace) => (await client.workspace.create(workspaceRequest(node, { id: workspace.id }))).entity

  test('a creation is undone', async () => {
    const workspace = await create()
    await leaveIn(workspace, 'creating')
    expect(await now(workspace)).toMatchObject({ status: 'error', error: { code: 'worktree_failed' } })
    expect(existsSync(workspace.folder)).toBe(false)
    expect(node.repository.git('branch', '--list', 'try/one')).toBe('')
  })

  test('an undone creation keeps a branch that has commits', async () => {
    const workspace = await create()
    worktreeOf(workspace).write({ 'x.txt': 'x\n' }).commit()
    await leaveIn(workspace, 'creating')
    expect(node.repository.git('branch', '--list', 'try/one')).toContain('try/one')
  })

  test('a stop is finished, a deletion is left to be asked for again', async () => {
    const [one, two] = [await create(), await create({ branch: 'two' })]
    worktreeOf(two).write({ 'x.txt': 'x\n' })
    await leaveIn(one, 'stopping')
    await leaveIn(two, 'deleting')
    expect((await now(one)).status).toBe('stopped')
    expect(await now(two)).toMatchObject({ status: 'error', error: { message: expect.stringContaining('interrupted') } })
    expect(existsSync(join(two.repositories[0]!.worktree, 'x.txt'))).toBe(true)
    expect((await client.workspace.delete({ workspaceId: two.id })).entity.backups).toHaveLength(1)
  })

  test('a workspace whose folder is gone is in error, and nothing is deleted', async () => {
    const workspace = await create()
    await agent.close()
    renameSync(workspace.folder, `${workspace.folder}-away`)
    await start()
    expect(await now(workspace)).toMatchObject({ status: 'error', error: { message: expect.stringContaining('is gone') } })
    expect(worktreesListed()).toContain(workspace.id)
    expect(existsSync(`${workspace.folder}-away`)).toBe(true)
  })
})
