import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeOf } from '../agent/harness.ts'
import { pull, push, rebase, RemotesFixture } from './fixture.ts'

const at = new RemotesFixture()

/** Every file of the worktree with its bytes and mode, branch, HEAD and index. */
function everything(): string {
  const files = at.worktree
    .git('ls-files', '--cached', '--others', '--exclude-standard')
    .split('\n')
    .toSorted()
  return [
    at.worktree.git('symbolic-ref', 'HEAD'),
    at.worktree.git('rev-parse', 'HEAD'),
    at.worktree.git('ls-files', '--stage'),
    ...[...new Set(files)].map((name) => {
      const path = join(at.worktree.path, name)
      return `${name} ${statSync(path).mode} ${readFileSync(path).toString('base64')}`
    }),
  ].join('\n')
}

const file = (name: string): string => readFileSync(join(at.worktree.path, name), 'utf8')

/** The base and the workspace change the same line. */
function diverge(): void {
  at.node.repository.write({ 'a.txt': 'one\nBASE\nthree\n' }).commit('base')
  at.commit({ 'a.txt': 'one\nMINE\nthree\n', 'c.txt': 'c\n' }, 'mine')
}

test('rebases onto the base branch and keeps untracked files', async () => {
  at.node.repository.write({ 'b.txt': 'base\n' }).commit('base')
  at.commit({ 'c.txt': 'c\n' })
  at.worktree.write({ 'untracked.txt': 'here\n' })
  expect(await at.check(rebase)).toMatchObject({ to: 'main', commits: 1, files: 1 })
  const outcome = await at.run(rebase)
  expect(outcome).toMatchObject({ outcome: 'done', message: 'Rebased 1 commit of try/one onto main' })
  expect(outcome.backup).toMatchObject({ files: 1 })
  expect(file('b.txt')).toBe('base\n')
  expect(file('untracked.txt')).toBe('here\n')
  expect(at.worktree.git('rev-parse', 'HEAD^')).toBe(at.node.repository.git('rev-parse', 'main'))
  expect(await at.run(rebase)).toMatchObject({ outcome: 'nothing' })
})

test('a rebase moves no other branch, whatever the configuration says', async () => {
  at.node.repository.git('config', 'rebase.updateRefs', 'true')
  at.node.repository.git('config', 'rebase.autoStash', 'true')
  const stacked = at.commit({ 'c.txt': 'c\n' })
  at.worktree.git('branch', 'mine/below')
  at.commit({ 'd.txt': 'd\n' })
  at.node.repository.write({ 'b.txt': 'base\n' }).commit('base')
  expect((await at.run(rebase)).outcome).toBe('done')
  expect(at.worktree.git('rev-parse', 'mine/below')).toBe(stacked)
})

test('uncommitted changes stop what would change files under them', async () => {
  diverge()
  at.worktree.write({ 'b.txt': 'changed\n' })
  expect(await at.found(rebase)).toContain('stop dirty')
  expect(await codeOf(at.run(rebase, ['conflicts_expected']))).toBe('git_act_refused')
  expect(file('b.txt')).toBe('changed\n')
})

test('conflicts are foretold with their files, and nothing begins unconfirmed', async () => {
  diverge()
  const before = everything()
  const check = await at.check(rebase)
  expect(check.checks).toContainEqual(
    expect.objectContaining({ code: 'conflicts_expected', level: 'confirm', files: ['a.txt'] }),
  )
  expect(await codeOf(at.run(rebase))).toBe('git_act_refused')
  expect(everything()).toBe(before)
})

test('a conflict that has been resolved goes on to the end', async () => {
  diverge()
  expect((await at.run(rebase, ['conflicts_expected'])).outcome).toBe('conflict')
  const [conflicts] = await at.client.remotes.conflicts({ workspaceId: at.workspace.id })
  expect(conflicts).toMatchObject({
    kind: 'rebase',
    files: [{ path: 'a.txt', ours: 'modified', theirs: 'modified', markers: 1, ready: false }],
  })
  expect(await at.found(push)).toEqual(['stop operation_in_progress'])
  expect(await codeOf(at.client.remotes.continue(at.ofRepository))).toBe('merge_conflict')
  at.worktree.write({ 'a.txt': 'one\nBOTH\nthree\n' })
  const outcome = await at.client.remotes.continue(at.ofRepository)
  expect(outcome).toMatchObject({ outcome: 'done' })
  expect(at.worktree.git('symbolic-ref', '--short', 'HEAD')).toBe('try/one')
  expect(at.worktree.git('show', 'HEAD:a.txt')).toBe('one\nBOTH\nthree')
  expect(at.worktree.git('log', '-1', '--format=%s')).toBe('mine')
  expect(await codeOf(at.client.remotes.abort(at.ofRepository))).toBe('nothing_in_progress')
})

test('an abort brings back exactly what was, and keeps what was done meanwhile', async () => {
  diverge()
  at.worktree.write({ 'untracked.txt': 'here\n', 'run.sh': '#!/bin/sh\n' })
  at.worktree.git('config', 'core.filemode', 'true')
  const before = everything()
  await at.run(rebase, ['conflicts_expected'])
  at.worktree.write({ 'a.txt': 'half resolved\n', 'untracked.txt': 'changed\n', 'more.txt': 'more\n' })
  const { backup } = await at.client.remotes.abort(at.ofRepository)
  expect(everything()).toBe(before)
  expect(existsSync(join(at.worktree.path, 'more.txt'))).toBe(false)
  const kept = (name: string): string => at.node.repository.git('show', `${backup?.ref}:${name}`)
  expect([kept('a.txt'), kept('untracked.txt'), kept('more.txt')]).toEqual([
    'half resolved',
    'changed',
    'more',
  ])
})

