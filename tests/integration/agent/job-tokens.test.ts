import { once } from 'node:events'
import { statSync } from 'node:fs'
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId, openScopes, systemClock } from '../../../src/base/index.ts'
import { jobTokenHeader, type WorkspaceId } from '../../../src/contracts/index.ts'
import { createJobSigner, type SignJob } from '../../../src/main/nodes/job-tokens.ts'
import { codeOf, hello, makeNode, startAgent, workspaceRequest, type TestNode } from './harness.ts'

let node: TestNode
let agent: { close(): Promise<void> }

beforeEach(async () => {
  node = await makeNode()
  agent = await startAgent(node)
})
afterEach(async () => {
  await agent.close()
  await node.remove()
  expect(openScopes()).toEqual([])
})

const identityOf = async () => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return { installId: 'other', privateKey: await exportJWK(privateKey) } as never
}
const past = (ms: number) => ({ ...systemClock, now: () => Date.now() - ms })

describe('a call is refused', () => {
  const signers: [string, (node: TestNode) => Promise<SignJob>, string][] = [
    ['without a token', async () => async () => '', 'unauthorized'],
    ['with what is no token', async () => async () => 'a.b.c', 'unauthorized'],
    [
      'with a token of another key',
      async ({ nodeId }) => createJobSigner(await identityOf(), nodeId, 'u', systemClock, 60_000),
      'unauthorized',
    ],
    [
      'with a token for another node',
      async ({ identity }) => createJobSigner(identity, newId('node'), 'u', systemClock, 60_000),
      'unauthorized',
    ],
    [
      'with an expired token',
      async ({ identity, nodeId }) => createJobSigner(identity, nodeId, 'u', past(70_000), 60_000),
      'unauthorized',
    ],
    [
      'with an unsigned token',
      async ({ nodeId }) =>
        async (op) => {
          const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
          const exp = Math.floor(Date.now() / 1000) + 60
          return `${part({ alg: 'none' })}.${part({ op, aud: nodeId, sub: 'u', jti: 'x'.repeat(20), iat: exp - 60, exp })}.`
        },
      'unauthorized',
    ],
    [
      'with a token for another operation',
      async ({ sign }) =>
        () =>
          sign('journal.ack'),
      'forbidden',
    ],
    [
      'with a token for a workspace where it names none',
      async ({ sign }) =>
        (op) =>
          sign(op, newId('workspace')),
      'forbidden',
    ],
  ]
  test.each(signers)('%s', async (_what, make, code) => {
    const client = await node.connect(await make(node))
    expect(await codeOf(client.handshake(hello))).toBe(code)
  })

  test('with a token used before, on any connection', async () => {
    const token = await node.sign('handshake')
    const [first, second] = [await node.connect(async () => token), await node.connect(async () => token)]
    await first.handshake(hello)
    expect(await codeOf(first.handshake(hello))).toBe('replayed_job')
    expect(await codeOf(second.handshake(hello))).toBe('replayed_job')
  })

  test('with a token for another workspace, and none is made, stopped or deleted', async () => {
    const good = await node.connect()
    const { entity } = await good.workspace.create(workspaceRequest(node))
    const other = newId('workspace')
    const client = await node.connect((op) => node.sign(op, other))
    expect(await codeOf(client.workspace.stop({ workspaceId: entity.id }))).toBe('forbidden')
    expect(await codeOf(client.workspace.delete({ workspaceId: entity.id }))).toBe('forbidden')
    expect(await codeOf(client.git.diff({ workspaceId: entity.id }))).toBe('forbidden')
    expect(await codeOf(client.workspace.create(workspaceRequest(node, { branch: 'two' })))).toBe('forbidden')
    const none = await node.connect((op) => node.sign(op))
    expect(await codeOf(none.workspace.delete({ workspaceId: entity.id }))).toBe('forbidden')
    expect((await good.health()).workspaces).toBe(1)
  })

  test('for a terminal of another workspace than the token’s', async () => {
    const client = await node.connect()
    const one = (await client.workspace.create(workspaceRequest(node))).entity.id
    const two = (await client.workspace.create(workspaceRequest(node, { branch: 'two' }))).entity.id
    const id = newId('terminal')
    await client.terminal.create({ id, workspaceId: one, repositoryId: null, size: { cols: 80, rows: 24 } })
    expect(await codeOf(client.terminal.close({ workspaceId: two, terminalId: id }))).toBe(
      'terminal_not_found',
    )
    expect((await client.health()).terminals).toBe(1)
    await client.terminal.close({ workspaceId: one, terminalId: id })
  })

  test('before its input is looked at', async () => {
    const client = await node.connect(async () => '')
    expect(await codeOf(client.workspace.stop({ workspaceId: 'nonsense' as WorkspaceId }))).toBe(
      'unauthorized',
    )
  })
})

test('streams: a socket needs a token for streams, in a header or the query, once', async () => {
  const refused = async (path: string, headers = {}) => {
    const [, response] = await once(node.socket(path, headers), 'unexpected-response')
    return response.statusCode
  }
  expect(await refused('/streams')).toBe(401)
  expect(await refused('/streams', { [jobTokenHeader]: await node.sign('handshake') })).toBe(403)
  const token = await node.sign('streams')
  await once(node.socket('/streams', { [jobTokenHeader]: token }), 'open')
  expect(await refused('/streams', { [jobTokenHeader]: token })).toBe(403)
  await once(node.socket(`/streams?token=${await node.sign('streams')}`), 'open')
  expect(await refused('/elsewhere')).toBe(404)
})

test('only this user may open the socket', () => {
  expect(statSync(node.home.agent.socket).mode & 0o777).toBe(0o600)
  expect(statSync(node.home.agent.root).mode & 0o777).toBe(0o700)
})

test('bad input is refused with the path of its field, an unknown operation with a declared error', async () => {
  const client = await node.connect()
  const failure = await client.repository.inspect({ path: '' }).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('path') })
  const anything = client as unknown as { nothing: { here: (input: unknown) => Promise<unknown> } }
  await expect(anything.nothing.here({})).rejects.toBeDefined()
  expect((await client.health()).workspaces).toBe(0)
})

test('a client that breaks off, floods or sends rubbish ends only its own connection', async () => {
  const good = await node.connect()
  const rude = node.socket('/rpc')
  await once(rude, 'open')
  rude.send('{ not json')
  rude.send(Buffer.from([1, 2, 3]))
  rude.terminate()
  const loud = node.socket('/rpc')
  await once(loud, 'open')
  loud.send(Buffer.alloc(9 * 1024 * 1024))
  await once(loud, 'close')
  expect(await good.handshake(hello)).toMatchObject({ nodeId: node.nodeId, isolation: ['process'] })
})

test('a token made by hand for the pinned key is taken', async () => {
  const key = await importJWK((node.identity as { privateKey: object }).privateKey, 'EdDSA')
  const now = Math.floor(Date.now() / 1000)
  const token = await new SignJWT({ op: 'health' })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer('i')
    .setAudience(node.nodeId)
    .setSubject('u')
    .setJti('0123456789abcdef')
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(key)
  expect((await (await node.connect(async () => token)).health()).pid).toBe(process.pid)
})
