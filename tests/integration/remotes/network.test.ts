import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GitHttp, type GitHttpOptions } from '../../hosts/forge/git-http.ts'
import { GitSsh, noSshd } from '../../hosts/forge/git-ssh.ts'
import { push, RemotesFixture } from './fixture.ts'

const at = new RemotesFixture()

describe('over HTTP', () => {
  let http: GitHttp
  let before: GitHttpOptions['before']

  beforeEach(async () => {
    before = undefined
    http = await new GitHttp({
      root: at.node.folder,
      users: { ann: 'secret-word', bob: 'bob' },
      readers: ['bob'],
      before: (request) => before?.(request),
    }).start()
    at.commit({ 'c.txt': 'c\n' })
  })
  afterEach(() => http.stop())
  const url = (user?: string): void =>
    void at.node.repository.git('remote', 'set-url', 'origin', http.repository('origin.git', user))

  test('pushes with stored credentials, and shows them nowhere', async () => {
    url('ann')
    const outcome = await at.run(push)
    expect(outcome).toMatchObject({ outcome: 'done' })
    expect(JSON.stringify(outcome)).not.toContain('secret-word')
    expect(at.remote.git('rev-parse', 'try/one')).toBe(at.worktree.git('rev-parse', 'HEAD'))
  })

  test('never asks: without credentials, and without the right, it says so', async () => {
    url()
    expect((await at.run(push)).failure).toMatchObject({
      code: 'remote_auth_failed',
      details: { reason: 'credentials' },
    })
    url('bob')
    expect((await at.run(push)).failure).toMatchObject({
      code: 'remote_auth_failed',
      details: { reason: 'forbidden' },
    })
  })

  test('a slow remote is cancelled at once, and the workspace is free again', async () => {
    url('ann')
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    before = () => {
      asked.resolve()
      return answer.promise
    }
    const pushing = at.run(push)
    await asked.promise
    const state = await at.client.remotes.state({ workspaceId: at.workspace.id })
    expect(state.act).toMatchObject({ kind: 'push', repository: 'repo' })
    expect(await at.client.remotes.cancel({ workspaceId: at.workspace.id })).toEqual({ cancelled: true })
    expect(await pushing).toMatchObject({ outcome: 'cancelled', failure: { code: 'git_act_cancelled' } })
    before = undefined
    answer.resolve()
    expect((await at.client.remotes.state({ workspaceId: at.workspace.id })).act).toBeNull()
    expect((await at.run(push)).outcome).toBe('done')
    expect(await at.client.remotes.cancel({ workspaceId: at.workspace.id })).toEqual({ cancelled: false })
  })

  test('a remote that says nothing is given up', async () => {
    url('ann')
    await at.client.handshake({ protocol: 1, appVersion: 'test', limits: { remoteSilentMs: 300 } })
    const answer = Promise.withResolvers<void>()
    before = () => answer.promise
    const outcome = await at.run({ kind: 'fetch' })
    answer.resolve()
    expect(outcome.failure).toMatchObject({ code: 'remote_unreachable', details: { reason: 'silent' } })
  })

  test('a second act waits for nothing: it is refused while one runs', async () => {
    url('ann')
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    before = () => {
      asked.resolve()
      return answer.promise
    }
    const first = at.run({ kind: 'fetch' })
    await asked.promise
    await expect(at.run(push)).rejects.toMatchObject({ code: 'git_act_running' })
    answer.resolve()
    expect((await first).outcome).toBe('done')
  })
})

describe.skipIf(noSshd !== null)(`over ssh${noSshd === null ? '' : ` (${noSshd})`}`, () => {
  let ssh: GitSsh

  beforeEach(async () => {
    ssh = await new GitSsh(join(at.node.folder, 'sshd')).start()
    at.node.repository.git('remote', 'set-url', 'origin', ssh.repository(at.remote.path))
    at.node.repository.git('config', 'core.sshCommand', ssh.command())
    at.commit({ 'c.txt': 'c\n' })
  })
  afterEach(() => ssh.stop())

  test('pushes and fetches with a key', async () => {
    expect(await at.run(push)).toMatchObject({ outcome: 'done' })
    expect(at.remote.git('rev-parse', 'try/one')).toBe(at.worktree.git('rev-parse', 'HEAD'))
    expect((await at.run({ kind: 'fetch' })).outcome).toBe('done')
  })

  test('a key that is not accepted, a host that is not known, and one that has changed are told apart', async () => {
    at.node.repository.git('config', 'core.sshCommand', ssh.command('stranger'))
    expect((await at.run(push)).failure).toMatchObject({
      code: 'remote_auth_failed',
      details: { reason: 'ssh_key' },
    })
    at.node.repository.git('config', 'core.sshCommand', ssh.command())
    ssh.forget()
    expect((await at.run(push)).failure?.code).toBe('host_key_unknown')
    ssh.mistrust()
    expect((await at.run(push)).failure?.code).toBe('host_key_changed')
    expect(at.remote.git('branch', '--list', 'try/one')).toBe('')
  })

  test('a cancel ends ssh and the hook as well', async () => {
    const sign = join(at.node.folder, 'hook-runs')
    at.hook(at.node.repository, 'pre-push', `touch ${sign}; exec sleep 987`)
    const running = at.run(push)
    await vi.waitFor(() => expect(existsSync(sign)).toBe(true), { timeout: 30_000 })
    await at.client.remotes.cancel({ workspaceId: at.workspace.id })
    expect((await running).outcome).toBe('cancelled')
    const left = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    expect(left).not.toContain('sleep 987')
    expect(left).not.toContain(join(at.node.folder, 'sshd', 'user'))
  })
})
