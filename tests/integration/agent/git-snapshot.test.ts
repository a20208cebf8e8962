import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import {
  assertAtRest,
  backupSnapshot,
  diffStates,
  restoreState,
  takeBack,
  takeSnapshot,
} from '../../../src/agent/git/index.ts'
import { newId } from '../../../src/base/index.ts'
import { WorktreeFixture } from './worktree-fixture.ts'

const fixture = new WorktreeFixture()
const id = newId('workspace')
const take = () => takeSnapshot(fixture.git, id)
const at = (path: string): string => join(fixture.worktree.path, path)
const write = (path: string, text: string): void => writeFileSync(at(path), text)
const read = (path: string): string => readFileSync(at(path), 'utf8')
const status = (): string => fixture.worktree.git('status', '--porcelain')

it('records tracked and untracked files but no ignored ones, and touches neither index nor branch', async () => {
  write('a.txt', 'changed\n')
  write('new.txt', 'new\n')
  mkdirSync(at('ignored'))
  write('ignored/x', 'x')
  fixture.worktree.git('add', 'a.txt')
  const [before, head] = [status(), fixture.worktree.git('rev-parse', 'HEAD')]
  const state = await take()
  expect(state.head).toBe(head)
  const files = fixture.worktree.git('ls-tree', '-r', '--name-only', state.commit)
  expect(files).toContain('new.txt')
  expect(files).not.toContain('ignored')
  expect(fixture.worktree.git('show', `${state.commit}:a.txt`)).toBe('changed')
  expect(status()).toBe(before)
  expect(fixture.worktree.git('rev-parse', 'HEAD')).toBe(head)
})

it('is the same snapshot while nothing changes, and another one after a commit', async () => {
  const first = await take()
  expect(await take()).toEqual(first)
  write('a.txt', 'changed\n')
  const second = await take()
  expect(second.commit).not.toBe(first.commit)
  fixture.worktree.git('commit', '-qam', 'work')
  expect((await take()).commit).not.toBe(second.commit)
})

it('keeps every snapshot reachable from one hidden ref that no branch list shows', async () => {
  const first = await take()
  write('a.txt', 'changed\n')
  const second = await take()
  const reachable = fixture.source.git('rev-list', `refs/switchyard/turns/${id}`)
  expect(reachable).toContain(first.commit)
  expect(reachable).toContain(second.commit)
  expect(fixture.source.git('branch', '--all')).not.toContain('switchyard')
})

it('tells what changed between two snapshots, renames found', async () => {
  const before = await take()
  write('a.txt', 'one\ntwo\nTHREE\n')
  fixture.worktree.git('mv', 'old name.txt', 'new name.txt')
  rmSync(at('gone.txt'))
  write('extra.txt', 'x\n')
  const diff = await diffStates(fixture.git, fixture.repository, { before, after: await take() }, 100)
  expect(diff.files.map(({ path, status: letter }) => [letter, path])).toEqual([
    ['M', 'a.txt'],
    ['A', 'extra.txt'],
    ['D', 'gone.txt'],
    ['R', 'new name.txt'],
  ])
  expect(diff).toMatchObject({ added: 2, removed: 2 })
})

it('puts branch, files and index back: commits are undone, new files go, uncommitted ones come back', async () => {
  write('a.txt', 'uncommitted\n')
  write('draft.txt', 'draft\n')
  const before = await take()
  fixture.worktree.git('add', '--all')
  fixture.worktree.git('commit', '-qm', 'work')
  write('a.txt', 'later\n')
  write('later.txt', 'later\n')
  rmSync(at('same.txt'))
  mkdirSync(at('ignored'))
  write('ignored/kept', 'x')
  await restoreState(fixture.git, fixture.repository, before)
  expect(fixture.worktree.git('rev-parse', 'HEAD')).toBe(before.head)
  expect(fixture.worktree.git('rev-parse', '--abbrev-ref', 'HEAD')).toBe('try')
  expect(read('a.txt')).toBe('uncommitted\n')
  expect(status().split('\n').sort()).toEqual([' M a.txt', '?? draft.txt'].sort())
  expect(existsSync(at('later.txt'))).toBe(false)
  expect(read('same.txt')).toBe('same\n')
  expect(read('ignored/kept')).toBe('x')
  expect((await take()).head).toBe(before.head)
})

