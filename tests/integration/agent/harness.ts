import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { WebSocket } from 'ws'
import { buildAgent } from '../../../src/agent/build-agent.ts'
import {
  newId,
  openScopes,
  Redactor,
  resolveHome,
  Scope,
  silentLogger,
  systemClock,
  type Clock,
  type Home,
} from '../../../src/base/index.ts'
import {
  agentProtocol,
  limitVariable,
  type Enrolment,
  type LimitName,
  type NodeId,
  type RepositoryId,
} from '../../../src/contracts/index.ts'
import { createAgentClient, type AgentClient } from '../../../src/main/nodes/agent-client.ts'
import { createJobSigner, type SignJob } from '../../../src/main/nodes/job-tokens.ts'
import { makeRepository, temporaryFolder, type TestRepository } from '../../hosts/git/index.ts'

export interface TestNode {
  home: Home
  folder: string
  nodeId: NodeId
  enrolment: Enrolment
  env: Record<string, string>
  identity: TestIdentity
  sign: SignJob
  repository: TestRepository
  repositoryId: RepositoryId
  /** A connection with a fresh client; closed by `close`. */
  connect(sign?: SignJob): Promise<AgentClient>
  socket(path: string, headers?: Record<string, string>): WebSocket
  remove(): Promise<void>
}

export type TestIdentity = Parameters<typeof createJobSigner>[0]

async function makeIdentity(): Promise<TestIdentity & { publicKey: Enrolment['publicKey'] }> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const [publicKey, privateKey] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)])
  return { installId: 'test', publicKey: publicOnly(publicKey), privateKey } as never
}

const publicOnly = ({ x }: JWK): Enrolment['publicKey'] => ({ kty: 'OKP', crv: 'Ed25519', x: x as string })

/** A home with an enrolment and a repository beside it; no daemon yet. */
export async function makeNode(limits: Partial<Record<LimitName, number>> = {}): Promise<TestNode> {
  const { path: folder, remove } = temporaryFolder('agent')
  const nodeId = newId('node')
  const identity = await makeIdentity()
  const home = resolveHome({ SWITCHYARD_HOME: join(folder, 'home') })
  const enrolment: Enrolment = { nodeId, publicKey: identity.publicKey }
  mkdirSync(home.agent.root, { recursive: true, mode: 0o700 })
  writeFileSync(home.agent.enrolment, JSON.stringify(enrolment), { mode: 0o600 })
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    SHELL: '/bin/sh',
    SWITCHYARD_HOME: home.root,
    GIT_CONFIG_GLOBAL: '/dev/null',
  }
  for (const [name, value] of Object.entries(limits)) env[limitVariable(name as LimitName)] = String(value)
  const sign = await createJobSigner(identity, nodeId, 'user', systemClock, 60_000)
  const open = new Set<WebSocket>()
  const socket = (path: string, headers: Record<string, string> = {}): WebSocket => {
    const client = new WebSocket(`ws://agent${path}`, {
      createConnection: () => connect(home.agent.socket),
      headers,
      perMessageDeflate: false,
    })
    // Tests look at what a socket does; one that ends while opening is no failure of its own.
    client.on('error', () => undefined)
    open.add(client)
    return client
  }
  return {
    home,
    folder,
    nodeId,
    enrolment,
    env,
    identity,
    sign,
    repository: makeRepository(join(folder, 'repo')),
    repositoryId: newId('repository'),
    socket,
    async connect(signer = sign) {
      const client = socket('/rpc')
      await once(client, 'open')
      return createAgentClient(client, signer)
    },
    async remove() {
      for (const client of open) client.terminate()
      remove()
    },
  }
}

/** The daemon's services in this process, behind their real socket. */
export async function startAgent(
  node: TestNode,
  clock: Clock = systemClock,
): Promise<{ close(): Promise<void> }> {
  const scope = new Scope('agent')
  try {
    await buildAgent({
      home: node.home,
      enrolment: node.enrolment,
      env: node.env,
      log: silentLogger,
      redactor: new Redactor(),
      clock,
      newId,
      runbookBundle: '/nonexistent/runbook.js',
      shutdown: () => void scope.close(),
      scope,
    })
  } catch (error) {
    await scope.close()
    throw error
  }
  return { close: () => scope.close() }
}

export { openScopes }

/** A workspace request on the node's repository. */
export const workspaceRequest = (
  node: TestNode,
  over: Partial<Parameters<AgentClient['workspace']['create']>[0]> = {},
) => ({
  id: newId('workspace'),
  projectId: newId('project'),
  name: 'One',
  branch: 'try/one',
  branchPolicy: 'unique' as const,
  prompt: '',
  repositories: [
    { repositoryId: node.repositoryId, name: 'repo', path: node.repository.path, baseBranch: null },
  ],
  ...over,
})

export const hello = { protocol: agentProtocol, appVersion: 'test', limits: {} }

/** The code a call fails with; fails itself when the call succeeds. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
  throw new Error('the call succeeded')
}
