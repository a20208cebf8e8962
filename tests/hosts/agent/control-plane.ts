import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import { WebSocket } from 'ws'
import {
  openScopes,
  readJsonFile,
  Redactor,
  resolveHome,
  silentLogger,
  type Home,
} from '../../../src/base/index.ts'
import { appContract, ControlPlaneAddress, type AppContract } from '../../../src/contracts/index.ts'
import {
  startControlPlane,
  type ControlPlane,
  type ControlPlaneOptions,
} from '../../../src/main/control-plane.ts'
import { FakeAgent } from './fake-agent.ts'

/** A control plane in this process on a home of its own, with a fake node agent. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'sy-'))
  readonly home: Home = resolveHome({ SWITCHYARD_HOME: this.folder })
  readonly agent = new FakeAgent(this.home)
  controlPlane: ControlPlane | undefined
  readonly #sockets: WebSocket[] = []
  stops = 0

  options(): ControlPlaneOptions {
    return {
      home: this.home,
      env: { SWITCHYARD_RECONNECT_FIRST_MS: '20', SWITCHYARD_RECONNECT_MAX_MS: '100' },
      host: 'web',
      onDemand: false,
      // Started only where a test has no fake agent listening: ends at once.
      agent: { command: process.execPath, args: ['-e', 'process.exit(7)'], env: {} },
      user: 'tester',
      machine: 'bench',
      log: silentLogger,
      redactor: new Redactor(),
      onStop: () => this.stops++,
    }
  }

  async start(options: Partial<ControlPlaneOptions> = {}): Promise<ControlPlane> {
    this.controlPlane = await startControlPlane({ ...this.options(), ...options })
    return this.controlPlane
  }

  address(): ControlPlaneAddress {
    return ControlPlaneAddress.parse(readJsonFile(this.home.controlPlaneAddress, ControlPlaneAddress))
  }

  /** A client over the local socket; answers are checked against the contract. */
  client(token = this.address().token): ContractRouterClient<AppContract> {
    const socket = new WebSocket(`ws+unix:${this.home.controlPlaneSocket}:/rpc`, {
      headers: { authorization: `Bearer ${token}` },
    })
    socket.on('error', () => undefined)
    this.#sockets.push(socket)
    const link = new RPCLink({
      websocket: socket,
      plugins: [new ResponseValidationPlugin(appContract)],
    })
    return createORPCClient(link)
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate()
    await this.controlPlane?.close()
    await this.agent.stop()
    rmSync(this.folder, { recursive: true, force: true })
    const left = openScopes()
    if (left.length > 0) throw new Error(`scopes left open: ${left.join(', ')}`)
  }
}