it('refuses to put back a worktree that is on another branch, and changes nothing', async () => {
  const before = await take()
  fixture.worktree.git('switch', '--quiet', '-c', 'other')
  write('a.txt', 'mine\n')
  await expect(restoreState(fixture.git, fixture.repository, before)).rejects.toMatchObject({
    code: 'worktree_failed',
    hint: 'Go back with: git switch try',
  })
  expect(read('a.txt')).toBe('mine\n')
})

it('takes one turn back and keeps what was done since, committed or not', async () => {
  const before = await take()
  write('a.txt', 'ONE\ntwo\nthree\n')
  write('made.txt', 'made\n')
  rmSync(at('gone.txt'))
  const after = await take()
  write('same.txt', 'same\nmore\n')
  fixture.worktree.git('add', '--all')
  fixture.worktree.git('commit', '-qm', 'the user commits')
  write('later.txt', 'later\n')
  const head = fixture.worktree.git('rev-parse', 'HEAD')
  const paths = await takeBack(fixture.git, fixture.repository, { before, after, now: await take() })
  expect(paths.sort()).toEqual(['a.txt', 'gone.txt', 'made.txt'])
  expect(read('a.txt')).toBe('one\ntwo\nthree\n')
  expect(read('gone.txt')).toBe('gone\n')
  expect(existsSync(at('made.txt'))).toBe(false)
  expect(read('same.txt')).toBe('same\nmore\n')
  expect(read('later.txt')).toBe('later\n')
  expect(fixture.worktree.git('rev-parse', 'HEAD')).toBe(head)
  expect(status()).toContain('?? later.txt')
})

it('refuses to take back what was changed again, names the file, and changes nothing', async () => {
  const before = await take()
  write('a.txt', 'ONE\ntwo\nthree\n')
  const after = await take()
  write('a.txt', 'EINS\ntwo\nthree\n')
  const now = await take()
  await expect(takeBack(fixture.git, fixture.repository, { before, after, now })).rejects.toMatchObject({
    code: 'merge_conflict',
    details: { files: ['a.txt'] },
  })
  expect(read('a.txt')).toBe('EINS\ntwo\nthree\n')
})

it('a backup before files are put back also keeps what was only staged', async () => {
  const target = await take()
  const keep = async (time: number) =>
    backupSnapshot(fixture.git, fixture.repository, id, { now: await take(), target }, time)
  expect(await keep(1)).toBeNull()
  write('a.txt', 'only staged\n')
  fixture.worktree.git('add', 'a.txt')
  write('a.txt', 'one\ntwo\nthree\n')
  const onlyStaged = await keep(2)
  write('a.txt', 'in the file\n')
  const both = await keep(3)
  await restoreState(fixture.git, fixture.repository, target)
  for (const backup of [onlyStaged, both])
    expect(fixture.source.git('show', `${backup?.ref}^2:a.txt`)).toBe('only staged')
  expect(fixture.source.git('show', `${both?.ref}:a.txt`)).toBe('in the file')
})

it('a backup never takes the place of another one of the same millisecond', async () => {
  const before = await take()
  const backups: (string | undefined)[] = []
  for (const content of ['one', 'two']) {
    fixture.worktree.write({ 'a.txt': `${content}\n` })
    const snapshots = { now: await take(), target: before }
    backups.push((await backupSnapshot(fixture.git, fixture.repository, id, snapshots, 5))?.ref)
  }
  expect(new Set(backups).size).toBe(2)
  expect(backups.map((ref) => fixture.source.git('show', `${ref}:a.txt`))).toEqual(['one', 'two'])
})

it('what is half done is left alone: nothing is put back while git merges or is locked', async () => {
  const refusal = () =>
    assertAtRest(fixture.git, fixture.repository).then(
      () => null,
      (error: Error) => error.message,
    )
  expect(await refusal()).toBeNull()
  const place = (name: string): string =>
    resolve(fixture.worktree.path, fixture.worktree.git('rev-parse', '--git-path', name))
  for (const [name, words] of [
    ['MERGE_HEAD', 'A merge is under way'],
    ['index.lock', 'Another git command holds'],
  ] as const) {
    writeFileSync(place(name), '')
    expect(await refusal()).toContain(words)
    rmSync(place(name))
  }
})
