import { execFile } from 'node:child_process'
import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, test } from 'vitest'
import { commitAll, GitFailed } from '../../../src/agent/git/index.ts'
import { Failure } from '../../../src/contracts/index.ts'
import { WorktreeFixture } from './worktree-fixture.ts'

const fixture = new WorktreeFixture()
const lockFile = (name: string): string =>
  resolve(fixture.worktree.path, fixture.worktree.git('rev-parse', '--git-path', name))

/** Takes a lock file as another git does, and gives it back once our command has met it. */
async function heldFor(file: string, ms: number, work: () => Promise<unknown>): Promise<unknown> {
  writeFileSync(file, '')
  const freed = setTimeout(() => rmSync(file), ms)
  try {
    return await work()
  } finally {
    clearTimeout(freed)
    rmSync(file, { force: true })
  }
}

test.each([
  ['index.lock', 'index.lock'],
  ['the lock of our branch', 'refs/heads/try.lock'],
  ['HEAD.lock', 'HEAD.lock'],
])('%s of another git is waited for, and the commit goes through', async (_, name) => {
  fixture.lockWaitMs = 20_000
  fixture.worktree.write({ 'a.txt': 'changed\n' })
  // Longer than git itself waits for a ref (100 ms).
  const commit = await heldFor(lockFile(name), 400, () =>
    commitAll(fixture.git, fixture.repository, 'Change'),
  )
  expect(commit).toMatchObject({ files: 1 })
  expect(fixture.worktree.git('log', '-1', '--format=%s')).toBe('Change')
})

it('waits for packed-refs.lock to delete a branch', async () => {
  fixture.lockWaitMs = 20_000
  fixture.source.git('branch', 'extra')
  fixture.source.git('pack-refs', '--all')
  await heldFor(lockFile('packed-refs.lock'), 1_500, () => fixture.git(['branch', '--delete', 'extra']))
  expect(fixture.source.git('branch', '--list', 'extra')).toBe('')
})

it('names a lock file that a killed git left, and its age, and never deletes it', async () => {
  fixture.lockWaitMs = 300
  const file = lockFile('index.lock')
  writeFileSync(file, '')
  const then = Date.now() / 1000 - 600
  utimesSync(file, then, then)
  fixture.worktree.write({ 'a.txt': 'changed\n' })
  const started = performance.now()
  const failure = await commitAll(fixture.git, fixture.repository, 'Change').catch((error: unknown) => error)
  expect(performance.now() - started).toBeGreaterThanOrEqual(295)
  expect(failure).toBeInstanceOf(Failure)
  expect(failure).toMatchObject({
    code: 'branch_lock_timeout',
    message: expect.stringContaining(`${file} for 10 min`),
    hint: expect.stringContaining('remove that file'),
    details: { lockFile: file },
  })
  expect((failure as Failure).details?.['ageMs']).toBeGreaterThan(599_000)
  expect(existsSync(file)).toBe(true)
  expect(fixture.worktree.git('log', '-1', '--format=%s')).not.toBe('Change')
})

it('does not run again what leaves something half done, and says why it failed', async () => {
  fixture.lockWaitMs = 60_000
  const file = lockFile('index.lock')
  writeFileSync(file, '')
  const started = performance.now()
  const failure = await fixture.git(['cherry-pick', 'HEAD']).catch((error: unknown) => error)
  expect(performance.now() - started).toBeLessThan(30_000)
  expect(failure).toMatchObject({ code: 'branch_lock_timeout', details: { lockFile: file } })
})

it('does not run again what failed for another reason', async () => {
  fixture.lockWaitMs = 60_000
  // A file of this name is in the way, but it is no lock of another git.
  fixture.worktree.write({ 'x.lock': '' })
  await expect(fixture.git(['switch', 'x.lock'])).rejects.toBeInstanceOf(GitFailed)
})

it('commits while another git changes the index all the time', async () => {
  fixture.lockWaitMs = 20_000
  const stop = new AbortController()
  const other = (async () => {
    const git = promisify(execFile)
    for (let n = 0; !stop.signal.aborted; n++) {
      writeFileSync(join(fixture.worktree.path, 'same.txt'), `${n}\n`)
      // It meets our locks as well, and does not wait for them.
      await git('git', ['-C', fixture.worktree.path, 'add', 'same.txt']).catch(() => undefined)
    }
  })()
  try {
    for (let n = 0; n < 10; n++) {
      fixture.worktree.write({ 'a.txt': `${n}\n` })
      expect(await commitAll(fixture.git, fixture.repository, `Change ${n}`)).not.toBeNull()
    }
  } finally {
    stop.abort()
    await other
  }
  expect(fixture.worktree.git('rev-list', '--count', 'HEAD', '--not', 'main')).toBe('10')
})
