import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codeOf } from './harness.ts'
import { hunksOf, StagingFixture } from './staging-fixture.ts'

const at = new StagingFixture()
const read = (path: string): string => readFileSync(join(at.worktree.path, path), 'latin1')
const status = (): string => at.worktree.git('status', '--porcelain', '-uall')
const commitFiles = (files: Record<string, string>): void => {
  at.worktree.write(files)
  at.worktree.git('add', '-A')
  at.worktree.git('commit', '-qm', 'more')
}
const ten = Array.from({ length: 10 }, (_, line) => `line ${line}\n`).join('')
const edited = ten.replace('line 1\n', 'LINE 1\n').replace('line 8\n', 'LINE 8\nadded\n')

describe('whole files', () => {
  test('are staged and unstaged whatever happened to them', async () => {
    at.worktree.write({ 'a.txt': 'new\n', 'dir/fresh.txt': 'x\n' })
    rmSync(join(at.worktree.path, 'gone.txt'))
    renameSync(join(at.worktree.path, 'old name.txt'), join(at.worktree.path, 'new name.txt'))
    chmodSync(join(at.worktree.path, 'same.txt'), 0o755)
    symlinkSync('a.txt', join(at.worktree.path, 'link'))
    const before = status()
    const all = [
      { path: 'a.txt' },
      { path: 'dir/fresh.txt' },
      { path: 'gone.txt' },
      { path: 'new name.txt', oldPath: 'old name.txt' },
      { path: 'same.txt' },
      { path: 'link' },
    ]
    await at.staging.stage(at.request(all))
    expect(at.worktree.git('diff', '--name-only')).toBe('')
    expect(at.worktree.git('diff', '--cached', '-M', '--name-status').split('\n')).toEqual([
      'M\ta.txt',
      'A\tdir/fresh.txt',
      'D\tgone.txt',
      'A\tlink',
      'R100\told name.txt\tnew name.txt',
      'M\tsame.txt',
    ])
    await at.staging.unstage(at.request(all))
    expect(status()).toBe(before)
  })

  test('are named letter for letter', async () => {
    at.worktree.write({ '*.txt': 'star\n', 'b.txt': 'b\n' })
    await at.staging.stage(at.request([{ path: '*.txt' }]))
    expect(at.worktree.git('diff', '--cached', '--name-only')).toBe('*.txt')
  })

  test.each(['../out.txt', '/etc/passwd', '.git/config', 'a/../../b'])('%s is refused', async (path) => {
    for (const act of ['stage', 'unstage', 'discard'] as const)
      expect(await codeOf(Promise.resolve().then(() => at.staging[act](at.request([{ path }]))))).toBe(
        'invalid_input',
      )
  })
})

