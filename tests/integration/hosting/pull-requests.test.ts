import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppClient } from '../../../src/cli/connect.ts'
import {
  toFailure,
  type ForgeKind,
  type PullRequest,
  type PullRequestComment,
  type Workspace,
} from '../../../src/contracts/index.ts'
import { type ForgeHost, type ForgeRepository } from '../../hosts/forge/index.ts'
import { TestRepository } from '../../hosts/git/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'
import { gitOver, kinds, newHost } from './forge-fixture.ts'

const slug = 'ada/shop'
let host: ForgeHost
let repository: ForgeRepository
let installation: Installation
let client: AppClient
let workspace: Workspace
let worktree: TestRepository

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => toFailure(error).code,
  )
const pr = <T = PullRequest>(...args: string[]): Promise<T> => installation.json<T>('pr', ...args)
const push = (): Promise<void> => gitOver(worktree, 'push', '-q', 'origin', 'HEAD')
const first = () => {
  const pull = repository.pulls[0]
  if (!pull) throw new Error('the host has no pull request')
  return pull
}

async function begin(kind: ForgeKind): Promise<void> {
  host = await newHost(kind).start()
  repository = await host.state.addRepository(slug)
  installation = new Installation({ SWITCHYARD_PULL_REQUEST_WATCH_MS: '0', PATH: process.env['PATH'] })
  const own = new TestRepository(
    await makeRepository(join(installation.folder, 'shop'), { 'a.txt': 'one\ntwo\nthree\n' }),
  )
  own.git('remote', 'add', 'origin', host.remote(slug))
  await gitOver(own, 'push', '-q', 'origin', 'main')
  ;({ client } = await installation.connect())
  await client.settings.set({
    hosting: [{ host: host.host, kind, apiUrl: host.apiUrl, token: 'token-of-ada' }],
  })
  await client.project.add({ path: own.path })
  workspace = await client.workspace.create({ project: 'shop', branch: 'fix/login', prompt: 'Fix the login' })
  worktree = new TestRepository(workspace.repositories[0]?.worktree ?? '')
}
const end = async (): Promise<void> => {
  await installation.remove()
  await host.stop()
}
const change = (): void => {
  worktree.write({ 'a.txt': 'one\n2\nthree\n' })
  worktree.git('commit', '-qam', 'Number the second line\n\nBecause it is shorter.')
}

describe.each(kinds)('a pull request on %s', (kind) => {
  beforeEach(() => begin(kind))
  afterEach(end)

  it('is made of what was pushed, followed, and merged', async () => {
    expect(await codeOf(client.pullRequest.create({ workspace: workspace.id }))).toBe('nothing_to_commit')
    change()
    expect((await client.pullRequest.propose({ workspace: workspace.id }))[0]).toMatchObject({
      kind,
      slug,
      remote: 'origin',
      branch: 'fix/login',
      base: 'main',
      title: 'Number the second line',
      body: 'Fix the login\n\nBecause it is shorter.',
      commits: 1,
      pushed: 'no',
      problem: null,
    })
    const early = await installation.cli(['pr', 'create', workspace.id])
    expect([early.code, early.stderr]).toEqual([
      1,
      expect.stringMatching(/branch_not_pushed[^]*git push -u origin fix\/login/),
    ])
    await push()
    const made = await pr('create', workspace.id, '--draft')
    expect(made).toMatchObject({
      number: 1,
      state: 'open',
      draft: true,
      title: expect.stringContaining('Number'),
      author: 'ada',
    })
    expect(await codeOf(client.pullRequest.create({ workspace: workspace.id }))).toBe('pull_request_exists')

    first().checks = [{ name: 'build', state: 'failed', summary: '1 test failed' }]
    const failing = await pr('refresh', workspace.id)
    expect(failing.checks).toMatchObject([{ name: 'build', state: 'failed', summary: '1 test failed' }])
    expect((await pr('ready', workspace.id)).draft).toBe(false)
    const refused = await installation.cli(['pr', 'merge', workspace.id, '--yes'])
    expect(refused.stderr).toContain('1 check fails: build')
    expect(first().state).toBe('open')

    first().checks = [{ name: 'build', state: 'passed' }]
    expect((await pr('merge', workspace.id, '--yes', '--method', 'squash')).state).toBe('merged')
    const log = new TestRepository(repository.folder).git('log', '-1', '--format=%s', 'main')
    expect(log).toContain('Number the second line')
    const events = await client.events.list({ workspaceId: workspace.id, limit: 50 })
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['pull_request.created', 'pull_request.merged']),
    )
  })

  it('is found by its branch, its number and its address, and forgotten again', async () => {
    change()
    await push()
    await host.state.open(repository, {
      title: 'By hand',
      body: '',
      author: 'bob',
      draft: false,
      base: 'main',
      head: 'fix/login',
      headSlug: slug,
    })
    expect(await codeOf(client.pullRequest.create({ workspace: workspace.id }))).toBe('pull_request_exists')
    const attached = await pr('attach', workspace.id)
    expect(attached).toMatchObject({ number: 1, title: 'By hand', author: 'bob' })
    await pr('detach', workspace.id)
    expect(await codeOf(client.pullRequest.show({ workspace: workspace.id }))).toBe('pull_request_not_found')
    expect(await pr('attach', workspace.id, '--pr', '#1')).toMatchObject({ number: 1 })
    expect(await pr('attach', workspace.id, '--pr', attached.url)).toMatchObject({ number: 1 })
    expect(await codeOf(client.pullRequest.attach({ workspace: workspace.id, pullRequest: '9' }))).toBe(
      'pull_request_not_found',
    )
    const other = attached.url.replace(slug, 'ada/other')
    expect(await codeOf(client.pullRequest.attach({ workspace: workspace.id, pullRequest: other }))).toBe(
      'invalid_input',
    )
    const [project] = await client.project.list()
    if (!project) throw new Error('no project')
    expect(await client.pullRequest.listOpen({ projectId: project.id })).toMatchObject([
      { number: 1, head: 'fix/login' },
    ])
  })
})

