import { expect, test } from 'vitest'
import { TestRepository } from '../../hosts/git/index.ts'
import { codeOf } from '../agent/harness.ts'
import { merge, push, RemotesFixture } from './fixture.ts'

const at = new RemotesFixture()

const into = { target: 'develop' }
const git = (...args: string[]): string => at.node.repository.git(...args)

test('never moves a branch that the user has checked out', async () => {
  at.commit({ 'c.txt': 'c\n' })
  const before = at.node.repository.fingerprint()
  const check = await at.check(merge('merge'))
  const found = check.checks.find(({ code }) => code === 'target_checked_out')
  expect(found).toMatchObject({ level: 'stop' })
  expect(found?.message).toContain(at.node.repository.path)
  expect(found?.hint).toContain('git merge try/one')
  expect(await codeOf(at.run(merge('merge'), ['protected_branch', 'target_checked_out']))).toBe(
    'git_act_refused',
  )
  expect(at.node.repository.fingerprint()).toBe(before)
})

test('never moves a branch that is being rebased somewhere', async () => {
  git('branch', 'develop')
  git('worktree', 'add', '--quiet', `${at.node.folder}/elsewhere`, 'develop')
  const elsewhere = new TestRepository(`${at.node.folder}/elsewhere`)
  elsewhere.write({ 'a.txt': 'there\n' }).commit('there')
  at.node.repository.write({ 'a.txt': 'here\n' }).commit('here')
  expect(() => elsewhere.git('rebase', 'main')).toThrow()
  at.commit({ 'c.txt': 'c\n' })
  expect(await at.found(merge('squash', into))).toContain('stop target_checked_out')
})

test.each([
  ['merge', "Merge branch 'try/one' into develop"],
  ['squash', 'One\n\n* first change\n* second change'],
  ['rebase', 'second change'],
] as const)(
  'merges by %s into a branch nobody has checked out, and touches nothing else',
  async (how, message) => {
    git('branch', 'develop')
    const other = at.clone()
    other.git('fetch', '--quiet', at.node.repository.path, 'develop:develop')
    other.git('switch', '--quiet', 'develop')
    other.write({ 'b.txt': 'develop\n' }).commit('on develop')
    other.git('push', '--quiet', at.node.repository.path, 'develop')
    const old = git('rev-parse', 'develop')
    at.commit({ 'a.txt': 'ONE\ntwo\nthree\n' }, 'first change')
    const head = at.commit({ 'c.txt': 'c\n' }, 'second change')
    const mine = [git('status', '--porcelain'), git('rev-parse', 'main'), git('ls-files', '--stage')]
    const outcome = await at.run(merge(how, into))
    expect(outcome).toMatchObject({ outcome: 'done', message: 'Merged 2 commits of try/one into develop' })
    expect(git('log', '-1', '--format=%B', 'develop').trim()).toBe(message)
    expect(git('show', 'develop:a.txt').split('\n')[0]).toBe('ONE')
    expect(git('show', 'develop:b.txt')).toBe('develop')
    expect(git('merge-base', '--is-ancestor', old, 'develop')).toBe('')
    const parents = git('log', '-1', '--format=%P', 'develop').split(' ')
    if (how === 'merge') expect(parents).toEqual([old, head])
    if (how === 'squash') expect(parents).toEqual([old])
    if (how === 'rebase')
      expect(git('log', '--format=%s', `${old}..develop`)).toBe('second change\nfirst change')
    expect([git('status', '--porcelain'), git('rev-parse', 'main'), git('ls-files', '--stage')]).toEqual(mine)
    expect(at.worktree.git('rev-parse', 'HEAD')).toBe(head)
    expect(at.worktree.git('status', '--porcelain')).toBe('')
    expect(git('fsck', '--no-dangling')).toBe('')
  },
)

test('a fast-forward moves the target to the branch, and is refused where there is more on it', async () => {
  git('branch', 'develop')
  const head = at.commit({ 'c.txt': 'c\n' })
  expect((await at.run(merge('ff', into))).outcome).toBe('done')
  expect(git('rev-parse', 'develop')).toBe(head)
  expect(await at.run(merge('ff', into))).toMatchObject({ outcome: 'nothing' })
  git('update-ref', 'refs/heads/develop', git('commit-tree', 'HEAD^{tree}', '-p', head, '-m', 'more'))
  at.commit({ 'd.txt': 'd\n' })
  expect(await at.found(merge('ff', into))).toContain('stop not_fast_forward')
})

test('conflicts stop a merge, with the files and the way out', async () => {
  git('branch', 'develop')
  const other = at.clone()
  other.git('switch', '--quiet', '-c', 'develop')
  other.write({ 'a.txt': 'one\nTHERE\nthree\n' }).commit('there')
  other.git('push', '--quiet', at.node.repository.path, 'develop')
  at.commit({ 'a.txt': 'one\nHERE\nthree\n' })
  const old = git('rev-parse', 'develop')
  for (const how of ['merge', 'squash', 'rebase'] as const) {
    const { checks } = await at.check(merge(how, into))
    expect(checks).toContainEqual(
      expect.objectContaining({ level: 'stop', code: 'conflicts_expected', files: ['a.txt'] }),
    )
  }
  expect(git('rev-parse', 'develop')).toBe(old)
})

test("merges into the remote's branch without moving one here", async () => {
  at.commit({ 'c.txt': 'c\n' })
  const remote = merge('squash', { where: 'remote', message: 'Add c' })
  expect(await at.found(remote)).toEqual(['confirm protected_branch'])
  const main = git('rev-parse', 'main')
  expect(await at.run(remote, ['protected_branch'])).toMatchObject({
    outcome: 'done',
    message: 'Merged 1 commit of try/one into origin/main',
  })
  expect(at.remote.git('log', '-1', '--format=%s', 'main')).toBe('Add c')
  expect(git('rev-parse', 'main')).toBe(main)
})

test("a remote's branch that has moved meanwhile is not overwritten", async () => {
  const other = at.clone()
  const theirs = other.write({ 'd.txt': 'd\n' }).commit('theirs')
  other.git('push', '--quiet')
  at.commit({ 'c.txt': 'c\n' })
  const outcome = await at.run(merge('merge', { where: 'remote' }), ['protected_branch'])
  expect(outcome.failure).toMatchObject({ code: 'push_rejected', details: { reason: 'lease_broken' } })
  expect(at.remote.git('rev-parse', 'main')).toBe(theirs)
})

test('a branch with merge commits cannot be merged by rebase', async () => {
  git('branch', 'develop')
  at.commit({ 'c.txt': 'c\n' })
  at.worktree.git('switch', '--quiet', '-c', 'side', 'HEAD^')
  at.commit({ 'd.txt': 'd\n' })
  at.worktree.git('switch', '--quiet', 'try/one')
  at.worktree.git('merge', '--quiet', '--no-edit', 'side')
  expect(await at.found(merge('rebase', into))).toContain('stop merge_commits')
  expect((await at.run(push)).outcome).toBe('done')
})
