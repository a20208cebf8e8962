import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  browseFolder,
  checkBranch,
  createGit,
  inspectRepository,
  listBranches,
  type GitAt,
} from '../../../src/agent/git/index.ts'
import { newId } from '../../../src/base/index.ts'
import { makeRepository, temporaryFolder, TestRepository } from '../../hosts/git/index.ts'
import { codeOf } from './harness.ts'

let folder: string
let remove: () => void
let gitAt: GitAt
const env = () => ({ PATH: process.env['PATH'], HOME: folder })

beforeEach(() => {
  ;({ path: folder, remove } = temporaryFolder('git'))
  gitAt = createGit(env(), () => 10_000)
})
afterEach(() => remove())

describe('looking at a folder', () => {
  test('tells the repository’s top folder, name, branches and head, also from a folder inside it', async () => {
    const repository = makeRepository(join(folder, 'my app'), { 'src/a.ts': 'a\n' })
    repository.git('switch', '--quiet', '--create', 'work')
    const head = repository.git('rev-parse', 'HEAD')
    repository.git('update-ref', 'refs/remotes/origin/main', head)
    repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
    const info = { path: repository.path, name: 'my app', defaultBranch: 'main', currentBranch: 'work', head }
    expect(await inspectRepository(gitAt, repository.path)).toEqual(info)
    expect(await inspectRepository(gitAt, join(repository.path, 'src'))).toEqual(info)
  })

  test('a detached HEAD is no branch', async () => {
    const repository = makeRepository(join(folder, 'r'))
    repository.git('checkout', '--quiet', '--detach')
    expect(await inspectRepository(gitAt, repository.path)).toMatchObject({
      currentBranch: null,
      defaultBranch: 'main',
    })
  })

  const refusals: [string, (at: string) => void, string, RegExp][] = [
    ['that is gone', () => undefined, 'repository_not_found', /does not exist/],
    ['that is a file', (at) => writeFileSync(at, ''), 'not_a_repository', /is not a folder/],
    ['without a repository', (at) => mkdirSync(at), 'not_a_repository', /is not a git repository/],
    [
      'with a bare repository',
      (at) => void makeRepository(`${at}-source`).git('clone', '--quiet', '--bare', '.', at),
      'not_a_repository',
      /is a bare repository/,
    ],
    [
      'without commits',
      (at) => {
        mkdirSync(at)
        new TestRepository(at).git('init', '--quiet')
      },
      'not_a_repository',
      /has no commits yet/,
    ],
  ]
  test.each(refusals)('refuses one %s', async (_name, make, code, message) => {
    const at = join(folder, 'it')
    make(at)
    const failure = await inspectRepository(gitAt, at).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) })
    expect((failure as { hint?: string }).hint ?? message.source).not.toBe('')
  })

  test('refuses one of another owner, and says how to trust it', async () => {
    const repository = makeRepository(join(folder, 'foreign'))
    const asOther = createGit({ ...env(), SUDO_UID: '1' }, () => 10_000)
    const { chownSync } = await import('node:fs')
    // Only root may give folders away; elsewhere git's own switch does the same.
    if (process.getuid?.() === 0) chownSync(repository.path, 12_345, 12_345)
    const failure = await inspectRepository(asOther, repository.path).catch((error: unknown) => error)
    if (process.getuid?.() !== 0) return
    expect(failure).toMatchObject({ code: 'forbidden', hint: expect.stringContaining('safe.directory') })
  })

  test('the caller’s git variables and editors do not lead it elsewhere', async () => {
    const [here, other] = [makeRepository(join(folder, 'here')), makeRepository(join(folder, 'other'))]
    const astray = createGit(
      {
        ...env(),
        GIT_DIR: join(other.path, '.git'),
        GIT_WORK_TREE: other.path,
        EDITOR: 'false',
        PAGER: 'false',
      },
      () => 10_000,
    )
    expect((await inspectRepository(astray, here.path)).path).toBe(here.path)
  })
})

test('browsing shows folders, marks repositories, leaves out hidden ones and files', async () => {
  makeRepository(join(folder, 'repo'))
  for (const name of ['plain', '.hidden', 'b10', 'b9']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'file'), '')
  const listing = await browseFolder(folder, '/nowhere')
  expect(listing.entries.map(({ name, repository }) => [name, repository])).toEqual([
    ['b9', false],
    ['b10', false],
    ['plain', false],
    ['repo', true],
  ])
  expect(listing).toMatchObject({ path: folder, parent: join(folder, '..'), truncated: false })
  expect((await browseFolder(null, folder)).path).toBe(folder)
  expect(await codeOf(browseFolder(join(folder, 'nothing'), folder))).toBe('repository_not_found')
  expect(await codeOf(browseFolder(join(folder, 'file'), folder))).toBe('repository_not_found')
})

describe('branch names', () => {
  const at = (repository: TestRepository) => ({
    repositoryId: newId('repository'),
    name: 'r',
    git: gitAt(repository.path),
  })

  test.each([
    '',
    '-x',
    '--help',
    'a b',
    'a..b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    '/a',
    'a/',
    'a//b',
    'a.lock',
    '.a',
    'a/.b',
    'a.',
    '@',
    '@{-1}',
    '@{u}',
    'HEAD',
    'a\0b',
    'a\nb',
    'a\u007f',
    'x'.repeat(300),
  ])('%j is refused as git refuses it', async (name) => {
    const { git, ...repository } = at(makeRepository(join(folder, 'r')))
    expect(await checkBranch(git, repository, name)).toMatchObject({ result: 'invalid', suggestion: null })
  })

  test.each(['try/one', 'ünï/côdé', "it's", 'a@b', 'x#1', '日本'])('%j is free', async (name) => {
    const repository = makeRepository(join(folder, 'r'))
    const { git, ...source } = at(repository)
    expect(await checkBranch(git, source, name)).toMatchObject({ result: 'free', message: null })
    expect(() => repository.git('branch', name)).not.toThrow()
  })

  test.each([
    ['taken', 'taken', 'taken-2'],
    ['many', 'many', 'many-3'],
    ['a folder of others', 'feat', 'feat-2'],
    ['below another', 'taken/x', 'taken-x'],
  ])('%s: says what is in the way and names a free one that git takes', async (_name, wanted, suggestion) => {
    const repository = makeRepository(join(folder, 'r'))
    for (const branch of ['taken', 'many', 'many-2', 'feat/a']) repository.git('branch', branch)
    const { git, ...source } = at(repository)
    const check = await checkBranch(git, source, wanted)
    expect(check).toMatchObject({ result: 'exists', suggestion })
    expect(() => repository.git('branch', suggestion)).not.toThrow()
  })

  test('are listed with their worktrees, the newest first', async () => {
    const repository = makeRepository(join(folder, 'r'))
    repository.git('worktree', 'add', '--quiet', '-b', 'feat/x', join(folder, 'wt'))
    const branches = await listBranches(gitAt(repository.path))
    const byName = Object.fromEntries(branches.map((branch) => [branch.name, branch.worktree]))
    expect(byName).toEqual({ main: repository.path, 'feat/x': join(folder, 'wt') })
  })
})
