import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backupWorktree, commitAll, createGit, diffFile, diffRepository, type GitRunner } from '../../../src/agent/git/index.ts'
import { newId } from '../../../src/base/index.ts'
import type { WorkspaceRepository } from '../../../src/contracts/index.ts'
import { makeRepository, temporaryFolder, TestRepository } from '../../hosts/git/index.ts'
import { codeOf } from './harness.ts'

let folder: string
let remove: () => void
let source: TestRepository
let worktree: TestRepository
let git: GitRunner
let repository: WorkspaceRepository
const workspaceId = newId('workspace')
const maxBytes = 100_000

beforeEach(() => {
  ;({ path: folder, remove } = temporaryFolder('git'))
  source = makeRepository(join(folder, 'source'), {
    'a.txt': 'one\ntwo\nthree\n',
    'gone.txt': 'gone\n',
    'old name.txt': `${'line\n'.repeat(20)}`,
    'same.txt': 'same\n',
    '.gitignore': 'ignored/\n',
  })
  source.git('worktree', 'add', '--quiet', '-b', 'try', join(folder, 'wt'))
  worktree = new TestRepository(join(folder, 'wt'))
  git = createGit({ PATH: process.env['PATH'], HOME: folder }, () => 20_000)(worktree.path)
  repository = {
    repositoryId: newId('repository'),
    name: 'source',
    source: source.path,
    worktree: worktree.path,
    branch: 'try',
    baseBranch: 'main',
    baseCommit: source.git('rev-parse', 'main'),
  }
})
afterEach(() => remove())

const diff = () => diffRepository(git, repository, 1_000)
const statuses = async () =>
  (await diff()).files.map(({ path, oldPath, status, added, removed }) => [status, path, oldPath, added, removed])

