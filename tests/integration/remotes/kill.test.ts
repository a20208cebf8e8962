import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Event, GitOutcome, Workspace } from '../../../src/contracts/index.ts'
import { gitEnv, makeRepository, TestRepository } from '../../hosts/git/index.ts'
import { Installation } from '../../hosts/switchyard/index.ts'

let installation: Installation
/** Seconds that a hook of this test hangs: tells its process from those of others. */
let nap = 3_000
let source: TestRepository
let remote: TestRepository
let worktree: TestRepository
let workspace: Workspace

beforeEach(async () => {
  nap++
  installation = new Installation()
  source = makeRepository(join(installation.folder, 'shop'), { 'a.txt': 'one\ntwo\nthree\n' })
  remote = new TestRepository(join(installation.folder, 'origin.git'))
  execFileSync('git', ['init', '--quiet', '--bare', remote.path], { env: gitEnv })
  source.git('remote', 'add', 'origin', remote.path)
  source.git('push', '--quiet', 'origin', 'main')
  await installation.json('project', 'add', source.path)
  workspace = await installation.json(
    'workspace',
    'create',
    '--project',
    'shop',
    '--branch',
    'try/one',
    '--name',
    'One',
  )
  worktree = new TestRepository(workspace.repositories[0]?.worktree ?? '')
})
afterEach(() => installation.remove())

/** Where a hook says that it runs, and then never ends by itself. */
function hangingHook(name: string): string {
  const sign = join(installation.folder, `${name}-runs`)
  const hook = join(source.path, '.git/hooks', name)
  writeFileSync(hook, `#!/bin/sh\n[ -e ${sign} ] && exit 0\ntouch ${sign}\nexec sleep ${nap}\n`)
  chmodSync(hook, 0o755)
  return sign
}

/** Starts a command, kills the node agent while its hook hangs, and waits for the command's end. */
async function killDuring(sign: string, ...command: string[]): Promise<void> {
  const running = installation.cli(command)
  await vi.waitFor(() => expect(existsSync(sign)).toBe(true), { timeout: 30_000 })
  await installation.kill('agent')
  await running
}

const events = async (): Promise<string[]> => {
  const { client } = await installation.connect()
  // Asking brings the daemon back, which puts in order what was left.
  // It may still be the connection that broke.
  await vi.waitFor(() => client.remotes.state({ workspace: workspace.id }), { timeout: 20_000 })
  let found: Event[] = []
  await vi.waitFor(async () => {
    found = await client.events.list({ workspaceId: workspace.id, limit: 100 })
    expect(found.some(({ type }) => type === 'workspace.act_cut_off')).toBe(true)
  })
  return found.filter(({ type }) => type === 'workspace.act_cut_off').map(({ message }) => message)
}

const sleeping = (): boolean =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes(`sleep ${nap}`)

function commits(): string {
  worktree.write({ 'b.txt': 'b\n' }).commit('first of mine')
  const head = worktree.write({ 'c.txt': 'c\n' }).commit('second of mine')
  source.write({ 'd.txt': 'd\n' }).commit('base')
  return head
}

test('a rebase that is killed half-way says so, and goes on', async () => {
  commits()
  await killDuring(hangingHook('post-checkout'), 'rebase', 'One', '--yes')
  expect(await events()).toEqual(['Rebase of try/one in shop was cut off half-way. Continue or abort it.'])
  expect(sleeping()).toBe(false)
  const [outcome] = await installation.json<GitOutcome[]>('rebase', 'One', '--continue')
  expect(outcome?.outcome).toBe('done')
  expect(worktree.git('log', '--format=%s', 'main..try/one')).toBe('second of mine\nfirst of mine')
  expect(worktree.git('symbolic-ref', '--short', 'HEAD')).toBe('try/one')
  expect(worktree.git('status', '--porcelain')).toBe('')
})

test('a rebase that is killed half-way can be aborted: every byte is as before', async () => {
  const head = commits()
  worktree.write({ 'untracked.txt': 'mine\n' })
  await killDuring(hangingHook('post-checkout'), 'rebase', 'One', '--yes')
  worktree.write({ 'untracked.txt': 'changed since\n' })
  await events()
  const [outcome] = await installation.json<GitOutcome[]>('rebase', 'One', '--abort')
  expect(worktree.git('rev-parse', 'try/one')).toBe(head)
  expect(worktree.git('status', '--porcelain')).toBe('?? untracked.txt')
  expect(readFileSync(join(worktree.path, 'untracked.txt'), 'utf8')).toBe('mine\n')
  expect(source.git('show', `${outcome?.backup?.ref}:untracked.txt`)).toBe('changed since')
})

test('a rebase that is killed before anything moved leaves everything as it was', async () => {
  const head = commits()
  await killDuring(hangingHook('pre-rebase'), 'rebase', 'One', '--yes')
  expect(await events()).toEqual([
    'Rebase of try/one in shop was cut off before anything had moved; files are as they were.',
  ])
  expect(worktree.git('rev-parse', 'HEAD')).toBe(head)
  expect(
    (await installation.json<{ repositories: GitOutcome[] }>('rebase', 'One')).repositories[0]?.outcome,
  ).toBe('done')
})

test('a push that is killed is told truthfully, and works the next time', async () => {
  const head = commits()
  await killDuring(hangingHook('pre-push'), 'push', 'One')
  expect(await events()).toEqual([
    'Push of try/one in shop was cut off when the node agent ended. A fetch shows whether it had arrived.',
  ])
  expect(sleeping()).toBe(false)
  expect(remote.git('branch', '--list', 'try/one')).toBe('')
  await installation.json('push', 'One')
  expect(remote.git('rev-parse', 'try/one')).toBe(head)
})

test('nothing of the checkout of the user changes by a pull that is killed', async () => {
  commits()
  await installation.json('push', 'One')
  const other = new TestRepository(join(installation.folder, 'other'))
  execFileSync('git', ['clone', '--quiet', '--branch', 'try/one', remote.path, other.path], { env: gitEnv })
  other.write({ 'e.txt': 'e\n' }).commit('theirs')
  other.git('push', '--quiet')
  const before = source.git('status', '--porcelain', '--branch')
  await killDuring(hangingHook('post-merge'), 'pull', 'One')
  expect(await events()).toEqual(['Pull of try/one in shop was done when the node agent ended'])
  expect(worktree.git('log', '-1', '--format=%s')).toBe('theirs')
  expect(worktree.git('status', '--porcelain')).toBe('')
  expect(source.git('status', '--porcelain', '--branch')).toBe(before)
  expect(sleeping()).toBe(false)
})

test('the command line shows where branches stand, and refuses with the reason', async () => {
  commits()
  const status = await installation.cli(['git-status', 'One'])
  expect(status.stdout.trim()).toBe('shop  try/one  not pushed  main +2 -1  origin/main +2 -0  0 uncommitted')
  const merge = await installation.cli(['merge', 'One', '--yes'])
  expect(merge.code).toBe(1)
  expect(merge.stderr).toContain('main is checked out in')
  const check = await installation.cli(['push', 'One', '--check'])
  expect(check.stdout).toContain('shop: try/one -> origin/try/one  2 commits, 2 files')
  expect(remote.git('branch', '--list', 'try/one')).toBe('')
})
