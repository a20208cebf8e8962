import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import type { Workspace } from '../../../src/contracts/index.ts'
import { makeRepository } from '../../hosts/git/index.ts'
import { AgentFixture, worktreeOf } from './agent-fixture.ts'
import { codeOf } from './harness.ts'

const agent = new AgentFixture()

describe('stopping and restarting', () => {
  test('keeps every file; restart does not revive sessions, and says so', async () => {
    const { id, ...workspace } = await agent.create()
    worktreeOf({ id, ...workspace }).write({ 'work.txt': 'w\n' })
    const stopped = await agent.client.workspace.stop({ workspaceId: id })
    expect(stopped.entity.status).toBe('stopped')
    expect((await agent.client.workspace.stop({ workspaceId: id })).entity.revision).toBe(
      stopped.entity.revision,
    )
    const terminal = {
      id: newId('terminal'),
      workspaceId: id,
      repositoryId: null,
      size: { cols: 80, rows: 24 },
    }
    expect(await codeOf(agent.client.terminal.create(terminal))).toBe('workspace_not_running')
    expect((await agent.client.workspace.restart({ workspaceId: id })).entity.status).toBe('running')
    expect(readFileSync(join(stopped.entity.repositories[0]!.worktree, 'work.txt'), 'utf8')).toBe('w\n')
    const told = (await agent.journal()).flatMap((entry) =>
      entry.type === 'event' ? entry.entity.message : [],
    )
    expect(told.at(-1)).toMatch(/not revived/)
  })

  test('asked for twice at once, as by a client that lost the first answer, is one act', async () => {
    const { id } = await agent.create()
    const stop = () => agent.client.workspace.stop({ workspaceId: id })
    const [first, second] = await Promise.all([stop(), stop()])
    expect([first.entity.status, second.entity]).toEqual(['stopped', first.entity])
    const remove = () => agent.client.workspace.delete({ workspaceId: id })
    const [gone, again] = await Promise.all([remove(), remove()])
    expect([gone.entity.status, again.entity]).toEqual(['deleted', gone.entity])
  })

  test('ends the terminals', async () => {
    const { id } = await agent.create()
    const terminal = newId('terminal')
    await agent.client.terminal.create({
      id: terminal,
      workspaceId: id,
      repositoryId: null,
      size: { cols: 80, rows: 24 },
    })
    expect((await agent.client.workspace.deletionImpact({ workspaceId: id })).terminals).toBe(1)
    await agent.client.workspace.stop({ workspaceId: id })
    expect((await agent.client.health()).terminals).toBe(0)
  })

  test('a workspace whose folder is gone does not start; put back, it does', async () => {
    const { id, folder } = await agent.create()
    await agent.client.workspace.stop({ workspaceId: id })
    renameSync(folder, `${folder}-away`)
    expect(await codeOf(agent.client.workspace.restart({ workspaceId: id }))).toBe('worktree_failed')
    renameSync(`${folder}-away`, folder)
    expect((await agent.client.workspace.restart({ workspaceId: id })).entity).toMatchObject({
      status: 'running',
      error: null,
    })
  })

  test('what a workspace’s state does not allow is refused', async () => {
    const { id } = await agent.create()
    await agent.client.workspace.delete({ workspaceId: id })
    for (const call of [
      agent.client.workspace.stop,
      agent.client.workspace.restart,
      agent.client.workspace.deletionImpact,
    ])
      expect(await codeOf(call({ workspaceId: id }))).toBe('workspace_not_found')
  })
})

