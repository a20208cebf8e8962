import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../../src/contracts/index.ts'
import type { Forge } from '../../../src/main/hosting/forge.ts'
import type { ForgeHost, ForgeRepository } from '../../hosts/forge/index.ts'
import type { TestRepository } from '../../hosts/git/index.ts'
import { gitOver, kinds, newHost, openOn, withBranch } from './forge-fixture.ts'

const slug = 'ada/engine'
const failure = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => (error instanceof Failure ? error : Promise.reject(error as Error)),
  )

describe.each(kinds)('%s', (kind) => {
  let host: ForgeHost
  let forge: Forge
  let repository: ForgeRepository
  let clone: TestRepository
  let head: string
  const create = (more: { title?: string; draft?: boolean } = {}): Promise<number> =>
    forge.create(slug, {
      title: 'Title',
      body: 'Body',
      base: 'main',
      draft: false,
      head: { slug, branch: 'feature' },
      ...more,
    })
  const pullOf = (number: number) => {
    const pull = repository.pulls.find((one) => one.number === number)
    if (!pull) throw new Error('no such pull request')
    return pull
  }

  beforeEach(async () => {
    host = await newHost(kind).start()
    forge = openOn(kind, host)
    ;({ repository, clone, head } = await withBranch(host))
  })
  afterEach(() => host.stop())

  it('says who the token belongs to', async () => {
    expect((await forge.whoAmI()).login).toBe('ada')
    expect((await failure(openOn(kind, host, { token: '' }).whoAmI())).code).toBe('hosting_denied')
    expect((await failure(openOn(kind, host, { token: 'wrong' }).whoAmI())).message).toContain(
      'does not accept',
    )
  })

  it('knows where a pushed branch is, that another is not there, and that a repository is not', async () => {
    expect(await forge.branchHead({ slug, branch: 'feature' })).toBe(head)
    expect(await forge.branchHead({ slug, branch: 'other' })).toBeNull()
    const gone = await failure(forge.branchHead({ slug: 'ada/none', branch: 'x' }))
    expect([gone.code, gone.message]).toEqual([
      'repository_not_found',
      `${host.host} has no repository ada/none`,
    ])
  })

  it('creates one, finds it by its branch and reads it with checks and reviews', async () => {
    const number = await create()
    expect(await forge.findByBranch(slug, { slug, branch: 'feature' })).toBe(number)
    const pull = pullOf(number)
    pull.checks = [
      { name: 'build', state: 'passed' },
      { name: 'lint', state: 'running' },
      { name: 'test', state: 'failed', summary: '2 tests failed' },
    ]
    pull.reviews = [{ author: 'bob', state: 'changes_requested', body: 'No' }]
    const facts = await forge.read(slug, number)
    expect(facts).toMatchObject({
      number,
      title: 'Title',
      body: 'Body',
      author: 'ada',
      state: 'open',
      draft: false,
      base: 'main',
      head: 'feature',
      headSha: head,
      mergeable: 'yes',
    })
    expect(facts.checks.map(({ name, state }) => [name, state])).toEqual([
      ['build', 'passed'],
      ['lint', 'running'],
      ['test', 'failed'],
    ])
    expect(facts.checks[2]?.summary).toBe('2 tests failed')
    expect(facts.reviews.map(({ author, state }) => [author, state])).toEqual([['bob', 'changes_requested']])
    expect([...facts.mergeMethods].sort()).toEqual(
      kind === 'gitlab' ? ['merge', 'squash'] : ['merge', 'rebase', 'squash'],
    )
  })

  it('says that there is one already, and which', async () => {
    const number = await create()
    const { code, details } = await failure(create())
    expect([code, details?.['number']]).toEqual(['pull_request_exists', number])
  })

  it('merges exactly what was looked at, for real', async () => {
    const number = await create()
    clone.write({ 'b.txt': 'more\n' }).commit('More')
    await gitOver(clone, 'push', '-q', 'origin', 'feature')
    expect((await failure(forge.merge(slug, number, 'squash', head))).code).toBe('not_mergeable')
    const newer = clone.git('rev-parse', 'HEAD')
    await forge.merge(slug, number, 'squash', newer)
    expect((await forge.read(slug, number)).state).toBe('merged')
    await gitOver(clone, 'fetch', '-q', 'origin', 'main')
    expect(clone.git('diff', '--name-only', 'origin/main', newer)).toBe('')
  })

  it('tells of conflicts, and the host refuses them in its words', async () => {
    const number = await create()
    clone.git('switch', '-q', 'main')
    clone.write({ 'a.txt': 'one\nzwei\nthree\n' }).commit('Other')
    await gitOver(clone, 'push', '-q', 'origin', 'main')
    expect((await forge.read(slug, number)).mergeable).toBe('conflicts')
    expect((await failure(forge.merge(slug, number, 'merge', head))).message).toContain('not mergeable')
  })

  it('closes, reopens and takes a draft back', async () => {
    const number = await create({ draft: true })
    expect(await forge.read(slug, number)).toMatchObject({ draft: true })
    await forge.markReady(slug, number)
    expect(await forge.read(slug, number)).toMatchObject({
      draft: false,
      title: expect.not.stringContaining('Draft'),
    })
    await forge.setState(slug, number, 'closed')
    expect((await forge.read(slug, number)).state).toBe('closed')
    await forge.setState(slug, number, 'open')
    expect((await forge.read(slug, number)).state).toBe('open')
  })

  it('reads comments of lines and general ones, over all pages', async () => {
    const number = await create()
    const pull = pullOf(number)
    const first = host.state.comment(pull, { author: 'bob', body: 'Why?', path: 'a.txt', line: 2 })
    host.state.comment(pull, { author: 'ada', body: 'Because', path: 'a.txt', line: 2, replyTo: first.id })
    host.state.comment(pull, {
      author: 'bob',
      body: 'Before',
      path: 'a.txt',
      line: 1,
      side: 'old',
      resolved: true,
    })
    for (let n = 0; n < 5; n++)
      host.state.comment(pull, { author: 'bob', body: `general ${n}`, path: null, line: null })
    host.pageSize = 2
    const comments = await forge.comments(slug, number)
    expect(comments).toHaveLength(8)
    const [why, because] = comments.filter(({ line }) => line === 2)
    expect(why).toMatchObject({
      path: 'a.txt',
      side: 'new',
      startLine: 2,
      author: 'bob',
      body: 'Why?',
      outdated: false,
    })
    expect(because?.threadId).toBe(why?.threadId)
    expect(comments.find(({ body }) => body === 'Before')).toMatchObject({
      side: 'old',
      line: 1,
      resolved: true,
    })
    expect(why?.resolved).toBe(false)
  })

  it('lists open ones over all pages', async () => {
    await create()
    for (const name of ['b1', 'b2', 'b3', 'b4']) {
      await gitOver(clone, 'push', '-q', 'origin', `feature:refs/heads/${name}`)
      await forge.create(slug, {
        title: name,
        body: '',
        base: 'main',
        draft: false,
        head: { slug, branch: name },
      })
    }
    host.pageSize = 2
    expect((await forge.listOpen(slug)).map(({ head: branch }) => branch).sort()).toEqual([
      'b1',
      'b2',
      'b3',
      'b4',
      'feature',
    ])
  })

  it('asks conditionally for what it knows, and sees what has changed', async () => {
    const number = await create()
    await forge.read(slug, number)
    const before = host.seen.length
    await forge.read(slug, number)
    const again = host.seen.slice(before)
    expect(again.length).toBeGreaterThan(2)
    expect(again.filter(({ status }) => status !== 304)).toEqual([])
    pullOf(number).title = 'Other'
    expect((await forge.read(slug, number)).title).toBe('Other')
  })

  it('explains what is not there, not allowed, and broken', async () => {
    expect((await failure(forge.read(slug, 77))).message).toBe(
      `${slug} on ${host.host} has no pull request 77`,
    )
    host.faults.push({ match: /./, status: 403, body: { message: 'Not for you' }, times: 1 })
    expect(await failure(forge.branchHead({ slug, branch: 'feature' }))).toMatchObject({
      code: 'hosting_denied',
      message: expect.stringContaining('Not for you'),
    })
    host.faults.push({ match: /./, status: 502, times: 1 })
    expect((await failure(forge.branchHead({ slug, branch: 'feature' }))).message).toContain('(502)')
    await host.stop()
    expect((await failure(forge.branchHead({ slug, branch: 'feature' }))).message).toContain(
      'cannot be reached',
    )
  })

  it('asks no more once the host wants no requests, until the time it said', async () => {
    let now = Date.now()
    forge = openOn(kind, host, { clock: { now: () => now, after: () => () => {} } })
    host.faults.push({ match: /./, status: 429, headers: { 'retry-after': '30' }, times: 1 })
    const limited = await failure(forge.whoAmI())
    expect([limited.code, limited.details?.['until']]).toEqual(['hosting_rate_limited', now + 30_000])
    const asked = host.seen.length
    expect((await failure(forge.listOpen(slug))).code).toBe('hosting_rate_limited')
    expect(host.seen).toHaveLength(asked)
    now += 30_001
    expect(await forge.listOpen(slug)).toEqual([])
  })

  it('leaves a host that does not answer', async () => {
    let answer = (): void => {}
    host.hold = new Promise((resolve) => (answer = resolve))
    const slow = await failure(openOn(kind, host, { timeoutMs: 50 }).listOpen(slug))
    expect(slow.details).toMatchObject({ timedOut: true })
    answer()
  })

  it('no failure holds the token', async () => {
    host.faults.push({ match: /./, status: 422, body: { message: 'no' } })
    for (const error of [await failure(forge.whoAmI()), await failure(create())]) {
      const all = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error.stack)
      expect(all).not.toContain('token-of-ada')
      expect(JSON.stringify(error.cause ?? null)).not.toContain('token-of-ada')
    }
  })
})

it('GitHub: a fork makes a pull request of the repository it comes from', async () => {
  const host = await newHost('github').start()
  try {
    const { repository, clone } = await withBranch(host, 'team/engine')
    await host.state.addRepository('ada/engine')
    await gitOver(clone, 'push', '-q', host.remote('ada/engine'), 'feature')
    const fetch = ['fetch', '-q', host.state.repositories.get('ada/engine')?.folder ?? '', 'feature'] as const
    await gitOver(clone, ...fetch)
    const forge = openOn('github', host)
    const head = { slug: 'ada/engine', branch: 'feature' }
    const number = await forge.create('team/engine', {
      title: 't',
      body: '',
      base: 'main',
      draft: false,
      head,
    })
    expect(repository.pulls[0]).toMatchObject({ number, headSlug: 'ada/engine' })
    expect(await forge.findByBranch('team/engine', head)).toBe(number)
    expect(await forge.findByBranch('team/engine', { ...head, slug: 'team/engine' })).toBeNull()
  } finally {
    await host.stop()
  }
})
