import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codeOf } from './harness.ts'
import { FilesFixture } from './worktree-files-fixture.ts'

const at = new FilesFixture({
  '.gitignore': 'ignored/\n*.log\n',
  'src/a.ts': 'one\n',
  'src/b.ts': 'two\n',
})

const inWorktree = (path: string): string => join(at.worktree.path, path)
const bytes = (path: string): Buffer => readFileSync(inWorktree(path))

describe('browsing', () => {
  test('lists folders first, tells what git ignores and hides git itself', async () => {
    at.worktree.write({ 'ignored/x.txt': '', 'debug.log': '', 'src/file10.ts': '', 'src/file9.ts': '' })
    const { entries } = await at.list('')
    expect(entries.map(({ name, kind, ignored }) => [name, kind, ignored])).toEqual([
      ['ignored', 'folder', true],
      ['src', 'folder', false],
      ['.gitignore', 'file', false],
      ['debug.log', 'file', true],
      ['README.md', 'file', false],
    ])
    expect(await at.names('src')).toEqual(['a.ts', 'b.ts', 'file9.ts', 'file10.ts'])
    expect((await at.list('ignored')).entries).toMatchObject([{ name: 'x.txt', ignored: true }])
  })

  test('a link is what it leads to inside the worktree, and nothing when it leads out of it', async () => {
    symlinkSync('src', inWorktree('inside'))
    symlinkSync('/etc', inWorktree('outside'))
    symlinkSync('../../../../etc/passwd', inWorktree('climbs'))
    symlinkSync('nowhere', inWorktree('dangling'))
    const { entries } = await at.list('')
    const kinds = Object.fromEntries(entries.map(({ name, kind, link }) => [name, [kind, link]]))
    expect(kinds).toMatchObject({
      inside: ['folder', 'src'],
      outside: ['other', '/etc'],
      climbs: ['other', '../../../../etc/passwd'],
      dangling: ['other', 'nowhere'],
    })
    expect(await at.names('inside')).toEqual(['a.ts', 'b.ts'])
    expect(await codeOf(at.list('outside'))).toBe('invalid_input')
    expect(await codeOf(at.read('climbs'))).toBe('invalid_input')
  })

  test('marks what differs from HEAD', async () => {
    at.worktree.write({ 'src/a.ts': 'changed\n', 'new.ts': '' })
    unlinkSync(inWorktree('src/b.ts'))
    const { repositoryId, workspaceId } = at.place('')
    expect((await at.client.files.status({ workspaceId, repositoryId })).files).toEqual([
      { path: 'src/a.ts', status: 'M' },
      { path: 'src/b.ts', status: 'D' },
      { path: 'new.ts', status: 'A' },
    ])
  })

  test.each([
    ['../../etc/passwd', 'invalid_input'],
    ['src/../../x', 'invalid_input'],
    ['/etc/passwd', 'invalid_input'],
    ['src/a\0.ts', 'invalid_input'],
    ['.git', 'forbidden'],
    ['.GIT', 'forbidden'],
    ['.git/config', 'forbidden'],
    ['nothing.ts', 'file_not_found'],
    ['src/a.ts/deeper', 'file_not_found'],
  ])('refuses %j', async (path, code) => {
    expect(await codeOf(at.read(path))).toBe(code)
    expect(await codeOf(at.delete(path))).toBe(code)
    expect(await codeOf(at.move(path, 'elsewhere.ts'))).toBe(code)
  })
})

