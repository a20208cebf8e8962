import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import type { Workspace } from '../../../src/contracts/index.ts'
import { makeRepository, TestRepository } from '../../hosts/git/index.ts'
import { AgentFixture, worktreeOf } from './agent-fixture.ts'
import { codeOf } from './harness.ts'

const agent = new AgentFixture()
const at = ({ id }: Workspace) => ({ workspaceId: id })
const archive = async (workspace: Workspace, worktrees: 'keep' | 'remove' = 'remove') =>
  (await agent.client.workspace.archive({ ...at(workspace), worktrees })).entity
const unarchive = async (workspace: Workspace, newBranch: string | null = null) =>
  (await agent.client.workspace.unarchive({ ...at(workspace), newBranch })).entity
const text = (workspace: Workspace, name: string): string =>
  readFileSync(join(worktreeOf(workspace).path, name), 'utf8')

/** Something staged, something changed on top, something new. */
async function worked(): Promise<{ workspace: Workspace; status: string }> {
  const workspace = await agent.create()
  const tree = worktreeOf(workspace)
  tree.write({ 'done.txt': 'done' })
  tree.git('add', '-A')
  tree.commit('done')
  tree.write({ 'done.txt': 'staged' })
  tree.git('add', '-A')
  tree.write({ 'done.txt': 'changed', 'new.txt': 'new' })
  return { workspace, status: tree.git('status', '--porcelain') }
}

describe('archiving', () => {
  test('with its files removed brings back every one of them, and asked for twice it is one act', async () => {
    const { workspace, status } = await worked()
    const before = agent.node.repository.fingerprint()
    const [one, two] = await Promise.all([archive(workspace), archive(workspace)])
    expect(two).toEqual(one)
    expect(one).toMatchObject({ archived: true, status: 'stopped', underWay: null })
    expect(await archive(workspace)).toEqual(one)
    expect([existsSync(workspace.folder), agent.worktreesListed().includes(workspace.folder)]).toEqual([
      false,
      false,
    ])
    expect(await codeOf(agent.client.workspace.restart(at(workspace)))).toBe('workspace_not_running')
    expect(await codeOf(agent.client.git.diff(at(workspace)))).toBe('workspace_not_running')
    await agent.stop()
    await agent.start()
    const back = await unarchive(workspace)
    expect(back).toMatchObject({ archived: false, status: 'running', branch: workspace.branch })
    expect(await unarchive(workspace)).toEqual(back)
    expect(worktreeOf(workspace).git('status', '--porcelain')).toBe(status)
    expect(text(workspace, 'done.txt')).toBe('changed')
    expect(worktreeOf(workspace).git('show', ':done.txt')).toBe('staged')
    expect(agent.node.repository.fingerprint()).toBe(before)
  })

  test('with its files kept leaves them where they are', async () => {
    const { workspace } = await worked()
    await archive(workspace, 'keep')
    expect(text(workspace, 'new.txt')).toBe('new')
    expect((await archive(workspace)).repositories[0]?.aside?.ref).toMatch(/^refs\/switchyard\/backup\//)
    expect(existsSync(workspace.folder)).toBe(false)
    await unarchive(workspace)
    expect(text(workspace, 'new.txt')).toBe('new')
  })

  test('leaves files beside the worktrees alone', async () => {
    const { workspace } = await worked()
    writeFileSync(join(workspace.folder, 'mine.txt'), 'mine')
    await archive(workspace)
    expect(readFileSync(join(workspace.folder, 'mine.txt'), 'utf8')).toBe('mine')
    await unarchive(workspace)
    expect(text(workspace, 'new.txt')).toBe('new')
  })

  test('is refused before anything is done when git has something half done', async () => {
    const { workspace } = await worked()
    writeFileSync(worktreeOf(workspace).git('rev-parse', '--git-path', 'MERGE_HEAD'), '')
    expect(await codeOf(archive(workspace))).toBe('worktree_failed')
    expect(await agent.now(workspace)).toMatchObject({ status: 'running', archived: false })
  })

  test('is refused while a submodule holds work that is nowhere else; a clean one comes back filled', async () => {
    const inner = makeRepository(join(agent.node.folder, 'inner'), { 'in.txt': 'in' })
    // Git clones submodules from the same machine only where this says so.
    writeFileSync(join(agent.node.folder, '.gitconfig'), '[protocol "file"]\n\tallow = always\n')
    const workspace = await agent.create()
    const tree = worktreeOf(workspace)
    tree.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'sub')
    tree.commit('with a submodule')
    const sub = new TestRepository(join(tree.path, 'sub'))
    sub.write({ 'in.txt': 'changed' })
    const refused = archive(workspace)
    expect(await codeOf(refused)).toBe('dirty_worktree')
    await expect(refused).rejects.toThrow(/submodule sub .* 1 uncommitted/)
    sub.git('checkout', '-q', '.')
    await archive(workspace)
    await unarchive(workspace)
    expect(readFileSync(join(tree.path, 'sub', 'in.txt'), 'utf8')).toBe('in')
  })
})