test('an abort works after the daemon has been started anew', async () => {
  diverge()
  at.worktree.write({ 'untracked.txt': 'here\n' })
  const before = everything()
  await at.run(rebase, ['conflicts_expected'])
  at.worktree.write({ 'untracked.txt': 'changed\n' })
  await at.stop()
  await at.start()
  await at.client.remotes.abort(at.ofRepository)
  expect(everything()).toBe(before)
  // It had stopped by itself and waited: nothing was cut off.
  const told = (await at.journal()).flatMap(({ type, entity }) => (type === 'event' ? entity.type : []))
  expect(told).toContain('workspace.rebase')
  expect(told).not.toContain('workspace.act_cut_off')
})

test('each side of a file can be taken, also where it is that the file is gone', async () => {
  at.node.repository.git('rm', '--quiet', 'b.txt')
  at.node.repository.write({ 'a.txt': 'one\nBASE\nthree\n' }).commit('base')
  at.commit({ 'a.txt': 'one\nMINE\nthree\n', 'b.txt': 'mine\n' }, 'mine')
  await at.run(rebase, ['conflicts_expected'])
  const taken = await at.client.remotes.resolve({ ...at.ofRepository, path: 'b.txt', with: 'ours' })
  expect(taken[0]?.files.map(({ path }) => path)).toEqual(['a.txt'])
  expect(existsSync(join(at.worktree.path, 'b.txt'))).toBe(false)
  expect(await codeOf(at.client.remotes.resolve({ ...at.ofRepository, path: 'a.txt', with: 'file' }))).toBe(
    'merge_conflict',
  )
  await at.client.remotes.resolve({ ...at.ofRepository, path: 'a.txt', with: 'theirs' })
  expect((await at.client.remotes.continue(at.ofRepository)).outcome).toBe('done')
  expect(file('a.txt')).toBe('one\nMINE\nthree\n')
})

test('a rebase that an agent began by itself can be aborted as well', async () => {
  diverge()
  const head = at.worktree.git('rev-parse', 'HEAD')
  expect(() => at.worktree.git('rebase', 'main')).toThrow()
  const state = await at.client.remotes.state({ workspaceId: at.workspace.id })
  expect(state.repositories[0]?.operation).toMatchObject({ kind: 'rebase', unmerged: 1, done: 1, total: 1 })
  await at.client.remotes.abort(at.ofRepository)
  expect(at.worktree.git('rev-parse', 'try/one')).toBe(head)
})

test('pulls what is new in the chosen way', async () => {
  at.commit({ 'c.txt': 'c\n' })
  await at.run(push)
  const other = at.clone()
  other.git('switch', '--quiet', 'try/one')
  other.write({ 'd.txt': 'd\n' }).commit('theirs')
  other.git('push', '--quiet')
  // Not known here yet: pulling asks the remote.
  expect(await at.found(pull('ff'))).toEqual(['note maybe_nothing_to_do'])
  expect(await at.run(pull('ff'))).toMatchObject({
    outcome: 'done',
    message: 'Pulled 1 commit from origin/try/one',
  })
  other.write({ 'd.txt': 'd2\n' }).commit('theirs 2')
  other.git('push', '--quiet')
  at.commit({ 'e.txt': 'e\n' })
  // Only the remote knows that they have parted: refused after it was asked, and nothing was changed.
  const refused = await at.run(pull('ff'))
  expect(refused.failure).toMatchObject({ code: 'git_act_refused', details: { check: 'not_fast_forward' } })
  expect((await at.run(pull('rebase'))).outcome).toBe('done')
  expect(at.worktree.git('log', '--format=%s', '-2')).toBe('work\ntheirs 2')
  other.git('pull', '--quiet')
  other.write({ 'd.txt': 'd3\n' }).commit('theirs 3')
  other.git('push', '--quiet')
  expect((await at.run(pull('merge'))).outcome).toBe('done')
  expect(at.worktree.git('rev-list', '--count', '--merges', 'HEAD')).toBe('1')
})

test('git that does not know who commits is told of before anything is done', async () => {
  diverge()
  at.node.repository.git('config', '--unset', 'user.email')
  at.node.repository.git('config', 'user.useConfigOnly', 'true')
  expect(await at.found(rebase)).toEqual(['stop no_identity'])
})

test('a rebase that is done is taken back byte for byte, while the branch is where it left it', async () => {
  at.node.repository.write({ 'b.txt': 'base\n' }).commit('base')
  at.commit({ 'c.txt': 'c\n' })
  at.worktree.write({ 'untracked.txt': 'here\n' })
  const before = everything()
  const { undo } = await at.run(rebase)
  if (!undo) throw new Error('it cannot be taken back')
  at.worktree.write({ 'c.txt': 'changed since\n' })
  const foreign = { ...undo, before: { head: undo.before.head, commit: undo.head } }
  expect(await codeOf(at.client.remotes.undo({ ...at.ofRepository, point: foreign }))).toBe('worktree_failed')
  const { backup } = await at.client.remotes.undo({ ...at.ofRepository, point: undo })
  expect(everything()).toBe(before)
  expect(at.node.repository.git('show', `${backup?.ref}:c.txt`)).toBe('changed since')
  expect(await codeOf(at.client.remotes.undo({ ...at.ofRepository, point: undo }))).toBe('git_act_refused')
})
