import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FileDeleted } from '../../../src/contracts/index.ts'
import { codeOf } from './harness.ts'
import { FilesFixture } from './worktree-files-fixture.ts'

const at = new FilesFixture({
  '.gitignore': 'ignored/\n.env\n',
  'src/a.ts': 'one\n',
  'src/b.ts': 'two\n',
})

const inWorktree = (path: string): string => join(at.worktree.path, path)
const textOf = (path: string): string => readFileSync(inWorktree(path), 'utf8')
const undo = ({ path, backup }: FileDeleted): Promise<{ files: number }> =>
  at.client.files.restore({ ...at.place(path), ref: backup?.ref ?? '' })

describe('making and moving', () => {
  test('makes files and folders with the folders above them, never over something', async () => {
    await at.client.files.create({ ...at.place('new/deep/x.ts'), kind: 'file' })
    await at.client.files.create({ ...at.place('new/empty'), kind: 'folder' })
    expect(textOf('new/deep/x.ts')).toBe('')
    expect(await at.names('new')).toEqual(['deep', 'empty'])
    expect(await codeOf(at.client.files.create({ ...at.place('src/a.ts'), kind: 'file' }))).toBe(
      'file_exists',
    )
    expect(textOf('src/a.ts')).toBe('one\n')
  })

  test.each(['.git', 'src/.git/hooks', 'a\nb', 'x'.repeat(256), '../out', ''])(
    'makes nothing called %j',
    async (path) => {
      const code = await codeOf(at.client.files.create({ ...at.place(path), kind: 'file' }))
      expect(['forbidden', 'name_invalid', 'invalid_input']).toContain(code)
    },
  )

  test('renames and moves files, folders and links themselves', async () => {
    symlinkSync('a.ts', inWorktree('src/link'))
    await at.move('src/link', 'src/link2')
    expect(readlinkSync(inWorktree('src/link2'))).toBe('a.ts')
    await at.move('src/a.ts', 'moved/c.ts')
    await at.move('src', 'source')
    expect(textOf('moved/c.ts')).toBe('one\n')
    expect(textOf('source/b.ts')).toBe('two\n')
    expect(existsSync(inWorktree('src'))).toBe(false)
  })

  test('never moves onto something, into itself or out of the worktree', async () => {
    expect(await codeOf(at.move('src/a.ts', 'src/b.ts'))).toBe('file_exists')
    mkdirSync(inWorktree('empty'))
    expect(await codeOf(at.move('src', 'empty'))).toBe('file_exists')
    expect(await codeOf(at.move('src', 'src/inner'))).toBe('name_invalid')
    expect(await codeOf(at.move('src/a.ts', '../a.ts'))).toBe('invalid_input')
    expect(await codeOf(at.move('src/a.ts', '.git/hooks/pre-commit'))).toBe('forbidden')
    expect([textOf('src/a.ts'), textOf('src/b.ts')]).toEqual(['one\n', 'two\n'])
  })
})

describe('deleting', () => {
  test('keeps an ignored file byte for byte, with its permissions, and puts it back', async () => {
    const secret = Buffer.from([0xff, 0x0d, 0x0a, 0x00, 0x41])
    at.worktree.git('config', 'core.autocrlf', 'true')
    at.worktree.write({ '.env': secret })
    chmodSync(inWorktree('.env'), 0o600)
    const before = at.node.repository.fingerprint()
    const deleted = await at.delete('.env')
    expect(existsSync(inWorktree('.env'))).toBe(false)
    expect(deleted).toMatchObject({ kind: 'file', files: 1, backup: { files: 1 } })
    expect(await undo(deleted)).toEqual({ files: 1 })
    expect(readFileSync(inWorktree('.env'))).toEqual(secret)
    expect(statSync(inWorktree('.env')).mode & 0o777).toBe(0o600)
    expect(at.node.repository.fingerprint()).toBe(before)
  })

  test('keeps a folder with all that is in it, links as links, and puts exactly that back', async () => {
    at.worktree.write({
      'src/changed "quoted" name.ts': 'new\n',
      'src/ignored/deep.bin': Buffer.from([0, 1]),
      'src/a.ts': 'changed\n',
    })
    at.worktree.git('rm', '--quiet', 'src/b.ts')
    symlinkSync('/etc/passwd', inWorktree('src/out'))
    chmodSync(inWorktree('src/a.ts'), 0o755)
    const deleted = await at.delete('src')
    expect(existsSync(inWorktree('src'))).toBe(false)
    expect(existsSync('/etc/passwd')).toBe(true)
    await undo(deleted)
    expect(textOf('src/a.ts')).toBe('changed\n')
    expect(statSync(inWorktree('src/a.ts')).mode & 0o777).toBe(0o755)
    expect(textOf('src/changed "quoted" name.ts')).toBe('new\n')
    expect(readFileSync(inWorktree('src/ignored/deep.bin'))).toEqual(Buffer.from([0, 1]))
    expect(readlinkSync(inWorktree('src/out'))).toBe('/etc/passwd')
    expect(existsSync(inWorktree('src/b.ts'))).toBe(false)
  })

  test('the backup is a commit on HEAD like the others, and git finds nothing wrong', async () => {
    at.worktree.write({ 'notes.txt': 'mine\n' })
    const { backup } = await at.delete('notes.txt')
    const git = at.worktree
    expect(git.git('rev-parse', `${backup?.ref}^`)).toBe(git.git('rev-parse', 'HEAD'))
    expect(git.git('show', `${backup?.ref}:src/a.ts`)).toBe('one')
    expect(git.git('fsck', '--strict')).toBe('')
  })

  test('two in the same instant get a backup each', async () => {
    at.worktree.write({ x: 'x\n', y: 'y\n' })
    const [x, y] = await Promise.all([at.delete('x'), at.delete('y')])
    expect(x.backup?.ref).not.toBe(y.backup?.ref)
    await Promise.all([undo(x), undo(y)])
    expect([textOf('x'), textOf('y')]).toEqual(['x\n', 'y\n'])
  })

  test('does not put back over something that came in its place', async () => {
    const deleted = await at.delete('src/a.ts')
    at.worktree.write({ 'src/a.ts': 'newer\n' })
    expect(await codeOf(undo(deleted))).toBe('file_exists')
    expect(textOf('src/a.ts')).toBe('newer\n')
  })

  test('refuses a folder with a repository of its own, and more than can be kept', async () => {
    at.worktree.write({ 'nested/x.txt': 'x\n', 'big.bin': 'x'.repeat(2_000) })
    at.worktree.git('init', '--quiet', 'nested')
    expect(await codeOf(at.delete('nested'))).toBe('dirty_worktree')
    await at.client.handshake({ protocol: 1, appVersion: '1', limits: { deletedBytes: 1_000 } })
    expect(await codeOf(at.delete('big.bin'))).toBe('limit_reached')
    expect(lstatSync(inWorktree('big.bin')).size).toBe(2_000)
    expect(textOf('nested/x.txt')).toBe('x\n')
  })

  test('an empty folder needs no backup; the worktree itself and other workspaces’ backups are refused', async () => {
    mkdirSync(inWorktree('empty'))
    expect(await at.delete('empty')).toMatchObject({ kind: 'folder', files: 0, backup: null })
    expect(['invalid_input', 'file_not_found']).toContain(await codeOf(at.delete('')))
    const foreign = { ...at.place('x'), ref: 'refs/switchyard/backup/ws_other/1' }
    expect(await codeOf(at.client.files.restore(foreign))).toBe('forbidden')
  })
})
