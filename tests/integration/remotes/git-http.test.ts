import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../../src/base/index.ts'
import { GitHttp } from '../../hosts/forge/git-http.ts'
import { gitEnv, makeRepository, temporaryFolder, type TestRepository } from '../../hosts/git/index.ts'

let folder: ReturnType<typeof temporaryFolder>
let source: TestRepository
let http: GitHttp

const git = (...args: string[]) =>
  run('git', args, {
    cwd: source.path,
    env: { ...gitEnv, GIT_TERMINAL_PROMPT: '0' },
    okExitCodes: [0, 1, 128],
    timeoutMs: 30_000,
  })

beforeEach(async () => {
  folder = temporaryFolder('http')
  source = makeRepository(join(folder.path, 'source'))
  source.git('init', '--quiet', '--bare', join(folder.path, 'served/team/app.git'))
  http = await new GitHttp({
    root: join(folder.path, 'served'),
    users: { ann: 'p:w', bob: 'bob' },
    readers: ['bob'],
  }).start()
})
afterEach(async () => {
  await http.stop()
  folder.remove()
})

test('takes a push of who has the password, a large one too, and gives it back on fetch', async () => {
  source.write({ 'big.bin': Buffer.from(crypto.getRandomValues(new Uint8Array(65_536))) })
  for (let n = 0; n < 30; n++)
    source.write({ [`${n}.bin`]: Buffer.from(crypto.getRandomValues(new Uint8Array(65_536))) })
  source.commit('big')
  const pushed = await git('push', http.repository('team/app.git', 'ann'), 'main')
  expect(pushed.exitCode).toBe(0)
  const listed = await git('ls-remote', http.repository('team/app.git', 'bob'))
  expect(String(listed.stdout)).toContain(source.git('rev-parse', 'main'))
})

test('turns away who has no password, and who may only read', async () => {
  const stranger = await git('push', http.repository('team/app.git'), 'main')
  expect(stranger.stderr).toContain('could not read Username')
  const reader = await git('push', http.repository('team/app.git', 'bob'), 'main')
  expect(reader.stderr).toContain('403')
})