describe('reading and saving', () => {
  test('saves what was read and says the new stamp', async () => {
    const { stamp } = await at.save('src/a.ts', 'uno\n')
    expect(bytes('src/a.ts').toString()).toBe('uno\n')
    expect(await at.read('src/a.ts', stamp)).toEqual({ kind: 'unchanged' })
  })

  test.each([
    ['CRLF', Buffer.from('a\r\nb\r\n'), 'a\nb\n', 'a\nc\n', Buffer.from('a\r\nc\r\n')],
    ['no line end at the end', Buffer.from('a\nb'), 'a\nb', 'a\nc', Buffer.from('a\nc')],
    ['mixed line ends', Buffer.from('a\r\nb\nc\r'), 'a\r\nb\nc\r', 'a\r\nB\nc\r', Buffer.from('a\r\nB\nc\r')],
    ['a byte order mark', Buffer.from('\uFEFFa\n'), 'a\n', 'ä\n', Buffer.from('\uFEFFä\n')],
    ['Latin-1', Buffer.from('caf\xe9\n', 'latin1'), 'café\n', 'cafés\n', Buffer.from('caf\xe9s\n', 'latin1')],
    [
      'UTF-16',
      Buffer.from('\uFEFFh\u00f6\r\n', 'utf16le'),
      'hö\n',
      'höh\n',
      Buffer.from('\uFEFFhöh\r\n', 'utf16le'),
    ],
    [
      'UTF-16, the other way round',
      Buffer.from('\uFEFFhi\n', 'utf16le').swap16(),
      'hi\n',
      'ho\n',
      Buffer.from('\uFEFFho\n', 'utf16le').swap16(),
    ],
  ])('keeps %s', async (_what, before, shown, edited, after) => {
    at.worktree.write({ 'x.txt': before })
    expect((await at.text('x.txt')).text).toBe(shown)
    await at.save('x.txt', shown)
    expect(bytes('x.txt')).toEqual(before)
    await at.save('x.txt', edited)
    expect(bytes('x.txt')).toEqual(after)
  })

  test('refuses a character the encoding of the file has not', async () => {
    at.worktree.write({ 'x.txt': Buffer.from('caf\xe9\n', 'latin1') })
    expect(await codeOf(at.save('x.txt', 'café €\n'))).toBe('invalid_input')
    expect(bytes('x.txt')).toEqual(Buffer.from('caf\xe9\n', 'latin1'))
  })

  test('keeps permissions and refuses a read-only file', async () => {
    chmodSync(inWorktree('src/a.ts'), 0o751)
    await at.save('src/a.ts', 'x\n')
    expect(statSync(inWorktree('src/a.ts')).mode & 0o777).toBe(0o751)
    chmodSync(inWorktree('src/a.ts'), 0o444)
    expect((await at.text('src/a.ts')).readOnly).toBe('permissions')
    expect(await codeOf(at.save('src/a.ts', 'y\n'))).toBe('forbidden')
    expect(bytes('src/a.ts').toString()).toBe('x\n')
  })

  test('a change on the disk is a conflict; saving over it keeps the disk’s version in a backup', async () => {
    const { stamp } = await at.text('src/a.ts')
    at.worktree.write({ 'src/a.ts': 'theirs\n' })
    expect(await codeOf(at.save('src/a.ts', 'mine\n', { expected: stamp }))).toBe('file_changed')
    expect(bytes('src/a.ts').toString()).toBe('theirs\n')
    const { backup } = await at.save('src/a.ts', 'mine\n', { expected: stamp, overwrite: true })
    expect(bytes('src/a.ts').toString()).toBe('mine\n')
    expect(at.worktree.git('show', `${backup?.ref}:src/a.ts`)).toBe('theirs')
    const told = (await at.journal()).flatMap((entry) => (entry.type === 'event' ? entry.entity.message : []))
    expect(told.at(-1)).toContain(backup?.ref)
  })

  test('a file that was deleted meanwhile is a conflict, and saving over it makes it again', async () => {
    const { stamp } = await at.text('src/a.ts')
    unlinkSync(inWorktree('src/a.ts'))
    const save = {
      ...at.place('src/a.ts'),
      text: 'mine\n',
      encoding: 'utf8',
      lineEnds: 'lf',
      expected: stamp,
    } as const
    expect(await codeOf(at.client.files.save({ ...save, overwrite: false }))).toBe('file_changed')
    expect((await at.client.files.save({ ...save, overwrite: true })).backup).toBeNull()
    expect(bytes('src/a.ts').toString()).toBe('mine\n')
  })

  test('through a link inside the worktree the file it leads to is saved, and the link stays', async () => {
    symlinkSync('src/a.ts', inWorktree('link.ts'))
    await at.save('link.ts', 'by link\n')
    expect(lstatSync(inWorktree('link.ts')).isSymbolicLink()).toBe(true)
    expect(bytes('src/a.ts').toString()).toBe('by link\n')
  })

  test('a folder that is swapped for a link leads nowhere, and a hard link’s other name keeps its content', async () => {
    const outside = join(at.node.repository.path, 'outside')
    mkdirSync(outside)
    writeFileSync(join(outside, 'a.ts'), 'secret\n')
    symlinkSync(outside, inWorktree('swapped'))
    expect(await codeOf(at.read('swapped/a.ts'))).toBe('invalid_input')
    const made = at.client.files.create({ ...at.place('swapped/new.ts'), kind: 'file' })
    expect(await codeOf(made)).toBe('invalid_input')
    linkSync(join(outside, 'a.ts'), inWorktree('hard.ts'))
    await at.save('hard.ts', 'mine\n')
    expect(readFileSync(join(outside, 'a.ts'), 'utf8')).toBe('secret\n')
  })
})

describe('what is no text to edit', () => {
  test('binary files, pictures and pipes', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d', 'hex')
    at.worktree.write({ 'x.bin': Buffer.from([1, 0, 2]), 'x.png': png })
    expect(await at.read('x.bin')).toMatchObject({ kind: 'binary', size: 3 })
    expect(await at.read('x.png')).toMatchObject({
      kind: 'image',
      mediaType: 'image/png',
      base64: png.toString('base64'),
    })
    execFileSync('mkfifo', [inWorktree('pipe')])
    expect(await codeOf(at.read('pipe'))).toBe('invalid_input')
    expect(await codeOf(at.delete('pipe'))).toBe('invalid_input')
    expect(await codeOf(at.read('src'))).toBe('invalid_input')
  })

  test('a large file is only shown, a larger one cut, and neither is saved', async () => {
    const limits = { editedFileBytes: 100, shownFileBytes: 200 }
    await at.client.handshake({ protocol: 1, appVersion: '1', limits })
    at.worktree.write({ 'large.txt': 'x'.repeat(149) + '\n', 'larger.txt': 'line\n'.repeat(100) })
    expect(await at.text('large.txt')).toMatchObject({ readOnly: 'size', cut: false })
    expect(await at.text('larger.txt')).toMatchObject({
      readOnly: 'size',
      cut: true,
      text: 'line\n'.repeat(40),
    })
    expect(await codeOf(at.save('larger.txt', 'gone'))).toBe('limit_reached')
    expect(await codeOf(at.save('src/a.ts', 'y'.repeat(101)))).toBe('limit_reached')
  })
})
