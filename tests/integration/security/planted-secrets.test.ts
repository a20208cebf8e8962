import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AppClient } from '../../../src/cli/connect.ts'
import type { AgentProfile, SessionId, Workspace } from '../../../src/contracts/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'

/** Nothing but their being known as secret gives the first six away. */
const planted = {
  variableByName: 'planted-by-name-7Qx1',
  variableMarked: 'planted-as-marked-7Qx2',
  variableOfTheUser: 'planted-by-user "7Qx3" \\ end',
  mcpHeader: 'planted-in-header-7Qx4',
  mcpVariable: 'planted-in-mcp-env-7Qx5',
  hostingToken: 'planted-as-token-of-a-host-7Qx6',
  github: `ghp_${'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zZ'.repeat(2).slice(0, 36)}`,
  webToken: `eyJ${'hbGciOiJFZERTQSJ9'.repeat(2)}.eyJ${'zdWIiOiJhIn0'.repeat(3)}.c2ln`,
}
/** As JSON writes it: in log lines, payloads and exports. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)
/** Said by the agent without being in the prompt. */
const hidden = (text: string): string => `~${Buffer.from(inJson(text)).toString('base64')}~`
/** All but what agents are never given. */
const said = Object.values(planted)
  .filter((secret) => secret !== planted.hostingToken)
  .map(hidden)

const profile: AgentProfile = {
  id: 'scripted',
  name: 'Scripted',
  kind: 'acp',
  promptArgs: [],
  command: process.execPath,
  args: [resolve(import.meta.dirname, '../sessions/scripted-agent.ts'), '{"load":true}'],
  env: { SERVICE_TOKEN: planted.variableByName, PLAIN: planted.variableMarked },
  secretEnv: ['PLAIN'],
  fileAccess: true,
  mcpServers: [
    { type: 'stdio', name: 'local', command: 'true', args: [], env: { LOCAL_KEY: planted.mcpVariable } },
  ],
  versionArgs: null,
  install: null,
  homepage: null,
}

let installation: Installation
let client: AppClient
let sessionId: SessionId

const prompt = async (...steps: unknown[]): Promise<void> => {
  const events = await client.session.follow({ sessionId, after: null })
  const text = JSON.stringify(steps)
  const result = await client.session.prompt({ sessionId, text, whenBusy: 'refuse', approve: 'once' })
  if (result.kind !== 'turn') throw new Error('the prompt was queued')
  for await (const event of events) {
    const change = event.type === 'change' ? event.change : null
    if (change?.type === 'turn' && change.entity.id === result.turn.id && change.entity.endedAt !== null)
      return
  }
}

beforeAll(async () => {
  installation = new Installation({ SWITCHYARD_LOG_LEVEL: 'trace' })
  await makeRepository(join(installation.folder, 'repo'), { 'README.md': '# Demo\n' })
  ;({ client } = await installation.connect())
  await client.settings.set({
    customAgents: [profile],
    agentEnv: { scripted: { MY_PASSWORD: planted.variableOfTheUser } },
    hosting: [{ host: 'git.example.com', kind: 'gitea', apiUrl: null, token: planted.hostingToken }],
  })
  const project = await client.project.add({ path: join(installation.folder, 'repo') })
  await client.project.setMcpServers({
    projectId: project.id,
    mcpServers: [
      {
        type: 'http',
        name: 'far',
        url: 'http://127.0.0.1:9/mcp',
        headers: { 'X-Api-Key': planted.mcpHeader },
      },
    ],
  })
  const workspace: Workspace = await client.workspace.create({ project: project.id, branch: 'b' })
  ;({ id: sessionId } = await client.session.create({ workspace: workspace.id, agent: 'scripted' }))

  const tool = (fields: object): unknown => [
    'raw',
    { sessionUpdate: 'tool_call_update', toolCallId: 't', ...fields },
  ]
  await prompt(
    ['env'],
    ...said.flatMap((secret) => [
      ['say', `it is ${secret} `],
      ['think', secret],
      ['stderr', `${secret}\n`],
      ['line', `no message: ${secret}`],
      tool({ title: secret, rawInput: { command: `curl -H ${secret}` }, rawOutput: { out: secret } }),
      tool({ content: [{ type: 'content', content: { type: 'text', text: secret } }] }),
      ['raw', { sessionUpdate: 'session_info_update', title: `About ${secret}` }],
      ['raw', { sessionUpdate: 'plan', entries: [{ content: secret }] }],
      ['raw', { sessionUpdate: 'unknown_to_us', [secret]: secret }],
      ['call', 'fs/read_text_file', { path: `/nowhere/${secret}` }],
      [
        'ask',
        { toolCallId: `q-${secret}`, title: `May I use ${secret}`, rawInput: { command: `x ${secret}` } },
      ],
    ]),
  )
  await prompt(['error', `refused for ${said.join(' ')}`])
  await prompt(['stderr', said.join('\n')], ['exit', 3])
}, 60_000)
afterAll(() => installation.remove())

/** Every file below a folder, whatever it is called. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/** `file: secret` for each secret found in a file, as it is or as JSON writes it. */
function found(secrets: Record<string, string>, ignore: (name: string) => boolean = () => false): string[] {
  const files = filesBelow(installation.folder).filter((file) => !ignore(basename(file)))
  expect(files.length).toBeGreaterThan(10)
  return files.flatMap((file) => {
    const bytes = readFileSync(file)
    return Object.entries(secrets)
      .filter(([, secret]) => bytes.includes(secret) || bytes.includes(inJson(secret)))
      .map(([name]) => `${relative(installation.folder, file)}: ${name}`)
  })
}

it('what is secret stands in no file of the home, no log, no journal, no backup and no export', async () => {
  const markdown = await client.session.export({ sessionId, format: 'markdown' })
  const json = await client.session.export({ sessionId, format: 'json' })
  writeFileSync(join(installation.folder, 'export.md'), markdown.text)
  writeFileSync(join(installation.folder, 'export.json'), json.text)
  expect(markdown.text).toContain('it is [redacted]')
  await installation.json('audit', 'export', 'audit.csv')
  expect(found(planted)).toEqual([])
  // Also what is only written when things end, and after a restart, which still knows the secrets.
  await installation.stopAll()
  ;({ client } = await installation.connect())
  expect((await client.settings.get()).agentEnv).toEqual({
    scripted: { MY_PASSWORD: planted.variableOfTheUser },
  })
  await prompt(['env'], ['say', said.join(' ')])
  await installation.stopAll()
  expect(found(planted)).toEqual([])
})

it('keys and tokens stand in their own file and nowhere else, and only the user can read it', () => {
  const read = (...path: string[]): Record<string, string> =>
    JSON.parse(readFileSync(join(installation.home.root, ...path), 'utf8')) as Record<string, string>
  const { privateKey } = read('identity.json') as unknown as { privateKey: { d: string } }
  const key = readFileSync(join(installation.home.root, 'secret.key'), 'utf8').trim()
  const agentKey = readFileSync(join(installation.home.root, 'agent', 'secret.key'), 'utf8').trim()
  const own = ['identity.json', 'secret.key']
  expect(found({ installationKey: privateKey.d, key, agentKey }, (name) => own.includes(name))).toEqual([])
  const open = filesBelow(installation.home.root)
    .map((file) => relative(installation.home.root, file))
    .filter((file) => !file.startsWith('worktrees/') && !file.endsWith('.lock'))
    .filter((file) => (statSync(join(installation.home.root, file)).mode & 0o077) !== 0)
  expect(open).toEqual([])
})
