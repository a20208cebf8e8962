import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from '../../../src/base/index.ts'
import type { RepositoryDiff, Workspace } from '../../../src/contracts/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'

let installation: Installation
let workspace: Workspace
let worktree: string
const git = async (...args: string[]): Promise<string> =>
  (
    await run('git', ['-C', worktree, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.invalid', ...args])
  ).stdout
    .toString()
    .trim()
const paths = async (...args: string[]): Promise<string[]> =>
  (await installation.json<RepositoryDiff[]>('diff', workspace.id, ...args)).flatMap(({ files }) =>
    files.map(({ path }) => path),
  )

beforeAll(async () => {
  installation = new Installation()
  const repository = await makeRepository(join(installation.folder, 'repo'), { 'a.txt': 'one\ntwo\n' })
  await installation.json('project', 'add', repository)
  workspace = await installation.json<Workspace>(
    'workspace',
    'create',
    '--project',
    'repo',
    '--branch',
    'try',
  )
  worktree = workspace.repositories[0]?.worktree ?? ''
  writeFileSync(join(worktree, 'committed.txt'), 'x\n')
  await git('add', '--all')
  await git('commit', '-qm', 'First')
  writeFileSync(join(worktree, 'staged.txt'), 'x\n')
  await git('add', '--all')
  appendFileSync(join(worktree, 'a.txt'), 'three\n')
}, 60_000)
afterAll(() => installation.remove())

it('lists each scope, and a commit by the beginning of its name', async () => {
  expect(await paths()).toEqual(['a.txt', 'committed.txt', 'staged.txt'])
  expect(await paths('--scope', 'uncommitted')).toEqual(['a.txt', 'staged.txt'])
  expect(await paths('--scope', 'staged')).toEqual(['staged.txt'])
  expect(await paths('--scope', 'turn')).toEqual([])
  // Never looked: everything is new.
  expect(await paths('--scope', 'seen')).toEqual(['a.txt', 'committed.txt', 'staged.txt'])
  const sha = await git('rev-parse', '--short', 'HEAD')
  expect(await paths('--scope', 'commit', '--commit', sha)).toEqual(['committed.txt'])
  expect(await paths('--commit', sha)).toEqual(['committed.txt'])
})

it('prints a patch that git can read', async () => {
  const { stdout } = await installation.cli(['diff', workspace.id, '--scope', 'uncommitted', '--patch'])
  expect(stdout).toContain('@@ -1,2 +1,3 @@\n one\n two\n+three\n')
  const patch = join(installation.folder, 'work.patch')
  writeFileSync(patch, stdout)
  // What it describes is in the worktree, so it can be taken back there.
  await git('apply', '--reverse', '--check', patch)
})

it('refuses what it does not know', async () => {
  const wrong = async (...args: string[]) => (await installation.cli(['diff', workspace.id, ...args])).code
  expect(await wrong('--scope', 'nothing')).toBe(2)
  expect(await wrong('--scope', 'commit')).toBe(2)
  expect(await wrong('--stat', '--patch')).toBe(2)
  expect(await wrong('--commit', 'ffffffff')).toBe(1)
})