describe('pull requests', () => {
  beforeEach(async () => {
    await begin('github')
    change()
    await push()
  })
  afterEach(end)

  it('comments on lines become threads of the review, which an agent can be sent', async () => {
    await pr('create', workspace.id)
    const why = host.state.comment(first(), {
      author: 'bob',
      body: 'Why a number?',
      path: 'a.txt',
      line: 2,
      hunk: '@@ -1,3 +1,3 @@\n one\n-two\n+2',
    })
    host.state.comment(first(), { author: 'eve', body: 'Indeed', path: 'a.txt', line: 2, replyTo: why.id })
    host.state.comment(first(), { author: 'bob', body: 'Nice otherwise', path: null, line: null })
    await pr('refresh', workspace.id)
    const comments = await pr<PullRequestComment[]>('comments', workspace.id)
    expect(comments.map(({ body }) => body)).toEqual(['Why a number?', 'Indeed', 'Nice otherwise'])
    const threads = await client.comment.list({ workspace: workspace.id })
    expect(threads).toMatchObject([
      {
        origin: { kind: 'pull_request', number: 1 },
        path: 'a.txt',
        side: 'new',
        startLine: 2,
        endLine: 2,
        code: ['2'],
        before: ['one'],
        comments: [
          { author: 'bob', text: 'Why a number?' },
          { author: 'eve', text: 'Indeed' },
        ],
      },
    ])
    const [thread] = threads
    if (!thread) throw new Error('no thread')
    const sent = await client.comment.send({
      workspace: workspace.id,
      threadIds: [thread.id],
      to: { kind: 'new', agent: 'runbook' },
    })
    expect(sent.comments).toBe(2)
    await pr('refresh', workspace.id)
    const [after] = await client.comment.list({ workspace: workspace.id })
    expect(after?.comments.every((comment) => comment.sent !== null)).toBe(true)
    await pr('detach', workspace.id)
    expect(await client.comment.list({ workspace: workspace.id })).toEqual([])
  })

  it('what was known stays, with the reason why there is no news, also after a restart', async () => {
    await pr('create', workspace.id)
    host.faults.push({ match: /./, status: 503 })
    expect(await codeOf(client.pullRequest.refresh({ workspace: workspace.id, force: true }))).toBe(
      'hosting_failed',
    )
    await installation.stopAll()
    ;({ client } = await installation.connect())
    const snapshot = await client.snapshot()
    expect(snapshot.pullRequests).toMatchObject([
      { number: 1, state: 'open', failure: { code: 'hosting_failed' } },
    ])
    host.faults.length = 0
    expect((await client.pullRequest.refresh({ workspace: workspace.id, force: true })).failure).toBeNull()
  })

  it('open ones are asked for in the background, merged ones are not', async () => {
    await installation.stopAll()
    installation.env['SWITCHYARD_PULL_REQUEST_REFRESH_MS'] = '200'
    ;({ client } = await installation.connect())
    await client.pullRequest.create({ workspace: workspace.id })
    const events = await client.events.follow({ after: null })
    first().title = 'Renamed there'
    for await (const event of events) {
      const change = event.type === 'change' ? event.change : null
      if (change?.type === 'pullRequest' && change.entity.title === 'Renamed there') break
    }
    expect((await client.pullRequest.show({ workspace: workspace.id })).title).toBe('Renamed there')
  })

  it('an answer that was lost makes no second one', async () => {
    const request = { workspace: workspace.id, idempotencyKey: 'the same key' }
    host.faults.push({ match: /^POST .*\/pulls$/, status: 502, times: 1, after: true })
    expect(await codeOf(client.pullRequest.create(request))).toBe('hosting_failed')
    expect((await client.pullRequest.create(request)).number).toBe(1)
    expect(repository.pulls).toHaveLength(1)
  })

  it('commits that came after looking are not merged, unpushed ones are told', async () => {
    const { headSha } = await client.pullRequest.create({ workspace: workspace.id })
    worktree.write({ 'b.txt': 'b\n' }).commit('Later')
    expect((await client.pullRequest.propose({ workspace: workspace.id }))[0]?.pushed).toBe('differs')
    await push()
    expect(await codeOf(client.pullRequest.merge({ workspace: workspace.id, headSha }))).toBe('not_mergeable')
    expect(first().state).toBe('open')
  })

  it('the token stands in no file, no address and no error', async () => {
    await client.pullRequest.create({ workspace: workspace.id })
    host.faults.push({ match: /./, status: 401 })
    const refused = await installation.cli(['pr', 'refresh', workspace.id, '--json'])
    expect(refused.stderr).toContain('hosting_denied')
    expect(refused.stderr).not.toContain('token-of-ada')
    expect(host.seen.filter(({ path }) => path.includes('token-of-ada'))).toEqual([])
    expect(host.seen.some(({ authorization }) => authorization?.includes('token-of-ada'))).toBe(true)
    await installation.stopAll()
    const files = readdirSync(installation.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const holding = files.filter((entry) =>
      readFileSync(join(entry.parentPath, entry.name)).includes('token-of-ada'),
    )
    expect(holding.map(({ name }) => name)).toEqual([])
  })

  it('without a token in the settings that of gh is used, and kept as secret', async () => {
    const bin = join(installation.folder, 'bin')
    mkdirSync(bin)
    const script =
      '#!/bin/sh\n[ "$1 $2 $3" = "auth token --hostname" ] && [ "$4" = "$HOST_OF_TEST" ] && echo token-of-gh\n'
    writeFileSync(join(bin, 'gh'), script, { mode: 0o755 })
    host.tokens.set('token-of-gh', { login: 'grace', scopes: ['repo'] })
    await client.settings.set({
      hosting: [{ host: host.host, kind: 'github', apiUrl: host.apiUrl, token: '' }],
    })
    await installation.stopAll()
    installation.env['PATH'] = `${bin}:${process.env['PATH']}`
    installation.env['HOST_OF_TEST'] = host.host
    ;({ client } = await installation.connect())
    expect(await client.hosting.test({ host: host.host })).toMatchObject({
      login: 'grace',
      source: 'gh',
      scopes: ['repo'],
    })
    expect((await client.pullRequest.create({ workspace: workspace.id })).author).toBe('grace')
  })

  it('a host that nobody knows is named', async () => {
    await client.settings.set({ hosting: [] })
    const [proposal] = await client.pullRequest.propose({ workspace: workspace.id })
    expect(proposal?.problem).toMatchObject({
      code: 'hosting_not_configured',
      hint: expect.stringContaining(host.host),
    })
  })
})
