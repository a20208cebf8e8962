import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Connection } from '../../../src/cli/connect.ts'
import type { SessionId } from '../../../src/contracts/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'

let installation: Installation
let connection: Connection
let sessionId: SessionId

beforeAll(async () => {
  installation = new Installation()
  const repository = await makeRepository(join(installation.folder, 'repo'), { 'a.txt': 'a\n' })
  connection = await installation.connect()
  const { client } = connection
  const project = await client.project.add({ path: repository })
  const workspace = await client.workspace.create({ project: project.id, branch: 'sit' })
  sessionId = (await client.session.create({ workspace: workspace.id, agent: 'runbook' })).id
})
afterAll(() => installation.remove())

const attached = (...more: string[]) =>
  installation.cli(['session', 'attach', sessionId, ...more], { input: 'Say hello\n' })

it('a line is a message; the end of input leaves and stops nothing', async () => {
  expect(await attached()).toMatchObject({ code: 0 })
  const { turns } = await connection.client.session.show({ sessionId })
  expect(turns.map(({ messages }) => messages[0]?.content)).toEqual(['Say hello'])
})

it('is refused where another seat writes, takes over when asked to, and that one is told', async () => {
  const events = await connection.client.session.attach({ sessionId, seat: { id: 'other', kind: 'window' } })
  const told = events[Symbol.asyncIterator]()
  expect((await told.next()).value).toEqual({ type: 'attached' })
  const refused = await attached()
  expect(refused.code).not.toBe(0)
  expect(refused.stderr).toContain('attached in another window')
  expect(await attached('--takeover')).toMatchObject({ code: 0 })
  expect((await told.next()).value).toMatchObject({ type: 'taken', by: { kind: 'command_line' } })
  expect((await told.next()).done).toBe(true)
  const { entries } = await connection.client.audit.list({ text: 'session.takeover' })
  expect(entries).toHaveLength(1)
})

it('a stop is told to who writes, and nobody attaches after it', async () => {
  const events = await connection.client.session.attach({ sessionId, seat: { id: 'other', kind: 'window' } })
  const told = events[Symbol.asyncIterator]()
  await told.next()
  await connection.client.session.stop({ sessionId })
  expect((await told.next()).value).toEqual({ type: 'stopped' })
  expect((await attached()).stderr).toContain('was stopped')
})
