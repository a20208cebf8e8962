import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AgentDetector } from '../../../src/agent/agents/index.ts'
import { builtInProfiles, type AgentProfile } from '../../../src/contracts/index.ts'
import { temporaryFolder } from '../../hosts/git/index.ts'

let folder: string
let remove: () => void
let detector: AgentDetector

beforeEach(() => {
  ;({ path: folder, remove } = temporaryFolder('agents'))
  mkdirSync(join(folder, 'bin'))
  detector = new AgentDetector(
    { PATH: `${join(folder, 'missing')}:${join(folder, 'bin')}:/usr/bin:/bin` },
    '9.9.9',
  )
})
afterEach(() => remove())

const program = (name: string, script: string, mode = 0o755) =>
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode })
const profile = (over: Partial<AgentProfile>): AgentProfile => ({
  id: 'mine',
  name: 'Mine',
  kind: 'acp',
  promptArgs: [],
  command: 'mine',
  args: ['--acp'],
  env: {},
  secretEnv: [],
  fileAccess: false,
  versionArgs: ['--version'],
  install: 'get it',
  homepage: null,
  mcpServers: [],
  ...over,
})
const find = async (id: string, custom: AgentProfile[] = [], refresh = false) =>
  (await detector.list(custom, refresh)).find((agent) => agent.id === id)

test('Runbook is always there, with the product’s version; missing agents say how to get them', async () => {
  const all = await detector.list([], false)
  expect(all.map(({ id }) => id)).toEqual(builtInProfiles.map(({ id }) => id))
  expect(all[0]).toMatchObject({ id: 'runbook', available: true, builtIn: true, version: '9.9.9' })
  expect(await find('claude')).toMatchObject({
    available: false,
    version: null,
    path: null,
    install: expect.stringContaining('npm install'),
  })
})

test('an agent in PATH is found with its version, from whatever it prints', async () => {
  program('codex-acp', 'echo "codex-acp 2.6.1 (build 7)"')
  program('gemini', 'echo v0.61.0-rc.1 >&2')
  expect(await find('codex')).toMatchObject({
    available: true,
    version: '2.6.1',
    path: join(folder, 'bin/codex-acp'),
  })
  expect(await find('gemini')).toMatchObject({
    available: true,
    version: '0.61.0-rc.1',
    command: 'gemini --acp',
  })
})

test('one that fails to tell its version is available all the same', async () => {
  program('mine', 'exit 3')
  expect(await find('mine', [profile({})])).toMatchObject({ available: true, custom: true, version: null })
})

test('one that hangs is given up on', async () => {
  program('mine', 'exec sleep 30')
  const started = performance.now()
  expect(await find('mine', [profile({})])).toMatchObject({ available: true, version: null })
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('a file that cannot be run and a folder are no programs', async () => {
  program('codex-acp', 'true', 0o644)
  mkdirSync(join(folder, 'bin', 'gemini'))
  expect(await find('codex')).toMatchObject({ available: false })
  expect(await find('gemini')).toMatchObject({ available: false })
})

test('is not started when asking its version is not safe', async () => {
  program('mine', `touch ${join(folder, 'ran')}`)
  await find('mine', [profile({ versionArgs: null })])
  expect(() => rmSync(join(folder, 'ran'))).toThrow()
})

test('what was found is kept until asked to look again', async () => {
  expect(await find('codex')).toMatchObject({ available: false })
  program('codex-acp', 'echo 1.0.0')
  expect(await find('codex')).toMatchObject({ available: false })
  expect(await find('codex', [], true)).toMatchObject({ available: true, version: '1.0.0' })
})

test('a profile of the user’s takes the place of a known one with its id', async () => {
  program('my-claude', 'echo 3.2.1')
  const mine = profile({ id: 'claude', name: 'My Claude', command: join(folder, 'bin/my-claude'), args: [] })
  expect(await find('claude', [mine])).toMatchObject({ name: 'My Claude', custom: true, version: '3.2.1' })
  expect((await detector.list([mine], false)).filter(({ id }) => id === 'claude')).toHaveLength(1)
})