describe('hunks and lines', () => {
  test('are staged one by one and make the whole file in the end', async () => {
    commitFiles({ 'ten.txt': ten })
    at.worktree.write({ 'ten.txt': edited })
    const [first, second] = at.hunks('ten.txt', 'HEAD', '-U1')
    await at.staging.stage(at.request([{ path: 'ten.txt', hunks: [first!] }]))
    expect(at.staged('ten.txt')).toBe(ten.replace('line 1\n', 'LINE 1\n').trim())
    await at.staging.stage(at.request([{ path: 'ten.txt', hunks: [second!] }]))
    expect(status()).toBe('M  ten.txt')
    await at.staging.unstage(at.request([{ path: 'ten.txt', hunks: [first!] }], 'index'))
    expect(at.worktree.git('diff', '--cached')).not.toContain('LINE 1')
    expect(read('ten.txt')).toBe(edited)
  })

  test('single lines of a hunk', async () => {
    commitFiles({ 'ten.txt': ten })
    at.worktree.write({ 'ten.txt': edited })
    const [hunk] = at.hunks('ten.txt', 'HEAD')
    const chosen = [hunk!.lines.indexOf('+added')]
    await at.staging.stage(at.request([{ path: 'ten.txt', hunks: [{ ...hunk!, chosen }] }]))
    expect(at.staged('ten.txt')).toBe(ten.replace('line 8\n', 'line 8\nadded\n').trim())
  })

  test('of a file that is partly staged already are found in what is left', async () => {
    commitFiles({ 'ten.txt': ten })
    at.worktree.write({ 'ten.txt': `first\n${ten}` })
    at.worktree.git('add', '.')
    at.worktree.write({ 'ten.txt': `first\n${edited}` })
    const hunk = at.hunks('ten.txt', 'HEAD', '-U0').find(({ lines }) => lines.includes('+LINE 1'))
    await at.staging.stage(at.request([{ path: 'ten.txt', hunks: [hunk!] }]))
    expect(at.staged('ten.txt')).toBe(`first\n${ten.replace('line 1\n', 'LINE 1\n')}`.trim())
  })

  test('shown against the base do not bring back what was committed', async () => {
    const base = at.worktree.git('rev-parse', 'HEAD')
    commitFiles({ 'a.txt': 'zero\none\ntwo\nthree\n' })
    at.worktree.write({ 'a.txt': 'zero\none\nTWO\nthree\n' })
    const hunks = hunksOf(at.worktree.git('diff', base, '--', 'a.txt'))
    await at.staging.stage({
      ...at.request([{ path: 'a.txt', hunks }]),
      shown: { old: base, new: 'worktree' },
    })
    expect(at.worktree.git('diff', '--cached', '--numstat')).toBe('1\t1\ta.txt')
  })

  test.each([
    ['no end of the last line', 'a\nb', 'a\nb\nc'],
    ['an end taken away', 'a\nb\n', 'a\nb'],
    ['CRLF', 'a\r\nb\r\n', 'a\r\nB\r\nc\r\n'],
    ['bytes that are no UTF-8', 'caf\xe9\nb\n', 'caf\xe8\nb\n\xff\xfe\n'],
    ['an empty file filled', '', 'a\n'],
    ['a file emptied', 'a\nb\n', ''],
  ])('keep every byte: %s', async (_name, before, after) => {
    writeFileSync(join(at.worktree.path, 'bytes.txt'), before, 'latin1')
    at.worktree.git('add', '-A')
    at.worktree.git('commit', '-qm', 'bytes')
    writeFileSync(join(at.worktree.path, 'bytes.txt'), after, 'latin1')
    const diff = execFileSync('git', ['diff', 'HEAD'], { cwd: at.worktree.path })
    const hunks = hunksOf(new TextDecoder('windows-1252').decode(diff))
    await at.staging.stage(at.request([{ path: 'bytes.txt', hunks }]))
    expect(status()).toBe('M  bytes.txt')
    expect((await at.git.bytes(['show', ':bytes.txt'])).toString('latin1')).toBe(after)
    await at.staging.discard(at.request([{ path: 'bytes.txt', hunks }]))
    expect(status()).toBe('')
    expect(read('bytes.txt')).toBe(before)
  })

  test('of a worktree with other line ends than git stores', async () => {
    at.worktree.git('config', 'core.autocrlf', 'true')
    writeFileSync(join(at.worktree.path, 'a.txt'), 'one\r\nTWO\r\nthree\r\nfour\r\n')
    const [hunk] = at.hunks('a.txt', 'HEAD')
    const chosen = [hunk!.lines.indexOf('+four')]
    await at.staging.stage(at.request([{ path: 'a.txt', hunks: [{ ...hunk!, chosen }] }]))
    expect((await at.git.bytes(['show', ':a.txt'])).toString()).toBe('one\ntwo\nthree\nfour\n')
    await at.staging.discard(at.request([{ path: 'a.txt', hunks: [{ ...hunk!, chosen }] }]))
    expect(read('a.txt')).toBe('one\r\nTWO\r\nthree\r\n')
  })

  test('of a new file, known by intent or not at all, stage a part of it and keep its mode', async () => {
    for (const intent of [false, true]) {
      const path = `new-${intent}.sh`
      at.worktree.write({ [path]: 'a\nb\nc\n' })
      chmodSync(join(at.worktree.path, path), 0o755)
      if (intent) at.worktree.git('add', '--intent-to-add', path)
      const hunk = { oldStart: 0, newStart: 1, lines: ['+a', '+b', '+c'], chosen: [0, 2] }
      await at.staging.stage(at.request([{ path, hunks: [hunk] }]))
      expect(at.worktree.git('ls-files', '--stage', path)).toMatch(/^100755/)
      expect(at.staged(path)).toBe('a\nc')
      await at.staging.unstage(
        at.request([{ path, hunks: [{ ...hunk, lines: ['+a', '+c'], chosen: null }] }], 'index'),
      )
      expect(at.worktree.git('ls-files', path)).toBe('')
    }
  })

  test('of a deleted file stage a part, and all of them the deletion', async () => {
    rmSync(join(at.worktree.path, 'a.txt'))
    const [hunk] = at.hunks('a.txt', 'HEAD')
    await at.staging.stage(at.request([{ path: 'a.txt', hunks: [{ ...hunk!, chosen: [0] }] }]))
    expect(at.staged('a.txt')).toBe('two\nthree')
    await at.staging.stage(at.request([{ path: 'a.txt', hunks: [hunk!] }]))
    expect(status()).toBe('D  a.txt')
    await at.staging.discard(at.request([{ path: 'a.txt', hunks: [{ ...hunk!, chosen: [1] }] }]))
    expect(read('a.txt')).toBe('two\n')
    expect(at.staged('a.txt')).toBe('two')
  })

  test('of a renamed file take the rename along', async () => {
    renameSync(join(at.worktree.path, 'old name.txt'), join(at.worktree.path, 'new.txt'))
    writeFileSync(join(at.worktree.path, 'new.txt'), `first\n${'line\n'.repeat(20)}last\n`)
    const hunk = { oldStart: 1, newStart: 1, lines: ['+first', ' line'], chosen: null }
    await at.staging.stage(at.request([{ path: 'new.txt', oldPath: 'old name.txt', hunks: [hunk] }]))
    expect(status()).toBe('RM "old name.txt" -> new.txt')
    expect(at.staged('new.txt')).toBe(`first\n${'line\n'.repeat(20)}`.trim())
  })

  test('are refused when any line of theirs is not as it was shown', async () => {
    commitFiles({ 'ten.txt': ten })
    at.worktree.write({ 'ten.txt': edited })
    const hunks = at.hunks('ten.txt', 'HEAD')
    at.worktree.write({ 'ten.txt': `above\n${edited}` })
    for (const act of ['stage', 'discard'] as const)
      expect(await codeOf(at.staging[act](at.request([{ path: 'ten.txt', hunks }])))).toBe('file_changed')
    at.worktree.write({ 'ten.txt': edited.replace('added', 'ADDED') })
    expect(await codeOf(at.staging.stage(at.request([{ path: 'ten.txt', hunks }])))).toBe('file_changed')
    expect(status()).toBe(' M ten.txt')
  })

  test('are refused where there are none: binary files, links', async () => {
    writeFileSync(join(at.worktree.path, 'a.txt'), Buffer.from([0, 1, 2, 10]))
    symlinkSync('a.txt', join(at.worktree.path, 'link'))
    const hunks = [{ oldStart: 0, newStart: 1, lines: ['+x'], chosen: null }]
    for (const path of ['a.txt', 'link'])
      expect(await codeOf(at.staging.stage(at.request([{ path, hunks }])))).toBe('invalid_input')
    await at.staging.stage(at.request([{ path: 'a.txt' }, { path: 'link' }]))
    expect(status()).toBe('M  a.txt\nA  link')
  })

  test('of one file are all refused when one of several is', async () => {
    at.worktree.write({ 'a.txt': 'ONE\ntwo\nthree\n', 'same.txt': 'SAME\n' })
    const good = at.hunks('a.txt', 'HEAD')
    const bad = [{ ...at.hunks('same.txt', 'HEAD')[0]!, lines: ['-same', '+OTHER'] }]
    const files = [
      { path: 'a.txt', hunks: good },
      { path: 'same.txt', hunks: bad },
    ]
    expect(await codeOf(at.staging.stage(at.request(files)))).toBe('file_changed')
    expect(status()).toBe(' M a.txt\n M same.txt')
  })

  test('of a file in conflict are refused', async () => {
    at.source.write({ 'a.txt': 'theirs\n' })
    at.source.git('commit', '-qam', 'theirs')
    commitFiles({ 'a.txt': 'ours\n' })
    expect(() => at.worktree.git('merge', 'main')).toThrow()
    const hunks = [{ oldStart: 1, newStart: 1, lines: ['-ours'], chosen: null }]
    expect(await codeOf(at.staging.stage(at.request([{ path: 'a.txt', hunks }])))).toBe('merge_conflict')
    expect(await codeOf(at.staging.discard(at.request([{ path: 'a.txt' }])))).toBe('worktree_failed')
    at.worktree.write({ 'a.txt': 'both\n' })
    await at.staging.stage(at.request([{ path: 'a.txt' }]))
    expect(at.worktree.git('diff', '--name-only', '--diff-filter=U')).toBe('')
  })
})

