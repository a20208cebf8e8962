import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  branchCommits,
  contentIds,
  entryOf,
  lastSeen,
  listChanges,
  mergeBase,
  parentOf,
  readPatches,
  recordSeen,
  requireHead,
  worktreeSide,
  type Sides,
} from '../../../src/agent/git/index.ts'
import { diffFileOf, dropSnapshots } from '../../../src/agent/git/index.ts'
import { newId } from '../../../src/base/index.ts'
import { shownPath } from '../../../src/contracts/index.ts'
import { WorktreeFixture } from './worktree-fixture.ts'

const at = new WorktreeFixture()
const head = () => requireHead(at.git, at.repository)
const list = (old: Promise<string>, side: Sides['new'] = worktreeSide, ignoreSpace = false) =>
  listChanges(at.git, at.repository, old, side, { maxFiles: 1_000, ignoreSpace })
const names = async (old: Promise<string>, side?: Sides['new']) =>
  (await list(old, side)).files.map(({ status, path }) => `${status} ${path}`)
const path = (name: string): string => join(at.worktree.path, name)
const patches = async (
  files: (string | { path: string; oldPath: string })[],
  ignoreSpace = false,
  maxBytes = 10_000,
) =>
  readPatches(
    at.git,
    { old: await mergeBase(at.git, at.repository), new: worktreeSide },
    files.map((file) => (typeof file === 'string' ? { path: file, oldPath: null } : file)),
    { ignoreSpace, maxBytes },
  )

describe('scopes', () => {
  test('uncommitted leaves out what is committed, staged shows the index alone, and the flags tell them apart', async () => {
    at.worktree.write({ 'committed.txt': '1\n' }).commit()
    at.worktree.write({ 'a.txt': 'staged\n' })
    at.worktree.git('add', 'a.txt')
    at.worktree.write({ 'a.txt': 'staged\nand more\n', 'same.txt': 'x\n', 'new.txt': 'n\n' })
    expect(await names(head())).toEqual(['M a.txt', 'A new.txt', 'M same.txt'])
    const staged = await list(head(), { kind: 'index' })
    expect(staged.files).toMatchObject([{ path: 'a.txt', added: 1, staged: true, unstaged: true }])
    const { files } = await list(head())
    expect(files.map(({ staged: inIndex, unstaged }) => [inIndex, unstaged])).toEqual([
      [true, true],
      [false, true],
      [false, true],
    ])
  })

  test('a commit, the first of the repository, and a range', async () => {
    at.worktree.write({ 'one.txt': '1\n' }).commit()
    at.worktree.write({ 'two.txt': '2\n' }).commit()
    const [branch] = [await branchCommits(at.git, at.repository, 10)]
    const [second, first] = branch.commits
    if (!first || !second) throw new Error('two commits were made')
    expect(branch).toMatchObject({ truncated: false, commits: [{ sha: await head() }, {}] })
    const of = (from: string, to: string) =>
      names(parentOf(at.git, 'source', from), { kind: 'commit', commit: to })
    expect(await of(second.sha, second.sha)).toEqual(['A two.txt'])
    expect(await of(first.sha, second.sha)).toEqual(['A one.txt', 'A two.txt'])
    expect(await of(at.repository.baseCommit, at.repository.baseCommit)).toContain('A a.txt')
    expect(await branchCommits(at.git, at.repository, 1)).toMatchObject({ truncated: true, commits: [{}] })
  })

  test('what was last seen is kept in one hidden commit, followed by what came later, and goes with the workspace', async () => {
    const id = newId('workspace')
    expect(await lastSeen(at.git, id)).toBeNull()
    at.worktree.write({ 'seen.txt': 'seen\n', 'a.txt': 'seen\n' })
    const status = at.worktree.git('status', '--porcelain')
    await recordSeen(at.git, id)
    expect(at.worktree.git('status', '--porcelain')).toBe(status)
    const seen = async () => (await lastSeen(at.git, id)) ?? ''
    expect(await names(seen())).toEqual([])
    at.worktree.write({ 'later.txt': 'x\n', 'a.txt': 'later\n' })
    expect(await names(seen())).toEqual(['M a.txt', 'A later.txt'])
    // Also when what was seen is committed, or the branch is rewritten.
    at.worktree.git('add', '--all')
    at.worktree.git('commit', '-qm', 'all')
    expect(await names(seen())).toEqual(['M a.txt', 'A later.txt'])
    await recordSeen(at.git, id)
    expect(at.source.git('rev-list', '--count', `refs/switchyard/seen/${id}`)).toBe('1')
    await dropSnapshots(at.git, id)
    expect(await lastSeen(at.git, id)).toBeNull()
  })

  test('stays correct over a commit, a reset, a rebase and another branch made by git itself', async () => {
    at.worktree.write({ 'mine.txt': '1\n' }).commit()
    at.source.write({ 'theirs.txt': '2\n' }).commit()
    const base = () => mergeBase(at.git, at.repository)
    at.worktree.git('rebase', '-q', 'main')
    expect(await names(base())).toEqual(['A mine.txt'])
    at.worktree.git('reset', '-q', '--soft', 'main')
    expect(await names(base())).toEqual(['A mine.txt'])
    expect(await names(head(), { kind: 'index' })).toEqual(['A mine.txt'])
    at.worktree.git('commit', '-qm', 'again')
    at.worktree.git('switch', '-q', '-c', 'other', 'main')
    expect(await names(base())).toEqual([])
  })

  test('an untracked file is found to be a deleted one under another name', async () => {
    renameSync(path('old name.txt'), path('moved.txt'))
    expect(await names(head())).toEqual(['R moved.txt'])
  })

  test('counts of untracked files are those that git would give', async () => {
    at.worktree.write({
      'no-end.txt': 'a\nb',
      'empty.txt': '',
      'bin.dat': Buffer.from([1, 0, 2]),
      'run.sh': 'x\n',
    })
    chmodSync(path('run.sh'), 0o755)
    symlinkSync('a.txt', path('link'))
    const ours = (await list(head())).files
    at.worktree.git('add', '--all')
    const gits = (await list(head(), { kind: 'index' })).files
    const facts = (files: typeof ours) =>
      files.map(({ path: name, added, binary, status, newMode }) => ({
        name,
        added,
        binary,
        status,
        newMode,
      }))
    expect(facts(ours)).toEqual(facts(gits))
    expect(ours).toHaveLength(5)
  })
})