describe('the diff of a worktree', () => {
  test('holds committed, staged, changed, deleted, renamed and untracked files, but no ignored ones', async () => {
    worktree.write({ 'committed.txt': '1\n' }).commit()
    worktree.write({ 'staged.txt': '1\n2\n' })
    worktree.git('add', 'staged.txt')
    worktree.write({ 'a.txt': 'one\n2\nthree\nfour\n', 'new/deep/file.txt': 'x\n', 'ignored/x': 'x\n' })
    rmSync(join(worktree.path, 'gone.txt'))
    renameSync(join(worktree.path, 'old name.txt'), join(worktree.path, 'new name.txt'))
    expect(await statuses()).toEqual([
      ['M', 'a.txt', null, 2, 1],
      ['A', 'committed.txt', null, 1, 0],
      ['D', 'gone.txt', null, 0, 1],
      ['R', 'new name.txt', 'old name.txt', 0, 0],
      ['A', 'new/deep/file.txt', null, 1, 0],
      ['A', 'staged.txt', null, 2, 0],
    ])
    const { files, ...totals } = await diff()
    expect(Object.fromEntries(files.map((file) => [file.path, file.uncommitted]))).toMatchObject({
      'committed.txt': false,
      'staged.txt': true,
      'new name.txt': true,
      'a.txt': true,
    })
    expect(totals).toMatchObject({ added: 6, removed: 2, truncated: false, mergeBase: repository.baseCommit })
  })

  test('touches neither the index nor the branch nor the object store of the user', async () => {
    worktree.write({ 'new.txt': 'x\n', 'a.txt': 'changed\n' })
    const index = worktree.git('rev-parse', '--git-path', 'index')
    const before = [worktree.fingerprint(), statSync(index).mtimeMs, statSync(index).ino]
    await diff()
    expect([worktree.fingerprint(), statSync(index).mtimeMs, statSync(index).ino]).toEqual(before)
  })

  test('is against the merge base: what the base branch did since is not ours', async () => {
    worktree.write({ 'mine.txt': 'x\n' }).commit()
    source.write({ 'theirs.txt': 'y\n' }).commit()
    expect(await statuses()).toEqual([['A', 'mine.txt', null, 1, 0]])
    worktree.git('merge', '--quiet', '--no-edit', 'main')
    expect(await statuses()).toEqual([['A', 'mine.txt', null, 1, 0]])
  })

  test('goes by the branch where a tag has its name, and by the base commit when the branch is gone', async () => {
    worktree.write({ 'mine.txt': 'x\n' }).commit()
    worktree.git('tag', 'main', 'try')
    expect(await statuses()).toEqual([['A', 'mine.txt', null, 1, 0]])
    source.git('tag', '-d', 'main')
    source.git('branch', '-m', 'main', 'renamed')
    expect(await statuses()).toEqual([['A', 'mine.txt', null, 1, 0]])
  })

  test('marks binary files, tells of cuts, and takes any file name', async () => {
    worktree.write({ 'bin.dat': Buffer.from([0, 1, 2, 3]), ':(top)x': '1\n', '-n': '2\n', 'tab\tline\nbreak': '3\n' })
    const { files } = await diff()
    expect(files.map(({ path, binary }) => [path, binary])).toEqual([
      ['-n', false],
      [':(top)x', false],
      ['bin.dat', true],
      ['tab\tline\nbreak', false],
    ])
    const cut = await diffRepository(git, repository, 2)
    expect(cut).toMatchObject({ truncated: true, added: 3 })
    expect(cut.files).toHaveLength(2)
  })

  test('runs no program the repository’s configuration names', async () => {
    const proof = join(folder, 'ran')
    writeFileSync(join(folder, 'evil.sh'), `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 })
    source.git('config', 'diff.external', join(folder, 'evil.sh'))
    source.git('config', 'diff.evil.textconv', join(folder, 'evil.sh'))
    worktree.write({ '.gitattributes': '*.txt diff=evil\n', 'a.txt': 'x\n' })
    await diff()
    await diffFile(git, repository, 'a.txt', maxBytes)
    expect(existsSync(proof)).toBe(false)
  })
})

describe('both sides of a file', () => {
  const file = (path: string, max = maxBytes) => diffFile(git, repository, path, max)

  test('changed, added, deleted, renamed', async () => {
    worktree.write({ 'a.txt': 'new\n', 'b.txt': 'b\n' })
    rmSync(join(worktree.path, 'gone.txt'))
    renameSync(join(worktree.path, 'old name.txt'), join(worktree.path, 'r.txt'))
    expect(await file('a.txt')).toMatchObject({ status: 'M', oldText: 'one\ntwo\nthree\n', newText: 'new\n' })
    expect(await file('b.txt')).toMatchObject({ status: 'A', oldText: null, newText: 'b\n' })
    expect(await file('gone.txt')).toMatchObject({ status: 'D', oldText: 'gone\n', newText: null })
    expect(await file('r.txt')).toMatchObject({ status: 'R', oldPath: 'old name.txt', newText: 'line\n'.repeat(20) })
  })

  test('binary and large ones come without text', async () => {
    worktree.write({ 'bin.dat': Buffer.from([0, 159, 146]), 'big.txt': 'x'.repeat(2_000), 'a.txt': 'y'.repeat(2_000) })
    expect(await file('bin.dat')).toMatchObject({ binary: true, newText: null })
    expect(await file('big.txt', 1_000)).toMatchObject({ tooLarge: true, newText: null })
    expect(await file('a.txt', 1_000)).toMatchObject({ tooLarge: true, newText: null, oldText: 'one\ntwo\nthree\n' })
  })

  test('a link is shown, not followed, and a folder that leads outside is refused', async () => {
    writeFileSync(join(folder, 'secret'), 'secret')
    symlinkSync(join(folder, 'secret'), join(worktree.path, 'link'))
    expect(await file('link')).toMatchObject({ status: 'A', newText: join(folder, 'secret') })
    worktree.write({ 'dir/x.txt': '1\n' }).commit()
    rmSync(join(worktree.path, 'dir'), { recursive: true })
    mkdirSync(join(folder, 'outside'))
    writeFileSync(join(folder, 'outside', 'x.txt'), 'secret')
    symlinkSync(join(folder, 'outside'), join(worktree.path, 'dir'))
    const answer = await file('dir/x.txt').catch((error: unknown) => error)
    expect(JSON.stringify(answer)).not.toContain('secret"')
  })

  test.each(['../source/a.txt', '/etc/passwd', 'x/../../source/a.txt', 'a\0b', '', 'nothing.txt', '.git'])(
    'refuses %j',
    async (path) => expect(await codeOf(file(path))).toBe('invalid_input'),
  )
})

describe('committing', () => {
  test('takes everything, runs the hooks, and leaves the user’s checkout alone', async () => {
    const before = source.git('status', '--porcelain')
    mkdirSync(join(source.path, '.git/hooks'), { recursive: true })
    writeFileSync(join(source.path, '.git/hooks/pre-commit'), '#!/bin/sh\ncat >/dev/null\necho hook > hooked.txt\ngit add hooked.txt\n', { mode: 0o755 })
    worktree.write({ 'a.txt': 'x\n', 'new.txt': 'y\n' })
    rmSync(join(worktree.path, 'gone.txt'))
    const commit = await commitAll(git, repository, '-m "quoted" \n\nbody')
    expect(commit).toMatchObject({ sha: worktree.git('rev-parse', 'HEAD'), files: 4 })
    expect(worktree.git('log', '-1', '--format=%B')).toBe('-m "quoted" \n\nbody'.replace(' \n', '\n'))
    expect(worktree.git('status', '--porcelain')).toBe('')
    expect(source.git('status', '--porcelain')).toBe(before)
  })

  test('says when there is nothing to commit', async () => {
    expect(await commitAll(git, repository, 'x')).toBeNull()
  })

  test.each([
    ['a hook that says why', '#!/bin/sh\necho "lint: 3 problems" >&2\nexit 1\n', /lint: 3 problems/],
    ['a hook that says nothing', '#!/bin/sh\nexit 1\n', /refused/],
  ])('fails with %s', async (_name, hook, message) => {
    writeFileSync(join(source.path, '.git/hooks/pre-commit'), hook, { mode: 0o755 })
    const head = worktree.git('rev-parse', 'HEAD')
    worktree.write({ 'a.txt': 'x\n' })
    await expect(commitAll(git, repository, 'x')).rejects.toMatchObject({
      code: 'commit_failed',
      message: expect.stringMatching(message),
    })
    expect(worktree.git('rev-parse', 'HEAD')).toBe(head)
  })

  test('says that git does not know who commits', async () => {
    for (const name of ['user.name', 'user.email']) source.git('config', '--unset', name)
    source.git('config', 'user.useConfigOnly', 'true')
    worktree.write({ 'a.txt': 'x\n' })
    await expect(commitAll(git, repository, 'x')).rejects.toMatchObject({
      code: 'commit_failed',
      hint: expect.stringContaining('user.email'),
    })
  })

  test('does not commit conflict markers', async () => {
    worktree.write({ 'a.txt': 'mine\n' }).commit()
    source.write({ 'a.txt': 'theirs\n' }).commit()
    expect(() => worktree.git('merge', '--quiet', 'main')).toThrow()
    expect(await codeOf(commitAll(git, repository, 'x'))).toBe('merge_conflict')
  })

  test('does not wait for what a hook leaves running', async () => {
    const pid = join(folder, 'pid')
    writeFileSync(join(source.path, '.git/hooks/post-commit'), `#!/bin/sh\nsleep 30 &\necho $! > ${pid}\n`, { mode: 0o755 })
    worktree.write({ 'a.txt': 'x\n' })
    const started = performance.now()
    expect(await commitAll(git, repository, 'x')).not.toBeNull()
    expect(performance.now() - started).toBeLessThan(15_000)
    process.kill(Number((await import('node:fs')).readFileSync(pid, 'utf8')))
  })
})

describe('a backup of uncommitted work', () => {
  const backup = () => backupWorktree(git, repository, workspaceId, 1_700_000_000_000)

  test('holds staged, changed, deleted and untracked files, not ignored ones, and changes nothing', async () => {
    worktree.write({ 'staged.txt': 's\n', 'both.txt': 'staged\n' })
    worktree.git('add', 'staged.txt', 'both.txt')
    worktree.write({ 'both.txt': 'changed\n', 'a.txt': 'x\n', 'deep/new.txt': 'n\n', 'ignored/i.txt': 'i\n' })
    rmSync(join(worktree.path, 'gone.txt'))
    chmodSync(join(worktree.path, 'same.txt'), 0o755)
    const before = worktree.fingerprint()
    const saved = await backup()
    expect(worktree.fingerprint()).toBe(before)
    expect(saved?.ref).toBe(`refs/switchyard/backup/${workspaceId}/20231114T221320000Z`)
    const show = (path: string) => source.git('show', `${saved?.ref}:${path}`)
    expect([show('both.txt'), show('a.txt'), show('deep/new.txt'), show('staged.txt')]).toEqual(['changed', 'x', 'n', 's'])
    const names = source.git('ls-tree', '-r', '--name-only', saved?.ref ?? '')
    expect(names).not.toContain('ignored')
    expect(names).not.toContain('gone.txt')
    // Like a stash, the second parent is what was staged.
    expect(source.git('show', `${saved?.ref}^2:both.txt`)).toBe('staged')
    expect(saved?.files).toBe(6)
  })

  test('is not made when nothing is uncommitted', async () => {
    worktree.write({ 'x.txt': 'x\n' }).commit()
    // A file that was only touched is no change.
    utimesSync(join(worktree.path, 'a.txt'), 1, 1)
    expect(await backup()).toBeNull()
    expect(source.git('for-each-ref', 'refs/switchyard')).toBe('')
  })

  test('needs no identity and no hook', async () => {
    for (const name of ['user.name', 'user.email']) source.git('config', '--unset', name)
    source.git('config', 'user.useConfigOnly', 'true')
    source.git('config', 'commit.gpgsign', 'true')
    writeFileSync(join(source.path, '.git/hooks/pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    worktree.write({ 'a.txt': 'x\n' })
    expect(await backup()).not.toBeNull()
  })

  test('is brought back by the command it names, which overwrites nothing', async () => {
    worktree.write({ 'a.txt': 'precious\n', 'new.txt': 'too\n' })
    const saved = await backup()
    const { execSync } = await import('node:child_process')
    const restore = () => execSync(saved?.restore ?? 'false', { stdio: 'pipe' })
    source.write({ 'a.txt': 'the user is in the middle of this\n' })
    expect(restore).toThrow()
    expect(source.git('diff', '--stat')).toContain('a.txt')
    source.git('checkout', '--quiet', '--', 'a.txt')
    restore()
    expect(source.git('show', 'HEAD:a.txt')).toBe('precious')
    expect(existsSync(join(source.path, 'new.txt'))).toBe(true)
  })

  test('keeps what is unmerged as it lies in the worktree', async () => {
    worktree.write({ 'a.txt': 'mine\n' }).commit()
    source.write({ 'a.txt': 'theirs\n' }).commit()
    expect(() => worktree.git('merge', '--quiet', 'main')).toThrow()
    const saved = await backup()
    expect(source.git('show', `${saved?.ref}:a.txt`)).toContain('<<<<<<<')
  })

  test('refuses what it could not keep: a repository inside the worktree', async () => {
    makeRepository(join(worktree.path, 'inner'))
    expect(await codeOf(backup())).toBe('dirty_worktree')
  })
})
