import { join } from 'node:path'
import { expect, test } from 'vitest'
import { worktreeOf } from '../agent/agent-fixture.ts'
import { codeOf } from '../agent/harness.ts'
import { push, RemotesFixture } from './fixture.ts'

const at = new RemotesFixture()

const rejected = { code: 'push_rejected' }

test('pushes the branch, makes it the upstream, and leaves the checkout of the user alone', async () => {
  at.commit({ 'c.txt': 'c\n', 'd.txt': 'd\n' })
  const before = [
    at.node.repository.git('status', '--porcelain'),
    at.node.repository.git('symbolic-ref', 'HEAD'),
  ]
  const check = await at.check(push)
  expect(check).toMatchObject({ from: 'try/one', to: 'origin/try/one', commits: 1, files: 2, needed: true })
  expect(check.checks.map(({ code }) => code)).toEqual(['new_branch'])
  expect(await at.run(push)).toMatchObject({ outcome: 'done', message: 'Pushed 1 commit to origin/try/one' })
  expect(at.remote.git('rev-parse', 'try/one')).toBe(at.worktree.git('rev-parse', 'HEAD'))
  expect(at.worktree.git('rev-parse', '--abbrev-ref', '@{upstream}')).toBe('origin/try/one')
  expect([
    at.node.repository.git('status', '--porcelain'),
    at.node.repository.git('symbolic-ref', 'HEAD'),
  ]).toEqual(before)
  expect(await at.run(push)).toMatchObject({ outcome: 'nothing' })
  const state = await at.client.remotes.state({ workspaceId: at.workspace.id })
  expect(state.repositories[0]?.tracking).toEqual({ name: 'origin/try/one', ahead: 0, behind: 0 })
})

test('says that uncommitted files stay behind', async () => {
  at.commit({ 'c.txt': 'c\n' })
  at.worktree.write({ 'a.txt': 'changed\n', 'new.txt': 'new\n' })
  expect((await at.check(push)).checks).toContainEqual(
    expect.objectContaining({
      code: 'dirty',
      level: 'note',
      message: '2 uncommitted files will not be pushed',
    }),
  )
})

test('a push that somebody else was ahead of is refused by the remote and explained', async () => {
  at.commit({ 'c.txt': 'c\n' })
  await at.run(push)
  const other = at.clone()
  other.git('switch', '--quiet', 'try/one')
  other.write({ 'c.txt': 'theirs\n' }).commit('theirs')
  other.git('push', '--quiet')
  at.commit({ 'd.txt': 'd\n' })
  const outcome = await at.run(push)
  expect(outcome).toMatchObject({ outcome: 'failed', failure: rejected })
  expect(outcome.failure?.details).toMatchObject({ reason: 'non_fast_forward' })
})

test('commits of the remote are replaced only with a lease, only when confirmed, and only those that were seen', async () => {
  at.commit({ 'c.txt': 'c\n' })
  await at.run(push)
  at.worktree.git('commit', '--quiet', '--amend', '-m', 'anew')
  expect(await at.found(push)).toContain('stop not_fast_forward')
  expect(await codeOf(at.run(push))).toBe('git_act_refused')
  const { lease } = await at.check(push)
  expect(lease).toMatchObject({ dropped: 1 })
  const withLease = {
    kind: 'push' as const,
    leases: [{ repositoryId: at.node.repositoryId, expected: lease?.expected ?? '' }],
  }
  expect(await codeOf(at.run(withLease))).toBe('git_act_refused')
  // Somebody pushes between the look and the act.
  const other = at.clone()
  other.git('switch', '--quiet', 'try/one')
  const theirs = other.write({ 'e.txt': 'e\n' }).commit('theirs')
  other.git('push', '--quiet')
  const broken = await at.run(withLease, ['replaces_commits'])
  expect(broken.failure).toMatchObject({ code: 'push_rejected', details: { reason: 'lease_broken' } })
  expect(at.remote.git('rev-parse', 'try/one')).toBe(theirs)
  // Once it is fetched, the lease of before is out of date.
  await at.run({ kind: 'fetch' })
  expect(await at.found(withLease)).toContain('stop lease_outdated')
  const fresh = (await at.check(push)).lease?.expected ?? ''
  const done = await at.run(
    { kind: 'push', leases: [{ repositoryId: at.node.repositoryId, expected: fresh }] },
    ['replaces_commits'],
  )
  expect(done.outcome).toBe('done')
  expect(at.remote.git('rev-parse', 'try/one')).toBe(at.worktree.git('rev-parse', 'HEAD'))
})

