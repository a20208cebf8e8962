import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AgentProfile, SessionView, TurnDetail } from '../../../src/contracts/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'
import { signInMethods } from '../sessions/scripted-options.ts'

let installation: Installation
const scripted = resolve(import.meta.dirname, '../sessions/scripted-agent.ts')
const signedInFile = () => join(installation.folder, 'signed-in')
const behaviour = () => ({
  authMethods: signInMethods,
  signedInFile: signedInFile(),
  load: true,
  list: [[{ sessionId: 'earlier', title: 'The cart', updatedAt: '2026-02-01T00:00:00Z' }]],
  history: [
    { sessionUpdate: 'user_message_chunk', content: { type: 'text', text: 'Fix the cart' } },
    { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'It is fixed.' } },
  ],
})
const profile = (env: Record<string, string>): AgentProfile => ({
  id: 'scripted',
  name: 'Scripted',
  kind: 'acp',
  command: process.execPath,
  promptArgs: [],
  args: [scripted, JSON.stringify(behaviour())],
  env,
  secretEnv: [],
  fileAccess: false,
  versionArgs: null,
  install: null,
  homepage: null,
  mcpServers: [],
})
async function setProfile(env: Record<string, string>): Promise<void> {
  const { client, close } = await installation.connect()
  await client.settings.set({ customAgents: [profile(env)] })
  close()
}

beforeAll(async () => {
  installation = new Installation()
  const repository = await makeRepository(join(installation.folder, 'repo'), { 'a.txt': 'a\n' })
  await installation.json('project', 'add', repository, '--name', 'demo')
  await installation.json('workspace', 'create', '--project', 'demo', '--branch', 'mine', '--name', 'mine')
  await setProfile({ FLAVOUR: 'before' })
})
afterAll(() => installation.remove())

it('signs in to an agent that asks for it, by the way named, and lists the ways', async () => {
  const created = await installation.cli(['session', 'create', '--workspace', 'mine', '--agent', 'scripted'])
  expect(created.code).toBe(1)
  expect(created.stderr).toContain('auth_required')
  const [session] = await installation.json<SessionView[]>('session', 'list')
  const id = session!.id
  const ways = await installation.cli(['session', 'authenticate', id])
  expect(ways.stdout).toMatch(/key +Use a key +by the agent/)
  expect(ways.stdout).toMatch(/login +Log in +in a terminal/)
  expect(await installation.cli(['session', 'authenticate', id, '--method', 'other'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Its ways: key, login, old.'),
  })
  const signedIn = await installation.json<SessionView>('session', 'authenticate', id, '--method', 'key')
  expect(signedIn).toMatchObject({ status: 'idle', error: null })
})

it('restarts an agent with the variables of its profile as they are now', async () => {
  const [session] = await installation.json<SessionView[]>('session', 'list')
  const id = session!.id
  const flavour = async (): Promise<string | undefined> => {
    const args = ['session', 'prompt', id, '--text', '[["env"]]', '--wait']
    const { messages } = await installation.json<TurnDetail>(...args)
    return /"FLAVOUR":"(\w+)"/.exec(messages.map(({ content }) => content).join(''))?.[1]
  }
  expect(await flavour()).toBe('before')
  await setProfile({ FLAVOUR: 'after' })
  expect(await flavour()).toBe('before')
  expect(await installation.json<SessionView>('session', 'restart', id)).toMatchObject({ status: 'idle' })
  expect(await flavour()).toBe('after')
  rmSync(signedInFile())
  expect((await installation.cli(['session', 'restart', id])).stderr).toContain('auth_required')
  await installation.json('session', 'authenticate', id, '--method', 'key')
})

it('lists the earlier conversations of an agent and goes on with one', async () => {
  const listed = await installation.cli([
    'session',
    'conversations',
    '--workspace',
    'mine',
    '--agent',
    'scripted',
  ])
  expect(listed.stdout).toMatch(/earlier +The cart +2026-02-01T00:00:00.000Z/)
  const create = ['session', 'create', '--workspace', 'mine', '--agent', 'scripted', '--resume', 'earlier']
  const session = await installation.json<SessionView>(...create)
  expect(session).toMatchObject({ status: 'idle', turnCount: 1, title: 'Fix the cart' })
  const { stdout } = await installation.cli(['session', 'show', session.id])
  expect(stdout).toMatch(/> Fix the cart\s+It is fixed\./)
  const none = await installation.cli([
    'session',
    'conversations',
    '--workspace',
    'mine',
    '--agent',
    'runbook',
  ])
  expect(none.stdout).toContain('Runbook cannot list its conversations')
})