describe('deleting', () => {
  test('where the repository was moved away, the workspace goes and the files of its worktree stay', async () => {
    const { id, folder, ...workspace } = await agent.create()
    const source = agent.node.repository.path
    const worktree = worktreeOf({ id, folder, ...workspace })
    worktree.write({ 'work.txt': 'mine\n' })
    renameSync(source, `${source}-away`)
    expect((await agent.client.workspace.deletionImpact({ workspaceId: id })).repositories).toMatchObject([
      { uncommittedFiles: 0 },
    ])
    expect((await agent.client.workspace.delete({ workspaceId: id })).entity.status).toBe('deleted')
    expect(readFileSync(join(worktree.path, 'work.txt'), 'utf8')).toBe('mine\n')
    const told = (await agent.journal()).flatMap((entry) =>
      entry.type === 'event' ? entry.entity.message : [],
    )
    expect(told.at(-1)).toContain(`were kept in ${folder}`)
  })

  test('keeps uncommitted work in a backup ref and says how to get it back (rule 1); the branch stays', async () => {
    const workspace = await agent.create()
    const worktree = worktreeOf(workspace)
    worktree.write({ 'done.txt': 'd\n' }).commit('work')
    worktree.write({ 'README.md': 'precious\n', 'new.txt': 'n\n' })
    expect(await agent.client.workspace.deletionImpact({ workspaceId: workspace.id })).toEqual({
      repositories: [
        {
          repositoryId: agent.node.repositoryId,
          repository: 'repo',
          branch: 'try/one',
          uncommittedFiles: 2,
          unmergedCommits: 1,
          ignored: 0,
          branchMade: true,
        },
      ],
      runningSessions: 0,
      terminals: 0,
    })
    const { entity } = await agent.client.workspace.delete({ workspaceId: workspace.id })
    const [backup] = entity.backups
    expect(backup).toMatchObject({ repository: 'repo', files: 2 })
    expect(agent.node.repository.git('show', `${backup?.ref}:README.md`)).toBe('precious')
    expect(agent.node.repository.git('show', `${backup?.ref}:new.txt`)).toBe('n')
    expect(entity.branchesKept).toEqual([{ repository: 'repo', branch: 'try/one' }])
    expect(agent.node.repository.git('log', '-1', '--format=%s', 'try/one')).toBe('work')
    expect(existsSync(workspace.folder)).toBe(false)
    expect(agent.worktreesListed()).not.toContain(workspace.id)
    const told = await agent.journal()
    expect(told).toContainEqual(expect.objectContaining({ type: 'backup' }))
    const events = told.flatMap((entry) => (entry.type === 'event' ? entry.entity.message : []))
    expect(events.find((message) => message.includes(backup?.restore ?? '-'))).toBeDefined()
    expect((await agent.client.workspace.delete({ workspaceId: workspace.id })).entity.status).toBe('deleted')
  })

  test('frees the name', async () => {
    const first = await agent.create({ name: 'Same' })
    await agent.client.workspace.delete({ workspaceId: first.id })
    expect((await agent.create({ name: 'same', branch: 'two' })).name).toBe('same')
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
    const workspace = await agent.create()
    const outside = join(agent.node.folder, 'outside')
    mkdirSync(outside)
    writeFileSync(join(outside, 'keep.txt'), 'keep')
    spoil(workspace, outside)
    expect(await codeOf(agent.client.workspace.delete({ workspaceId: workspace.id }))).toBe('forbidden')
    expect(readFileSync(join(outside, 'keep.txt'), 'utf8')).toBe('keep')
    expect(existsSync(workspace.folder)).toBe(true)
  })

  test('is refused while a worktree holds what no backup can keep; afterwards it can be tried again', async () => {
    const workspace = await agent.create()
    const inner = makeRepository(join(workspace.repositories[0]!.worktree, 'inner'))
    expect(await codeOf(agent.client.workspace.delete({ workspaceId: workspace.id }))).toBe('dirty_worktree')
    expect(existsSync(join(inner.path, 'README.md'))).toBe(true)
    rmSync(inner.path, { recursive: true })
    expect((await agent.client.workspace.delete({ workspaceId: workspace.id })).entity.status).toBe('deleted')
  })

  test('leaves files beside the worktrees where they are', async () => {
    const workspace = await agent.create()
    writeFileSync(join(workspace.folder, 'notes.txt'), 'mine')
    await agent.client.workspace.delete({ workspaceId: workspace.id })
    expect(readdirSync(workspace.folder).toSorted()).toEqual(['.switchyard-workspace', 'notes.txt'])
  })

  test('works for a workspace whose folder the user removed, and forgets only that worktree', async () => {
    const [workspace, other] = [await agent.create(), await agent.create({ branch: 'two' })]
    rmSync(workspace.folder, { recursive: true })
    renameSync(other.folder, `${other.folder}-unplugged`)
    await agent.client.workspace.delete({ workspaceId: workspace.id })
    expect(agent.worktreesListed()).not.toContain(workspace.id)
    expect(agent.worktreesListed()).toContain(other.id)
  })
})

describe('after the daemon died', () => {
  /** Puts a workspace into the state a dead daemon would have left. */
  const leaveIn = (workspace: Workspace, status: Workspace['status']) =>
    agent.inStore((store) => store.change(() => store.workspaces.put({ ...workspace, status })))

  test('a creation is undone', async () => {
    const workspace = await agent.create()
    await leaveIn(workspace, 'creating')
    expect(await agent.now(workspace)).toMatchObject({ status: 'error', error: { code: 'worktree_failed' } })
    expect(existsSync(workspace.folder)).toBe(false)
    expect(agent.node.repository.git('branch', '--list', 'try/one')).toBe('')
  })

  test('an undone creation keeps a branch that has commits', async () => {
    const workspace = await agent.create()
    worktreeOf(workspace).write({ 'x.txt': 'x\n' }).commit()
    await leaveIn(workspace, 'creating')
    expect(agent.node.repository.git('branch', '--list', 'try/one')).toContain('try/one')
  })

  test('a stop is finished, and so is a deletion, with what was uncommitted kept', async () => {
    const [one, two] = [await agent.create(), await agent.create({ branch: 'two' })]
    worktreeOf(two).write({ 'x.txt': 'x\n' })
    await leaveIn(one, 'stopping')
    await leaveIn(two, 'deleting')
    expect((await agent.now(one)).status).toBe('stopped')
    expect((await agent.now(two)).status).toBe('deleted')
    expect(existsSync(two.folder)).toBe(false)
    expect((await agent.journal()).filter(({ type }) => type === 'backup')).toHaveLength(1)
  })

  test('a workspace whose folder is gone is in error, and nothing is deleted', async () => {
    const workspace = await agent.create()
    await agent.stop()
    renameSync(workspace.folder, `${workspace.folder}-away`)
    await agent.start()
    expect(await agent.now(workspace)).toMatchObject({
      status: 'error',
      error: { message: expect.stringContaining('is gone') },
    })
    expect(agent.worktreesListed()).toContain(workspace.id)
    expect(existsSync(`${workspace.folder}-away`)).toBe(true)
  })
})