test('a hook of the remote that declines is told with what it said', async () => {
  at.hook(at.remote, 'pre-receive', 'echo "Tickets only" >&2; exit 1')
  at.commit({ 'c.txt': 'c\n' })
  const outcome = await at.run(push)
  expect(outcome.failure).toMatchObject({ code: 'push_rejected', details: { reason: 'hook_declined' } })
  expect(outcome.output).toContain('Tickets only')
})

test('a branch the remote protects is explained as such', async () => {
  at.hook(
    at.remote,
    'pre-receive',
    'echo "GH006: Protected branch update failed for refs/heads/x." >&2; exit 1',
  )
  at.commit({ 'c.txt': 'c\n' })
  const { failure } = await at.run(push)
  expect(failure).toMatchObject({ code: 'push_rejected', details: { reason: 'protected' } })
  expect(failure?.hint).toContain('pull request')
})

test("the user's pre-push hook runs, and what it says is shown when it stops the push", async () => {
  at.hook(at.node.repository, 'pre-push', 'echo "tests are red"; exit 1')
  at.commit({ 'c.txt': 'c\n' })
  const outcome = await at.run(push)
  expect(outcome.failure).toMatchObject({ code: 'push_rejected', details: { reason: 'pre_push_hook' } })
  expect(outcome.output).toContain('tests are red')
  expect(at.remote.git('branch', '--list', 'try/one')).toBe('')
})

test('a protected branch is pushed only when confirmed and never with a lease', async () => {
  at.workspace = await at.create({ name: 'Two', branch: 'release/1' })
  at.worktree = worktreeOf(at.workspace)
  at.commit({ 'c.txt': 'c\n' })
  expect(await at.found(push)).toContain('confirm protected_branch')
  expect(await codeOf(at.run(push))).toBe('git_act_refused')
  expect((await at.run(push, ['protected_branch'])).outcome).toBe('done')
  at.worktree.git('commit', '--quiet', '--amend', '-m', 'anew')
  const expected = (await at.check(push)).lease?.expected ?? ''
  const lease = { kind: 'push' as const, leases: [{ repositoryId: at.node.repositoryId, expected }] }
  expect(await at.found(lease)).toContain('stop protected_branch')
})

test('says what is missing before anything is done: remote, branch, commits', async () => {
  at.commit({ 'c.txt': 'c\n' })
  at.worktree.git('switch', '--quiet', '--detach')
  expect(await at.found(push)).toEqual(['stop detached_head'])
  at.worktree.git('switch', '--quiet', '-c', 'elsewhere')
  expect(await at.found(push)).toEqual(['stop other_branch'])
  at.worktree.git('switch', '--quiet', 'try/one')
  at.node.repository.git('remote', 'remove', 'origin')
  expect(await at.found(push)).toEqual(['stop no_remote'])
  expect(await codeOf(at.run(push))).toBe('git_act_refused')
})

test('a remote that is not there is told from one that cannot be reached', async () => {
  at.commit({ 'c.txt': 'c\n' })
  at.node.repository.git('remote', 'set-url', 'origin', join(at.node.folder, 'nowhere.git'))
  expect((await at.run(push)).failure?.code).toBe('remote_not_found')
  at.node.repository.git('remote', 'set-url', 'origin', 'http://127.0.0.1:1/x.git')
  expect((await at.run(push)).failure?.code).toBe('remote_unreachable')
})
