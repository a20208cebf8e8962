import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  addEmptyWorktree,
  createGit,
  fillFromKept,
  putWorktreeAside,
  readKept,
} from '../../../src/agent/git/index.ts'
import { newId } from '../../../src/base/index.ts'
import { WorktreeFixture } from './worktree-fixture.ts'

const at = new WorktreeFixture()
const id = newId('workspace')

/** Every file with type, mode and bytes; the names as bytes in hex. */
function files(
  folder: Buffer = Buffer.from(at.worktree.path),
  prefix = Buffer.alloc(0),
): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of readdirSync(folder, { encoding: 'buffer', withFileTypes: true })) {
    const name = entry.name as unknown as Buffer
    if (prefix.length === 0 && name.toString() === '.git') continue
    const path = Buffer.concat([folder, Buffer.from('/'), name])
    const key = Buffer.concat([prefix, name])
    const { mode } = lstatSync(path)
    if (entry.isDirectory()) Object.assign(found, files(path, Buffer.concat([key, Buffer.from('/')])))
    else if (entry.isSymbolicLink()) found[key.toString('hex')] = `link ${readlinkSync(path)}`
    else found[key.toString('hex')] = `${mode & 0o100 ? 'x' : '-'} ${readFileSync(path).toString('hex')}`
  }
  return found
}
const index = (): string => at.worktree.git('-c', 'core.quotePath=true', 'ls-files', '--stage')
const statusNow = (): string =>
  at.worktree.git(
    '-c',
    'core.quotePath=true',
    'status',
    '--porcelain=v2',
    '--branch',
    '--untracked-files=all',
  )
const write = (name: string | Buffer, content: string | Buffer): void =>
  writeFileSync(Buffer.concat([Buffer.from(`${at.worktree.path}/`), Buffer.from(name)]), content)

/** Puts the worktree aside, takes it away, brings it back; expects everything to be as before. */
async function roundTrip(stat = true): Promise<void> {
  const status = (): string => (stat ? statusNow() : '')
  const before = {
    files: files(),
    index: index(),
    status: status(),
    head: at.worktree.git('symbolic-ref', '-q', 'HEAD'),
  }
  const gitAt = createGit({ PATH: process.env['PATH'], HOME: at.folder }, () => 20_000)
  const { ref } = await putWorktreeAside(at.git, at.repository, id, 1_700_000_000_000)
  expect({ files: files(), index: index(), status: status() }).toMatchObject({
    files: before.files,
    index: before.index,
    status: before.status,
  })
  at.source.git('worktree', 'remove', '--force', '--force', at.worktree.path)
  at.source.git('gc', '--quiet', '--prune=now')
  const kept = await readKept(gitAt(at.source.path), ref)
  await addEmptyWorktree(gitAt, at.repository, kept.info?.ref?.slice('refs/heads/'.length) ?? null, kept.head)
  expect(await fillFromKept(at.git, kept)).toEqual([])
  expect({
    files: files(),
    index: index(),
    status: status(),
    head: at.worktree.git('symbolic-ref', '-q', 'HEAD'),
  }).toEqual(before)
  expect(at.source.git('fsck', '--no-dangling')).toBe('')
}

describe('a worktree that was put aside comes back byte for byte', () => {
  test('with what is staged, changed on top of that, deleted, renamed, new and only meant to be added', async () => {
    write('a.txt', 'staged\n')
    at.worktree.git('add', 'a.txt')
    write('a.txt', 'changed on top\n')
    at.worktree.git('rm', '-q', 'gone.txt')
    at.worktree.git('mv', 'old name.txt', 'new name.txt')
    rmSync(join(at.worktree.path, 'same.txt'))
    mkdirSync(join(at.worktree.path, 'deep/er'), { recursive: true })
    write('deep/er/new.txt', 'untracked')
    write('meant.txt', 'meant')
    at.worktree.git('add', '-N', 'meant.txt')
    write('both.txt', 'staged only')
    at.worktree.git('add', 'both.txt')
    rmSync(join(at.worktree.path, 'both.txt'))
    await roundTrip()
  })

  test('with executables, links, odd names and bytes that are no text', async () => {
    write('run.sh', '#!/bin/sh\n')
    chmodSync(join(at.worktree.path, 'run.sh'), 0o755)
    chmodSync(join(at.worktree.path, 'a.txt'), 0o755)
    symlinkSync('nowhere', join(at.worktree.path, 'link'))
    write(Buffer.from([0x6e, 0xff, 0xfe, 0x2e, 0x74]), 'not UTF-8')
    write(Buffer.from([0xe9, 0x61]), 'staged, not UTF-8')
    at.worktree.git('add', '-A')
    write(Buffer.from([0xe9, 0x61]), 'changed, not UTF-8')
    write('tab\tquote"back\\line\nend', 'odd')
    write('binary', Buffer.from([0, 1, 2, 13, 10, 0xff]))
    await roundTrip()
  })

  test('with line endings and filters that git would change', async () => {
    write('.gitattributes', '* text=auto\n*.up filter=up\n')
    at.source.git('config', 'filter.up.clean', 'tr a-z A-Z')
    write('crlf.txt', 'one\r\ntwo\r\n')
    write('mixed.txt', 'one\r\ntwo\n')
    write('x.up', 'low')
    write('same.txt', 'same\r\n')
    at.worktree.git('add', 'crlf.txt', 'x.up')
    at.worktree.git('status')
    // Git takes a file for changed whose size alone differs, until the index is written anew.
    await roundTrip(false)
  })

  test('on a branch without commits', async () => {
    at.worktree.git('checkout', '-q', '--orphan', 'new-born')
    at.worktree.git('rm', '-rfq', '--cached', '.')
    at.worktree.git('add', 'a.txt')
    await roundTrip()
  })

  test('with HEAD detached and nothing changed', async () => {
    at.worktree.git('checkout', '-q', '--detach')
    const before = files()
    const gitAt = createGit({ PATH: process.env['PATH'], HOME: at.folder }, () => 20_000)
    const { ref } = await putWorktreeAside(at.git, at.repository, id, 1_700_000_000_000)
    at.source.git('worktree', 'remove', '--force', at.worktree.path)
    const kept = await readKept(gitAt(at.source.path), ref)
    expect(kept.info?.ref).toBe(null)
    await addEmptyWorktree(gitAt, at.repository, null, kept.head)
    await fillFromKept(at.git, kept)
    expect(files()).toEqual(before)
    expect(at.worktree.git('branch', '--show-current')).toBe('')
  })

  test('with files in conflict', async () => {
    write('a.txt', 'mine\n')
    at.worktree.git('commit', '-qam', 'mine')
    write('a.txt', 'other\n')
    at.worktree.git('stash')
    write('a.txt', 'mine again\n')
    at.worktree.git('commit', '-qam', 'again')
    expect(() => at.worktree.git('stash', 'pop')).toThrow()
    at.worktree.git('stash', 'drop')
    await roundTrip()
  })

  test('with a sparse checkout', async () => {
    mkdirSync(join(at.worktree.path, 'in'))
    mkdirSync(join(at.worktree.path, 'out'))
    write('in/x.txt', 'x')
    write('out/y.txt', 'y')
    at.worktree.git('add', '-A')
    at.worktree.git('commit', '-qm', 'folders')
    at.worktree.git('sparse-checkout', 'set', '--cone', 'in')
    write('in/x.txt', 'changed')
    write('in/new.txt', 'new')
    await roundTrip()
    expect(readdirSync(at.worktree.path)).not.toContain('out')
  })
})
