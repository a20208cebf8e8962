import { execSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { backupWorktree, commitAll, countUnmerged, diffRepository } from '../../../src/agent/git/index.ts'
import { newId } from '../../../src/base/index.ts'
import { makeRepository } from '../../hosts/git/index.ts'
import { codeOf } from './harness.ts'
import { WorktreeFixture } from './worktree-fixture.ts'

const at = new WorktreeFixture()
const workspaceId = newId('workspace')

describe('committing', () => {
  test('takes everything, runs the hooks, and leaves the user’s checkout alone', async () => {
    const before = at.source.git('status', '--porcelain')
    mkdirSync(join(at.source.path, '.git/hooks'), { recursive: true })
    writeFileSync(
      join(at.source.path, '.git/hooks/pre-commit'),
      '#!/bin/sh\ncat >/dev/null\necho hook > hooked.txt\ngit add hooked.txt\n',
      { mode: 0o755 },
    )
    at.worktree.write({ 'a.txt': 'x\n', 'new.txt': 'y\n' })
    rmSync(join(at.worktree.path, 'gone.txt'))
    const commit = await commitAll(at.git, at.repository, '-m "quoted" \n\nbody')
    expect(commit).toMatchObject({ sha: at.worktree.git('rev-parse', 'HEAD'), files: 4 })
    expect(at.worktree.git('log', '-1', '--format=%B')).toBe('-m "quoted" \n\nbody'.replace(' \n', '\n'))
    expect(at.worktree.git('status', '--porcelain')).toBe('')
    expect(at.source.git('status', '--porcelain')).toBe(before)
  })

  test('says when there is nothing to commit', async () => {
    expect(await commitAll(at.git, at.repository, 'x')).toBeNull()
  })

  test.each([
    ['a hook that says why', '#!/bin/sh\necho "lint: 3 problems" >&2\nexit 1\n', /lint: 3 problems/],
    ['a hook that says nothing', '#!/bin/sh\nexit 1\n', /refused/],
  ])('fails with %s', async (_name, hook, message) => {
    writeFileSync(join(at.source.path, '.git/hooks/pre-commit'), hook, { mode: 0o755 })
    const head = at.worktree.git('rev-parse', 'HEAD')
    at.worktree.write({ 'a.txt': 'x\n' })
    await expect(commitAll(at.git, at.repository, 'x')).rejects.toMatchObject({
      code: 'commit_failed',
      message: expect.stringMatching(message),
    })
    expect(at.worktree.git('rev-parse', 'HEAD')).toBe(head)
  })

  test('says that git does not know who commits', async () => {
    for (const name of ['user.name', 'user.email']) at.source.git('config', '--unset', name)
    at.source.git('config', 'user.useConfigOnly', 'true')
    at.worktree.write({ 'a.txt': 'x\n' })
    await expect(commitAll(at.git, at.repository, 'x')).rejects.toMatchObject({
      code: 'commit_failed',
      hint: expect.stringContaining('user.email'),
    })
  })

  test('does not commit conflict markers', async () => {
    at.worktree.write({ 'a.txt': 'mine\n' }).commit()
    at.source.write({ 'a.txt': 'theirs\n' }).commit()
    expect(() => at.worktree.git('merge', '--quiet', 'main')).toThrow()
    expect(await codeOf(commitAll(at.git, at.repository, 'x'))).toBe('merge_conflict')
  })

  test('does not wait for what a hook leaves running', async () => {
    const pid = join(at.folder, 'pid')
    writeFileSync(
      join(at.source.path, '.git/hooks/post-commit'),
      `#!/bin/sh\nsleep 30 &\necho $! > ${pid}\n`,
      {
        mode: 0o755,
      },
    )
    at.worktree.write({ 'a.txt': 'x\n' })
    const started = performance.now()
    expect(await commitAll(at.git, at.repository, 'x')).not.toBeNull()
    expect(performance.now() - started).toBeLessThan(15_000)
    process.kill(Number(readFileSync(pid, 'utf8')))
  })
})

describe('a backup of uncommitted work', () => {
  const backup = () => backupWorktree(at.git, at.repository, workspaceId, 1_700_000_000_000)

  test('holds commits that are on no branch', async () => {
    at.worktree.git('switch', '--quiet', '--detach')
    at.worktree.write({ 'detached.txt': 'd\n' }).commit()
    const saved = await backup()
    expect(saved).toMatchObject({ files: 1, commit: at.worktree.git('rev-parse', 'HEAD') })
    expect(at.source.git('show', `${saved?.ref}:detached.txt`)).toBe('d')
    expect(await backup()).toBeNull()
  })

  test('holds what lies on a branch without commits', async () => {
    at.worktree.git('switch', '--quiet', '--orphan', 'fresh')
    expect(await backup()).toBeNull()
    at.worktree.write({ 'first.txt': 'f\n' })
    expect(at.source.git('ls-tree', '-r', '--name-only', (await backup())?.ref ?? '')).toBe('first.txt')
    expect(await codeOf(diffRepository(at.git, at.repository, 10))).toBe('worktree_failed')
    expect(await countUnmerged(at.git, at.repository)).toBe(0)
  })

  test('holds a change of the same size in the second of the checkout', async () => {
    at.rewriteInTheSameSecond('a.txt', 'one\nTWO\nthree\n')
    expect(at.source.git('show', `${(await backup())?.ref}:a.txt`)).toBe('one\nTWO\nthree')
  })

  test('holds staged, changed, deleted and untracked files, not ignored ones, and changes nothing', async () => {
    at.worktree.write({ 'staged.txt': 's\n', 'both.txt': 'staged\n' })
    at.worktree.git('add', 'staged.txt', 'both.txt')
    at.worktree.write({
      'both.txt': 'changed\n',
      'a.txt': 'x\n',
      'deep/new.txt': 'n\n',
      'ignored/i.txt': 'i\n',
    })
    rmSync(join(at.worktree.path, 'gone.txt'))
    chmodSync(join(at.worktree.path, 'same.txt'), 0o755)
    const before = at.worktree.fingerprint()
    const saved = await backup()
    expect(at.worktree.fingerprint()).toBe(before)
    expect(saved?.ref).toBe(`refs/switchyard/backup/${workspaceId}/20231114T221320000Z`)
    const show = (path: string) => at.source.git('show', `${saved?.ref}:${path}`)
    expect([show('both.txt'), show('a.txt'), show('deep/new.txt'), show('staged.txt')]).toEqual([
      'changed',
      'x',
      'n',
      's',
    ])
    const names = at.source.git('ls-tree', '-r', '--name-only', saved?.ref ?? '')
    expect(names).not.toContain('ignored')
    expect(names).not.toContain('gone.txt')
    // Like a stash, the second parent is what was staged.
    expect(at.source.git('show', `${saved?.ref}^2:both.txt`)).toBe('staged')
    expect(saved?.files).toBe(6)
  })

  test('is not made when nothing is uncommitted', async () => {
    at.worktree.write({ 'x.txt': 'x\n' }).commit()
    // A file that was only touched is no change.
    utimesSync(join(at.worktree.path, 'a.txt'), 1, 1)
    expect(await backup()).toBeNull()
    expect(at.source.git('for-each-ref', 'refs/switchyard')).toBe('')
  })

  test('needs no identity and no hook', async () => {
    for (const name of ['user.name', 'user.email']) at.source.git('config', '--unset', name)
    at.source.git('config', 'user.useConfigOnly', 'true')
    at.source.git('config', 'commit.gpgsign', 'true')
    writeFileSync(join(at.source.path, '.git/hooks/pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    at.worktree.write({ 'a.txt': 'x\n' })
    expect(await backup()).not.toBeNull()
  })

  test('is brought back by the command it names, which overwrites nothing', async () => {
    at.worktree.write({ 'a.txt': 'precious\n', 'new.txt': 'too\n' })
    const saved = await backup()
    const restore = () => execSync(saved?.restore ?? 'false', { stdio: 'pipe' })
    at.source.write({ 'a.txt': 'the user is in the middle of this\n' })
    expect(restore).toThrow()
    expect(at.source.git('diff', '--stat')).toContain('a.txt')
    at.source.git('checkout', '--quiet', '--', 'a.txt')
    restore()
    expect(at.source.git('show', 'HEAD:a.txt')).toBe('precious')
    expect(existsSync(join(at.source.path, 'new.txt'))).toBe(true)
  })

  test('keeps what is unmerged as it lies in the worktree', async () => {
    at.worktree.write({ 'a.txt': 'mine\n' }).commit()
    at.source.write({ 'a.txt': 'theirs\n' }).commit()
    expect(() => at.worktree.git('merge', '--quiet', 'main')).toThrow()
    const saved = await backup()
    expect(at.source.git('show', `${saved?.ref}:a.txt`)).toContain('<<<<<<<')
  })

  test('refuses what it could not keep: a repository inside the worktree', async () => {
    makeRepository(join(at.worktree.path, 'inner'))
    expect(await codeOf(backup())).toBe('dirty_worktree')
  })
})