describe('patches', () => {
  test('of changed, untracked, deleted and renamed files, each its own', async () => {
    at.worktree.write({
      'a.txt': 'one\nTWO\nthree\n',
      'new.txt': 'n\n',
      'diff --git a': 'diff --git a/a.txt b/a.txt\n',
      'tab\t"line\nbreak': 'q\n',
    })
    rmSync(path('gone.txt'))
    renameSync(path('old name.txt'), path('moved.txt'))
    const found = await patches([
      'a.txt',
      'new.txt',
      'diff --git a',
      'tab\t"line\nbreak',
      'gone.txt',
      { path: 'moved.txt', oldPath: 'old name.txt' },
    ])
    expect(Object.fromEntries(found.map(({ path: name, patch }) => [name, patch]))).toEqual({
      'a.txt': '@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n',
      'new.txt': '@@ -0,0 +1 @@\n+n\n',
      'diff --git a': '@@ -0,0 +1 @@\n+diff --git a/a.txt b/a.txt\n',
      'tab\t"line\nbreak': '@@ -0,0 +1 @@\n+q\n',
      'gone.txt': '@@ -1 +0,0 @@\n-gone\n',
      'moved.txt': null,
    })
  })

  test('line ends alone change no line, and what happened to them is told', async () => {
    at.worktree.write({ 'a.txt': 'one\r\ntwo\r\nTHREE\r\n', 'same.txt': 'same\r\n' })
    const [a, same] = await patches(['a.txt', 'same.txt'])
    expect(a).toMatchObject({ lineEnds: { old: 'lf', new: 'crlf' } })
    expect(a?.patch).toContain('-three\n+THREE\r\n')
    expect(a?.patch).not.toContain('-one')
    expect(same).toMatchObject({ patch: null, lineEnds: { old: 'lf', new: 'crlf' } })
    const { files } = await list(head())
    expect(files).toMatchObject([
      { path: 'a.txt', added: 1, removed: 1 },
      { path: 'same.txt', added: 0, removed: 0 },
    ])
  })

  test('white space is ignored when asked for', async () => {
    at.worktree.write({ 'a.txt': 'one\n  two\nthree!\n' })
    const [plain] = await patches(['a.txt'])
    const [ignoring] = await patches(['a.txt'], true)
    expect(plain?.patch).toContain('+  two')
    expect(ignoring?.patch).not.toContain('+  two')
    expect(ignoring?.patch).toContain('+three!')
    expect((await list(head(), worktreeSide, true)).files).toMatchObject([{ added: 1, removed: 1 }])
  })

  test('a large one is left out, a binary one told', async () => {
    at.worktree.write({ 'big.txt': 'x\n'.repeat(20_000), 'bin.dat': Buffer.from([0, 1]) })
    expect(await patches(['big.txt', 'bin.dat'])).toMatchObject([
      { path: 'big.txt', patch: null, tooLarge: true },
      { path: 'bin.dat', patch: null, binary: true },
    ])
    const [whole] = await patches(['big.txt'], false, 1_000_000)
    expect(whole?.patch?.length).toBeGreaterThan(40_000)
  })

  test('a text that is not UTF-8 is read as Windows-1252, one in UTF-16 by its mark, and the bytes stay', async () => {
    at.worktree.write({
      'latin.txt': Buffer.from('caf\xe9\n', 'latin1'),
      'wide.txt': Buffer.from('\ufeffh\u00e9llo\n', 'utf16le'),
    })
    expect(await patches(['latin.txt'])).toMatchObject([
      { patch: '@@ -0,0 +1 @@\n+café\n', encoding: 'latin1' },
    ])
    const sides = { old: await head(), new: worktreeSide }
    const wide = await diffFileOf(at.git, at.repository, sides, { path: 'wide.txt', oldPath: null }, 1_000)
    expect(wide).toMatchObject({ binary: false, newText: 'héllo\n', newEncoding: 'utf16le' })
  })

  test('a name that is not UTF-8 survives the way to the screen and back', async () => {
    const name = Buffer.concat([
      Buffer.from(`${at.worktree.path}/caf`),
      Buffer.from([0xe9]),
      Buffer.from('.txt'),
    ])
    writeFileSync(name, 'x\n')
    const [file] = (await list(head())).files
    expect(shownPath(file?.path ?? '')).toBe('café.txt')
    expect(await patches([file?.path ?? ''])).toMatchObject([
      { path: file?.path, patch: '@@ -0,0 +1 @@\n+x\n' },
    ])
    at.worktree.git('add', '--all')
    expect((await list(head(), { kind: 'index' })).files[0]?.path).toBe(file?.path)
  })

  test('modes, links and submodules are told', async () => {
    chmodSync(path('a.txt'), 0o755)
    rmSync(path('same.txt'))
    symlinkSync('a.txt', path('same.txt'))
    mkdirSync(path('lib'))
    at.source.git('-C', path('lib'), 'init', '-q')
    at.source.git(
      '-C',
      path('lib'),
      '-c',
      'user.name=x',
      '-c',
      'user.email=x@example.invalid',
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      'x',
    )
    expect((await list(head())).files).toMatchObject([
      { path: 'a.txt', oldMode: '100644', newMode: '100755', added: 0 },
      { path: 'lib', newMode: '160000', status: 'A' },
      { path: 'same.txt', oldMode: '100644', newMode: '120000', status: 'T' },
    ])
    const [lib] = await patches(['lib'])
    expect(lib?.patch).toMatch(/^@@ .*\n\+Subproject commit [0-9a-f]{40}/)
  })
})

describe('what tells one content from another', () => {
  test('a stamp changes with the file, and with nothing else', async () => {
    at.worktree.write({ 'a.txt': 'changed\n', 'new.txt': 'n\n' })
    const stamps = async () => (await list(head())).files.map(({ stamp }) => stamp)
    const before = await stamps()
    expect(await stamps()).toEqual(before)
    at.worktree.write({ 'new.txt': 'nn\n' })
    const after = await stamps()
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false])
  })

  test('a content id is the same for a file and for its object once it is committed', async () => {
    at.worktree.write({ 'a.txt': 'changed\n', 'line\nbreak "quoted"': 'x\n' })
    const ids = async (old: string) => {
      const sides = { old, new: worktreeSide }
      const entries = await Promise.all(
        ['a.txt', 'line\nbreak "quoted"'].map((name) =>
          entryOf(at.git, sides, { path: name, oldPath: null }),
        ),
      )
      return contentIds(
        at.git,
        sides,
        entries.filter((entry) => entry !== undefined),
      )
    }
    const base = await head()
    const before = await ids(base)
    expect(before.size).toBe(2)
    at.worktree.git('add', '--all')
    at.worktree.git('commit', '-qm', 'work')
    expect(await ids(base)).toEqual(before)
  })
})
