import { existsSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diffFile, diffRepository } from '../../../src/agent/git/index.ts'
import { codeOf } from './harness.ts'
import { WorktreeFixture } from './worktree-fixture.ts'

const at = new WorktreeFixture()
const maxBytes = 100_000

const diff = () => diffRepository(at.git, at.repository, 1_000)
const statuses = async () =>
  (await diff()).files.map(({ path, oldPath, status, added, removed }) => [
    status,
    path,
    oldPath,
    added,
    removed,
  ])

describe('the diff of a worktree', () => {
  test('holds committed, staged, changed, deleted, renamed and untracked files, but no ignored ones', async () => {
    at.worktree.write({ 'committed.txt': '1\n' }).commit()
    at.worktree.write({ 'staged.txt': '1\n2\n' })
    at.worktree.git('add', 'staged.txt')
    at.worktree.write({ 'a.txt': 'one\n2\nthree\nfour\n', 'new/deep/file.txt': 'x\n', 'ignored/x': 'x\n' })
    rmSync(join(at.worktree.path, 'gone.txt'))
    renameSync(join(at.worktree.path, 'old name.txt'), join(at.worktree.path, 'new name.txt'))
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
    expect(totals).toMatchObject({
      added: 6,
      removed: 2,
      truncated: false,
      mergeBase: at.repository.baseCommit,
    })
  })

  test('holds a change of the same size in the second of the checkout', async () => {
    at.rewriteInTheSameSecond('a.txt', 'one\nTWO\nthree\n')
    expect(await statuses()).toEqual([['M', 'a.txt', null, 1, 1]])
  })

  test('counts a rename as one file', async () => {
    renameSync(join(at.worktree.path, 'old name.txt'), join(at.worktree.path, 'new name.txt'))
    expect((await diff()).uncommittedFiles).toBe(1)
  })

  test('touches neither the index nor the branch nor the object store of the user', async () => {
    at.worktree.write({ 'new.txt': 'x\n', 'a.txt': 'changed\n' })
    const index = at.worktree.git('rev-parse', '--git-path', 'index')
    const before = [at.worktree.fingerprint(), statSync(index).mtimeMs, statSync(index).ino]
    await diff()
    expect([at.worktree.fingerprint(), statSync(index).mtimeMs, statSync(index).ino]).toEqual(before)
  })

  test('is against the merge base: what the base branch did since is not ours', async () => {
    at.worktree.write({ 'mine.txt': 'x\n' }).commit()
    at.source.write({ 'theirs.txt': 'y\n' }).commit()
    expect(await statuses()).toEqual([['A', 'mine.txt', null, 1, 0]])
    at.worktree.git('merge', '--quiet', '--no-edit', 'main')
    expect(await statuses()).toEqual([['A', 'mine.txt', null, 1, 0]])
  })

  test('goes by the branch where a tag has its name, and by the base commit when the branch is gone', async () => {
    at.worktree.write({ 'mine.txt': 'x\n' }).commit()
    at.worktree.git('tag', 'main', 'try')
    expect(await statuses()).toEqual([['A', 'mine.txt', null, 1, 0]])
    at.source.git('tag', '-d', 'main')
    at.source.git('branch', '-m', 'main', 'renamed')
    expect(await statuses()).toEqual([['A', 'mine.txt', null, 1, 0]])
  })

  test('marks binary files, tells of cuts, and takes any file name', async () => {
    at.worktree.write({
      'bin.dat': Buffer.from([0, 1, 2, 3]),
      ':(top)x': '1\n',
      '-n': '2\n',
      'tab\tline\nbreak': '3\n',
    })
    const { files } = await diff()
    expect(files.map(({ path, binary }) => [path, binary])).toEqual([
      ['-n', false],
      [':(top)x', false],
      ['bin.dat', true],
      ['tab\tline\nbreak', false],
    ])
    const cut = await diffRepository(at.git, at.repository, 2)
    expect(cut).toMatchObject({ truncated: true, added: 3 })
    expect(cut.files).toHaveLength(2)
  })

  test('runs no program the repository’s configuration names', async () => {
    const proof = join(at.folder, 'ran')
    writeFileSync(join(at.folder, 'evil.sh'), `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 })
    at.source.git('config', 'diff.external', join(at.folder, 'evil.sh'))
    at.source.git('config', 'diff.evil.textconv', join(at.folder, 'evil.sh'))
    at.worktree.write({ '.gitattributes': '*.txt diff=evil\n', 'a.txt': 'x\n' })
    await diff()
    await diffFile(at.git, at.repository, { path: 'a.txt', oldPath: null }, maxBytes)
    expect(existsSync(proof)).toBe(false)
  })
})

describe('both sides of a file', () => {
  const file = (path: string, max = maxBytes, oldPath: string | null = null) =>
    diffFile(at.git, at.repository, { path, oldPath }, max)

  test('changed, added, deleted, renamed', async () => {
    at.worktree.write({ 'a.txt': 'new\n', 'b.txt': 'b\n' })
    rmSync(join(at.worktree.path, 'gone.txt'))
    renameSync(join(at.worktree.path, 'old name.txt'), join(at.worktree.path, 'r.txt'))
    expect(await file('a.txt')).toMatchObject({ status: 'M', oldText: 'one\ntwo\nthree\n', newText: 'new\n' })
    expect(await file('b.txt')).toMatchObject({ status: 'A', oldText: null, newText: 'b\n' })
    expect(await file('gone.txt')).toMatchObject({ status: 'D', oldText: 'gone\n', newText: null })
    expect(await file('r.txt', maxBytes, 'old name.txt')).toMatchObject({
      status: 'R',
      oldPath: 'old name.txt',
      newText: 'line\n'.repeat(20),
    })
  })

  test('binary and large ones come without text', async () => {
    at.worktree.write({
      'bin.dat': Buffer.from([0, 159, 146]),
      'big.txt': 'x'.repeat(2_000),
      'a.txt': 'y'.repeat(2_000),
    })
    expect(await file('bin.dat')).toMatchObject({ binary: true, newText: null })
    expect(await file('big.txt', 1_000)).toMatchObject({ tooLarge: true, newText: null })
    expect(await file('a.txt', 1_000)).toMatchObject({
      tooLarge: true,
      newText: null,
      oldText: 'one\ntwo\nthree\n',
    })
  })

  test('a link is shown, not followed, and a folder that leads outside is refused', async () => {
    writeFileSync(join(at.folder, 'secret'), 'secret')
    symlinkSync(join(at.folder, 'secret'), join(at.worktree.path, 'link'))
    expect(await file('link')).toMatchObject({ status: 'A', newText: join(at.folder, 'secret') })
    at.worktree.write({ 'dir/x.txt': '1\n' }).commit()
    rmSync(join(at.worktree.path, 'dir'), { recursive: true })
    mkdirSync(join(at.folder, 'outside'))
    writeFileSync(join(at.folder, 'outside', 'x.txt'), 'secret')
    symlinkSync(join(at.folder, 'outside'), join(at.worktree.path, 'dir'))
    const answer = await file('dir/x.txt').catch((error: unknown) => error)
    expect(JSON.stringify(answer)).not.toContain('secret"')
  })

  test.each(['../source/a.txt', '/etc/passwd', 'x/../../source/a.txt', 'a\0b', '', 'nothing.txt', '.git'])(
    'refuses %j',
    async (path) => expect(await codeOf(file(path))).toBe('invalid_input'),
  )
})