describe('a branch that is not as it was', () => {
  test('gone, moved or checked out elsewhere: refused, archived as before; a new branch takes it all', async () => {
    const { workspace, status } = await worked()
    const { repository } = agent.node
    await archive(workspace)
    const tip = repository.git('rev-parse', workspace.branch)
    repository.git('branch', '-D', workspace.branch)
    await expect(unarchive(workspace)).rejects.toThrow(/is gone from/)
    repository.git('branch', workspace.branch, 'main')
    await expect(unarchive(workspace)).rejects.toThrow(/has moved since/)
    repository.git('branch', '-f', workspace.branch, tip)
    const elsewhere = join(agent.node.folder, 'elsewhere')
    repository.git('worktree', 'add', '-q', elsewhere, workspace.branch)
    const refused = unarchive(workspace)
    expect(await codeOf(refused)).toBe('branch_conflict')
    await expect(refused).rejects.toThrow(elsewhere)
    expect(await codeOf(unarchive(workspace, 'main'))).toBe('branch_conflict')
    expect(await agent.now(workspace)).toMatchObject({ status: 'stopped', archived: true })
    const back = await unarchive(workspace, 'again')
    expect(back).toMatchObject({ branch: 'again', repositories: [{ branch: 'again', branchMade: true }] })
    expect(worktreeOf(workspace).git('status', '--porcelain')).toBe(status)
    expect(worktreeOf(workspace).git('rev-parse', 'again')).toBe(tip)
  })

  test('one that has only new commits is taken as it is, when nothing was uncommitted', async () => {
    const workspace = await agent.create()
    await archive(workspace)
    agent.node.repository.write({ 'later.txt': 'later' })
    agent.node.repository.git('add', '-A')
    const tree = agent.node.repository.git('write-tree')
    const later = agent.node.repository.git('commit-tree', tree, '-p', workspace.branch, '-m', 'later')
    agent.node.repository.git('update-ref', `refs/heads/${workspace.branch}`, later)
    await unarchive(workspace)
    expect(text(workspace, 'later.txt')).toBe('later')
  })
})

describe('renaming the branch', () => {
  const rename = async (workspace: Workspace, branch: string) =>
    (await agent.client.workspace.renameBranch({ ...at(workspace), branch })).entity

  test('is done in every repository or in none, and keeps what is uncommitted', async () => {
    const repositories = ['app', 'api'].map((name) => ({
      repositoryId: newId('repository'),
      name,
      path: makeRepository(join(agent.node.folder, name)).path,
      baseBranch: null,
    }))
    const workspace = await agent.create({ repositories })
    worktreeOf(workspace).write({ 'new.txt': 'new' })
    new TestRepository(repositories[1]!.path).git('branch', 'taken')
    expect(await codeOf(rename(workspace, 'taken'))).toBe('branch_conflict')
    expect(await codeOf(rename(workspace, 'not a name'))).toBe('name_invalid')
    expect(worktreeOf(workspace).git('branch', '--show-current')).toBe(workspace.branch)
    const renamed = await rename(workspace, 'other/name')
    expect(renamed).toMatchObject({ branch: 'other/name', underWay: null })
    for (const { worktree, source } of renamed.repositories) {
      expect(new TestRepository(worktree).git('branch', '--show-current')).toBe('other/name')
      expect(new TestRepository(source).git('branch', '--list', workspace.branch)).toBe('')
    }
    expect(text(renamed, 'new.txt')).toBe('new')
    expect(await rename(workspace, 'other/name')).toEqual(renamed)
  })
})

