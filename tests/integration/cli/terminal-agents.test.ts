import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AgentProfile, Prompted, Session, SessionView, Workspace } from '../../../src/contracts/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'

const profile: AgentProfile = {
  id: 'helper',
  name: 'Helper',
  kind: 'terminal',
  command: process.execPath,
  args: [resolve(import.meta.dirname, '../sessions/scripted-program.ts')],
  promptArgs: ['--message', '{prompt}'],
  env: {},
  secretEnv: [],
  fileAccess: false,
  versionArgs: null,
  install: null,
  homepage: null,
  mcpServers: [],
}

let installation: Installation
let workspaceName: string

beforeAll(async () => {
  installation = new Installation()
  await makeRepository(join(installation.folder, 'repo'), { 'README.md': '# Demo\n' })
  await installation.json('project', 'add', './repo', '--name', 'demo')
  const made = await installation.json<Workspace>(
    'workspace',
    'create',
    '--project',
    'demo',
    '--branch',
    'try/one',
  )
  workspaceName = made.name
  const { client } = await installation.connect()
  await client.settings.set({ customAgents: [profile] })
})
afterAll(() => installation.remove())

const shown = (id: string) => installation.json<Session & { output: string }>('session', 'show', id)

async function until(id: string, fact: (session: Session & { output: string }) => boolean) {
  for (;;) {
    const session = await shown(id)
    if (fact(session)) return session
    await pause(50)
  }
}

describe('an agent in a terminal, by command', () => {
  let id: string

  it('is started with a prompt, and shown with what it printed', async () => {
    const created = await installation.json<SessionView>(
      'session',
      'create',
      '--workspace',
      workspaceName,
      '--agent',
      'helper',
      '--prompt',
      'Tidy up',
    )
    ;({ id } = created)
    expect(created).toMatchObject({ agent: 'helper', status: 'running', title: 'Tidy up' })
    const { output } = await until(id, ({ output: text }) => text.includes('facts='))
    expect(output).toContain('"args":["--message","Tidy up"]')
    const { stdout } = await installation.cli(['session', 'show', id])
    expect(stdout).toContain('Helper, in a terminal')
    expect(stdout).toContain('"args":["--message","Tidy up"]')
  })

  it('is typed to', async () => {
    const prompted = await installation.json<Prompted>('session', 'prompt', id, '--text', 'say typed-here')
    expect(prompted).toMatchObject({ kind: 'typed', pasted: false })
    await until(id, ({ output }) => /^typed-here$/m.test(output))
    const { stdout } = await installation.cli(['session', 'prompt', id, '--text', 'say more'])
    expect(stdout).toContain('typed into its terminal')
  })

  it('has no turns to cancel, watch or wait for', async () => {
    for (const command of [
      ['session', 'stop', id, '--turn'],
      ['session', 'watch', id],
      ['queue', 'resume', id],
    ]) {
      const { code, stderr } = await installation.cli(command)
      expect([command.join(' '), code]).not.toEqual([command.join(' '), 0])
      expect(stderr).toContain('terminal')
    }
  })

  it('says why it ended, and is stopped', async () => {
    await installation.cli(['session', 'prompt', id, '--text', 'exit 7'])
    const ended = await until(id, ({ status }) => status === 'error')
    expect(ended.error).toMatchObject({ message: 'Helper exited with code 7' })
    const stopped = await installation.json<Session>('session', 'stop', id)
    expect(stopped).toMatchObject({ status: 'stopped' })
  })

  it('is in the list, and can be read when its workspace was deleted', async () => {
    const listed = await installation.cli(['session', 'list'])
    expect(listed.stdout).toContain('Helper')
    await installation.json('workspace', 'delete', workspaceName, '--yes')
    expect((await shown(id)).output).toContain('typed-here')
  })
})
