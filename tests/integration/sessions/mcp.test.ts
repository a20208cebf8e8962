import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId, openScopes } from '../../../src/base/index.ts'
import type { McpServer, Session } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

let bench: Bench
beforeEach(() => void (bench = new Bench()))
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const mcpServers: McpServer[] = [
  { type: 'stdio', name: 'files', command: 'mcp-files', args: ['--all'], env: { TOKEN: 's3cret' } },
  { type: 'http', name: 'web', url: 'https://example.com/mcp', headers: { Authorization: 'Bearer s3cret' } },
  { type: 'sse', name: 'old', url: 'https://example.com/sse', headers: {} },
]
const stdio = {
  name: 'files',
  command: 'mcp-files',
  args: ['--all'],
  env: [{ name: 'TOKEN', value: 's3cret' }],
}
const http = {
  type: 'http',
  name: 'web',
  url: 'https://example.com/mcp',
  headers: [{ name: 'Authorization', value: 'Bearer s3cret' }],
}
const create = (options: object): Promise<Session> => bench.create(options, newId('session'), { mcpServers })
const told = async (session: Session) => {
  const turn = await bench.run(session, [['tell']])
  const notices = bench.messages(turn, 'notice').map(({ content }) => content)
  return { servers: bench.told(turn).opened?.mcpServers, notices }
}

test('an agent is told of the servers it can reach; the others are said once', async () => {
  const session = await create({ mcp: { http: true } })
  expect(await told(session)).toEqual({
    servers: [stdio, http],
    notices: ['Scripted cannot reach the MCP server old: it does not support SSE.'],
  })
  expect((await told(session)).notices).toEqual([])
})

test.each(['load', 'resume'])('they are given again on session/%s', async (way) => {
  const session = await create({ mcp: { http: true, sse: true }, [way]: true })
  await bench.run(session, [['say', 'x'], ['crash']])
  const { servers } = await told(session)
  expect(servers).toEqual([
    stdio,
    http,
    { type: 'sse', name: 'old', url: 'https://example.com/sse', headers: [] },
  ])
})

test('values of their variables and headers are in no journal record', async () => {
  const session = await create({ mcp: { http: true } })
  await bench.run(session, [['say', 'x']])
  const records = JSON.stringify(bench.store.journal.after(0, 1_000))
  expect(records).toContain(session.id)
  expect(records).not.toContain('s3cret')
})