describe('a copy', () => {
  const copy = async (workspace: Workspace, of: object, over: object = {}) =>
    (
      await agent.client.workspace.copy({
        ...at(workspace),
        id: newId('workspace'),
        name: 'Copy',
        branch: workspace.branch,
        branchPolicy: 'suffix',
        of: of as never,
        ...over,
      })
    ).entity

  test('of the commits leaves what is uncommitted behind; of all it takes it along, staged as it was', async () => {
    const { workspace, status } = await worked()
    const plain = await copy(workspace, { kind: 'commits' })
    expect([plain.status, plain.branch]).toEqual(['running', `${workspace.branch}-2`])
    expect(worktreeOf(plain).git('status', '--porcelain')).toBe('')
    expect(text(plain, 'done.txt')).toBe('done')
    expect(plain.repositories[0]?.baseCommit).toBe(workspace.repositories[0]?.baseCommit)
    const whole = await copy(workspace, { kind: 'uncommitted', move: false })
    expect(worktreeOf(whole).git('status', '--porcelain')).toBe(status)
    expect(worktreeOf(workspace).git('status', '--porcelain')).toBe(status)
  })

  test('that takes the changes leaves the first one clean, with a backup; a retry makes no second one', async () => {
    const { workspace, status } = await worked()
    const id = newId('workspace')
    const moved = await copy(workspace, { kind: 'uncommitted', move: true }, { id })
    expect(worktreeOf(moved).git('status', '--porcelain')).toBe(status)
    expect(worktreeOf(workspace).git('status', '--porcelain')).toBe('')
    expect((await agent.journal()).some(({ type }) => type === 'backup')).toBe(true)
    expect(await copy(workspace, { kind: 'uncommitted', move: true }, { id })).toEqual(moved)
  })

  test('that cannot be made leaves nothing behind', async () => {
    const { workspace } = await worked()
    const taken = { branch: 'main', branchPolicy: 'unique' }
    expect(await codeOf(copy(workspace, { kind: 'commits' }, taken))).toBe('branch_conflict')
    expect(await codeOf(copy(workspace, { kind: 'turn', turnId: newId('turn') }))).toBe('turn_not_found')
    expect(agent.worktreesListed().match(/^worktree /gm)).toHaveLength(2)
  })
})

describe('what is merged', () => {
  test('is seen through merge, rebase and squash; what is not, too', async () => {
    const { repository } = agent.node
    const state = async (workspace: Workspace) =>
      (await agent.client.workspace.mergedState(at(workspace))).repositories[0]?.state
    const workspace = await agent.create()
    expect(await state(workspace)).toBe('empty')
    const tree = worktreeOf(workspace)
    for (const name of ['one', 'two']) {
      tree.write({ [`${name}.txt`]: name })
      tree.git('add', '-A')
      tree.commit(name)
    }
    expect(await state(workspace)).toBe('unmerged')
    repository.git('merge', '-q', '--squash', workspace.branch)
    repository.git('commit', '-qm', 'squashed')
    expect(await state(workspace)).toBe('merged')
    expect(await agent.client.workspace.mergedState(at(workspace))).toMatchObject({
      merged: true,
      uncommittedFiles: 0,
    })
    expect((await agent.client.workspace.size(at(workspace))).files).toBeGreaterThan(2)
  })
})

describe('deleting with its branch', () => {
  test('deletes only a branch that was made for it; its commits stay in a backup ref', async () => {
    const { workspace } = await worked()
    const tip = worktreeOf(workspace).git('rev-parse', 'HEAD')
    const { entity } = await agent.client.workspace.delete({ ...at(workspace), branches: 'delete' })
    const [gone] = entity.branchesDeleted
    expect(agent.node.repository.git('branch', '--list', workspace.branch)).toBe('')
    expect(agent.node.repository.git('rev-parse', gone!.ref)).toBe(tip)
    expect(entity.branchesKept).toEqual([])
  })
})
