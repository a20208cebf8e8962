import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScopes } from '../../../src/base/index.ts'
import type { Session } from '../../../src/contracts/index.ts'
import { agentProfile, Bench, plantedSecret } from './harness.ts'
import { signInMethods } from './scripted-options.ts'

let bench: Bench
beforeEach(() => void (bench = new Bench()))
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const known = [
  { id: 'key', name: 'Use a key', description: 'From the environment', program: null },
  {
    id: 'login',
    name: 'Log in',
    description: null,
    program: { command: null, args: ['--login'], env: { MODE: 'login' } },
  },
  {
    id: 'old',
    name: 'Log in as before',
    description: null,
    program: { command: '/bin/agent', args: ['in'], env: {} },
  },
]
const signedInFile = () => join(bench.folder, 'signed-in')
const create = (more: object = {}): Promise<Session> =>
  bench.create({ authMethods: signInMethods, signedInFile: signedInFile(), ...more })
const authenticate = (session: Session, methodId: string) =>
  bench.host.agents.authenticate({ ...bench.ref(session), methodId })

test('an agent that wants the user to sign in says how, and is started once that is done', async () => {
  const session = await create()
  expect(session).toMatchObject({
    status: 'error',
    authMethods: known,
    error: { code: 'auth_required', details: { authMethods: known } },
  })
  expect(await authenticate(session, 'key')).toMatchObject({ status: 'idle', error: null })
  expect(await bench.run(session, [['say', 'in']])).toMatchObject({ status: 'succeeded' })
})

test('a running agent that asks to sign in at a prompt goes on after it, in the same process', async () => {
  const session = await bench.create({ authMethods: signInMethods })
  await bench.host.stop(bench.ref(session))
  const file = signedInFile()
  writeFileSync(file, '')
  const second = await create()
  rmSync(file)
  const failed = await bench.run(second, [['say', 'x']])
  expect(failed).toMatchObject({ status: 'failed', error: { code: 'auth_required' } })
  const before = bench.store.sessions.get(second.id)?.processGroup
  expect(await authenticate(second, 'key')).toMatchObject({ status: 'idle', error: null })
  expect(bench.store.sessions.get(second.id)?.processGroup).toBe(before)
  expect(await bench.run(second, [['say', 'in']])).toMatchObject({ status: 'succeeded' })
})

test('a failed sign-in leaves the session in error with what the agent said', async () => {
  const session = await create({ failMethod: 'key' })
  expect(await authenticate(session, 'key')).toMatchObject({
    status: 'error',
    error: { code: 'agent_failed', message: expect.stringContaining('wrong password') },
  })
})

test('methods of a terminal name their program, and are not given to the agent', async () => {
  const session = await create()
  const program = (methodId: string) => bench.host.agents.signInProgram({ ...bench.ref(session), methodId })
  expect(await program('login')).toMatchObject({
    title: 'Log in',
    command: process.execPath,
    args: [expect.stringContaining('scripted-agent.ts'), expect.any(String), '--login'],
    env: { MODE: 'login', PROFILE_SAYS: 'hello' },
  })
  expect(await program('old')).toMatchObject({ command: '/bin/agent', args: ['in'] })
  await expect(program('key')).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(authenticate(session, 'login')).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(authenticate(session, 'nothing')).rejects.toMatchObject({ code: 'invalid_input' })
})

test('restarting starts the agent of a session in error anew', async () => {
  const session = await create()
  writeFileSync(signedInFile(), '')
  expect(await bench.host.agents.restart(bench.ref(session))).toMatchObject({ status: 'idle', error: null })
})

test('restarting ends a running turn as cancelled and brings a new process', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['say', 'x'], ['hang']])
  await bench.until(() => bench.said(turn) === 'x')
  const before = bench.store.sessions.get(session.id)?.processGroup
  expect(await bench.host.agents.restart(bench.ref(session))).toMatchObject({ status: 'idle' })
  expect(bench.store.turns.get(turn.id)).toMatchObject({
    status: 'cancelled',
    error: { message: expect.stringContaining('did not stop within') },
  })
  expect(bench.store.sessions.get(session.id)?.processGroup).not.toBe(before)
})

test('a restarted agent gets the variables and MCP servers as they are now, also after the next restart', async () => {
  const session = await bench.create()
  const profile = {
    ...agentProfile(),
    env: { PROFILE_SAYS: 'something new', ADDED_KEY: plantedSecret },
    mcpServers: [{ type: 'stdio' as const, name: 'files', command: 'mcp-files', args: [], env: {} }],
  }
  const restart = (given: typeof profile | null) =>
    bench.host.agents.restart({ ...bench.ref(session), profile: given })
  expect(await restart(profile)).toMatchObject({ status: 'idle' })
  for (const again of [false, true]) {
    if (again) await restart(null)
    expect(bench.said(await bench.run(session, [['env']]))).toContain('"PROFILE_SAYS":"something new"')
    const told = bench.told(await bench.run(session, [['tell']]))
    expect(told.opened?.mcpServers).toMatchObject([{ name: 'files' }])
  }
  // Beside the database the profile stands sealed.
  expect(readFileSync(join(bench.folder, 'agent.db'), 'latin1')).not.toContain(plantedSecret)
})

test('an agent that cannot be started again puts its session in error, also when it was idle', async () => {
  const session = await bench.create({ signedInFile: signedInFile(), authMethods: signInMethods })
  expect(session.status).toBe('error')
  writeFileSync(signedInFile(), '')
  expect(await bench.host.agents.restart(bench.ref(session))).toMatchObject({ status: 'idle' })
  rmSync(signedInFile())
  expect(await bench.host.agents.restart(bench.ref(session))).toMatchObject({
    status: 'error',
    error: { code: 'auth_required' },
  })
})

test('what an agent says when it wants the user to sign in holds no secret', async () => {
  const session = await bench.create({
    failNew: { code: -32_000, message: `The key ${plantedSecret} is not valid` },
  })
  expect(session.error).toMatchObject({
    code: 'auth_required',
    message: 'Scripted needs you to sign in: The key [redacted] is not valid',
  })
})
