import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { limitDefaults, type CommitEvent, type CommitHow } from '../../../src/contracts/index.ts'
import { CommitService } from '../../../src/agent/staging/index.ts'
import { createGit, createLongGit, RepositoryLocks } from '../../../src/agent/git/index.ts'
import { systemClock } from '../../../src/base/index.ts'
import { runs } from '../sessions/harness.ts'
import { codeOf } from './harness.ts'
import { StagingFixture } from './staging-fixture.ts'

const at = new StagingFixture()
const how: CommitHow = {
  what: 'staged',
  message: 'One',
  amend: false,
  amendPushed: false,
  signOff: false,
  noVerify: false,
}
const service = (): CommitService =>
  new CommitService({
    store: at.store,
    gitAt: createGit({ PATH: process.env['PATH'], HOME: at.folder }, () => 20_000),
    runLong: createLongGit({ PATH: process.env['PATH'], HOME: at.folder }, systemClock),
    limits: () => limitDefaults,
    locks: new RepositoryLocks(systemClock, () => ({ ref: 5_000, exclusive: 5_000, hold: 60_000 })),
    workspace: () => at.place,
  })
const begin = (given: Partial<CommitHow> = {}, signal = new AbortController().signal) =>
  service().commit({ ...how, ...given, workspaceId: at.place.id, repositoryId: null }, signal)
async function commit(given: Partial<CommitHow> = {}): Promise<CommitEvent[]> {
  const events: CommitEvent[] = []
  for await (const event of begin(given)) events.push(event)
  return events
}
const printed = (events: readonly CommitEvent[]): string =>
  events.flatMap((event) => (event.type === 'output' ? event.text : [])).join('')
const log = (): string[] => at.worktree.git('log', '--format=%s', 'main..HEAD').split('\n').filter(Boolean)
const hook = (name: string, script: string): void => {
  mkdirSync(join(at.source.path, '.git/hooks'), { recursive: true })
  writeFileSync(join(at.source.path, '.git/hooks', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}

describe('a commit', () => {
  test('of what is staged leaves the rest uncommitted', async () => {
    at.worktree.write({ 'a.txt': 'x\n' }).git('add', '.')
    at.worktree.write({ 'same.txt': 'y\n' })
    const events = await commit()
    expect(events.at(-1)).toMatchObject({ type: 'done', commits: [{ files: 1, repository: 'source' }] })
    expect(at.worktree.git('status', '--porcelain')).toBe(' M same.txt')
    expect(await codeOf(commit())).toBe('nothing_to_commit')
  })

  test('of all takes what is not staged along', async () => {
    at.worktree.write({ 'a.txt': 'x\n', 'fresh.txt': 'y\n' })
    expect((await commit({ what: 'all' })).at(-1)).toMatchObject({ commits: [{ files: 2 }] })
  })

  test('tells what hooks print, also of one that refuses', async () => {
    hook('pre-commit', 'echo checking\necho "all good" >&2')
    at.worktree.write({ 'a.txt': 'x\n' })
    expect(printed(await commit({ what: 'all' }))).toMatch(/checking\n[^]*all good\n/)
    hook('pre-commit', 'echo "lint: 3 problems" >&2\nexit 1')
    at.worktree.write({ 'a.txt': 'y\n' })
    await expect(commit({ what: 'all' })).rejects.toMatchObject({
      code: 'commit_failed',
      details: { output: expect.stringContaining('lint: 3 problems') },
    })
    expect((await commit({ what: 'all', noVerify: true })).at(-1)).toMatchObject({ type: 'done' })
  })

  test('tells while a hook still runs, and ends it when nobody waits any more', async () => {
    const pidFile = join(at.folder, 'hook.pid')
    hook('pre-commit', `echo $$ > ${pidFile}\necho begun\nexec sleep 600`)
    at.worktree.write({ 'a.txt': 'x\n' })
    for await (const event of begin({ what: 'all' }))
      if (event.type === 'output' && event.text.includes('begun')) break
    const pid = Number(readFileSync(pidFile, 'utf8'))
    await expect.poll(() => runs(pid)).toBe(false)
    expect(log()).toEqual([])
    expect(existsSync(at.worktree.git('rev-parse', '--git-path', 'index.lock'))).toBe(false)
    hook('pre-commit', 'exit 0')
    expect((await commit({ what: 'all' })).at(-1)).toMatchObject({ type: 'done' })
  })

  test('is signed off only when asked for', async () => {
    at.worktree.write({ 'a.txt': 'x\n' })
    await commit({ what: 'all' })
    expect(at.worktree.git('log', '-1', '--format=%B')).toBe('One')
    at.worktree.write({ 'a.txt': 'y\n' })
    await commit({ what: 'all', signOff: true })
    expect(at.worktree.git('log', '-1', '--format=%B')).toMatch(/^One\n\nSigned-off-by: /)
  })

  test('is refused while a conflict is open', async () => {
    at.source.write({ 'a.txt': 'theirs\n' }).commit()
    at.worktree.write({ 'a.txt': 'ours\n' }).commit()
    expect(() => at.worktree.git('merge', 'main')).toThrow()
    expect(await codeOf(commit({ what: 'all' }))).toBe('merge_conflict')
    expect(at.worktree.git('diff', '--name-only', '--diff-filter=U')).toBe('a.txt')
    expect(await codeOf(commit({ what: 'nothing', amend: true }))).toBe('worktree_failed')
  })
})

describe('amending', () => {
  test('rewords, and leaves what is staged staged', async () => {
    at.worktree.write({ 'a.txt': 'x\n' }).commit('Before')
    at.worktree.write({ 'same.txt': 'y\n' }).git('add', '.')
    await commit({ what: 'nothing', amend: true, message: 'After' })
    expect(log()).toEqual(['After'])
    expect(at.worktree.git('status', '--porcelain')).toBe('M  same.txt')
  })
  test('adds to the last commit and keeps its message', async () => {
    at.worktree.write({ 'a.txt': 'x\n' }).commit('Before')
    at.worktree.write({ 'same.txt': 'y\n' }).git('add', '.')
    expect((await commit({ amend: true, message: null })).at(-1)).toMatchObject({ commits: [{ files: 2 }] })
    expect(log()).toEqual(['Before'])
  })
  test('what a remote has is refused unless confirmed', async () => {
    at.worktree.write({ 'a.txt': 'x\n' }).commit('Before')
    at.worktree.git('update-ref', 'refs/remotes/origin/try', 'HEAD')
    const [outlook] = await service().outlook(at.place.id)
    expect(outlook?.last).toMatchObject({ message: 'Before', pushed: true })
    expect(await codeOf(commit({ what: 'nothing', amend: true, message: 'After' }))).toBe('already_pushed')
    expect(log()).toEqual(['Before'])
    await commit({ what: 'nothing', amend: true, amendPushed: true, message: 'After' })
    expect(log()).toEqual(['After'])
  })
})

describe('the outlook', () => {
  test('tells staged from unstaged, and no last commit where the branch has none of its own', async () => {
    at.worktree.write({ 'a.txt': 'x\n' }).git('add', '.')
    at.worktree.write({ 'a.txt': 'y\n', 'fresh.txt': 'z\n' })
    expect(await service().outlook(at.place.id)).toMatchObject([
      { staged: ['a.txt'], unstaged: ['a.txt', 'fresh.txt'], last: null },
    ])
  })
})