describe('discarding', () => {
  test('makes files what HEAD has, after all was kept, and can be taken back', async () => {
    at.worktree.write({ 'a.txt': 'staged\n', 'dir/fresh.txt': 'x\n', 'same.txt': 'mine\n' })
    at.worktree.git('add', 'a.txt')
    at.worktree.write({ 'a.txt': 'staged\nand more\n' })
    rmSync(join(at.worktree.path, 'gone.txt'))
    const before = status()
    const { undo, backup, files } = await at.staging.discard(
      at.request([{ path: 'a.txt' }, { path: 'dir' }, { path: 'gone.txt' }]),
    )
    expect(files.toSorted()).toEqual(['a.txt', 'dir/fresh.txt', 'gone.txt'])
    expect(status()).toBe(' M same.txt')
    expect(existsSync(join(at.worktree.path, 'dir'))).toBe(false)
    expect(at.source.git('show', `${backup!.ref}:dir/fresh.txt`)).toBe('x')
    await at.staging.undoDiscard(undo!)
    expect(status()).toBe(before)
    expect(read('a.txt')).toBe('staged\nand more\n')
    expect(at.staged('a.txt')).toBe('staged')
  })

  test('takes single lines out of the worktree and the index, and leaves the others', async () => {
    commitFiles({ 'ten.txt': ten })
    at.worktree.write({ 'ten.txt': edited })
    at.worktree.git('add', '.')
    at.worktree.write({ 'ten.txt': `${edited}tail\n` })
    const before = status()
    const hunk = at.hunks('ten.txt', 'HEAD', '-U0').find(({ lines }) => lines.includes('+LINE 1'))
    const { undo } = await at.staging.discard(at.request([{ path: 'ten.txt', hunks: [hunk!] }]))
    expect(read('ten.txt')).toBe(`${edited}tail\n`.replace('LINE 1', 'line 1'))
    expect(at.staged('ten.txt')).toBe(edited.replace('LINE 1', 'line 1').trim())
    await at.staging.undoDiscard(undo!)
    expect(read('ten.txt')).toBe(`${edited}tail\n`)
    expect(status()).toBe(before)
  })

  test('is not taken back over what was written since; the backup is named', async () => {
    at.worktree.write({ 'a.txt': 'mine\n' })
    const { undo, backup } = await at.staging.discard(at.request([{ path: 'a.txt' }]))
    at.worktree.write({ 'a.txt': 'newer\n' })
    await expect(at.staging.undoDiscard(undo!)).rejects.toMatchObject({
      code: 'file_changed',
      hint: expect.stringContaining(backup!.ref),
    })
    expect(read('a.txt')).toBe('newer\n')
  })

  test('takes only backups of its workspace', async () => {
    at.worktree.write({ 'a.txt': 'mine\n' })
    const { undo } = await at.staging.discard(at.request([{ path: 'a.txt' }]))
    expect(await codeOf(at.staging.undoDiscard({ ...undo!, ref: 'refs/heads/main' }))).toBe('invalid_input')
  })

  test('says when there is nothing to discard', async () => {
    expect(await codeOf(at.staging.discard(at.request([{ path: 'a.txt' }])))).toBe('invalid_input')
  })

  test('undoes a rename', async () => {
    renameSync(join(at.worktree.path, 'old name.txt'), join(at.worktree.path, 'new.txt'))
    at.worktree.git('add', '-A')
    await at.staging.discard(at.request([{ path: 'new.txt', oldPath: 'old name.txt' }]))
    expect(status()).toBe('')
  })

  test('never touches the checkout of the user', async () => {
    at.source.write({ 'a.txt': 'user\n' })
    at.worktree.write({ 'a.txt': 'mine\n' })
    await at.staging.discard(at.request([{ path: 'a.txt' }]))
    expect(at.source.git('status', '--porcelain')).toBe(' M a.txt')
  })
})
