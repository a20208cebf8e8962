import { spawn } from 'node:child_process'
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import { readJsonFile, type Home } from '../base/index.ts'
import { ControlPlaneAddress, Failure, type AppContract } from '../contracts/index.ts'

export type AppClient = ContractRouterClient<AppContract>

export interface Connection {
  client: AppClient
  /** Resolves when the control plane has gone away. */
  closed: Promise<void>
  close(): void
}

// A first start migrates the database and starts the node agent; a slow disk needs some seconds.
const startTimeoutMs = 30_000
const pollMs = 25

/** Connects to the control plane of this home; null when none runs. */
export async function connect(home: Home): Promise<Connection | null> {
  const address = readJsonFile(home.controlPlaneAddress, ControlPlaneAddress)
  if (!address) return null
  const socket = new WebSocket(`ws+unix:${address.socket}:/rpc`, {
    headers: { authorization: `Bearer ${address.token}` },
    perMessageDeflate: false,
  })
  const open = await new Promise<boolean>((resolve) => {
    socket.once('open', () => resolve(true))
    // The address of one that was killed stays behind; nobody answers there.
    socket.once('error', () => resolve(false))
  })
  if (!open) return null
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const link = new RPCLink({ websocket: socket })
  // What was given up just now is still said: sending on a closed socket would fail.
  return { client: createORPCClient(link), closed, close: () => void setImmediate(() => socket.close()) }
}

/** Connects, starting a control plane in the background when none runs. Throws node_unreachable. */
export async function connectOrStart(
  home: Home,
  serveScript: string,
  env: NodeJS.ProcessEnv,
): Promise<Connection> {
  const running = await connect(home)
  if (running) return running
  const ended = startOnDemand(home, serveScript, env)
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    const connection = await connect(home)
    if (connection) return connection
    // Another command may have started one at the same moment; ours then ends and theirs answers.
    if (ended.code !== undefined && ended.code !== 0) break
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  const [said = '', advice] = ended.said()
  throw new Failure('node_unreachable', `The control plane did not start${said && `: ${said}`}`, {
    hint:
      said.startsWith('database_damaged') && advice !== undefined
        ? advice
        : `Its log is ${join(home.logs, 'control-plane.log')}. "switchyard serve" shows what goes wrong.`,
  })
}

interface Started {
  /** Undefined while it runs. */
  code: number | null | undefined
  /** What it printed since it was started, by lines: first what went wrong, then what to do. */
  said(): string[]
}

function startOnDemand(home: Home, serveScript: string, env: NodeJS.ProcessEnv): Started {
  mkdirSync(home.logs, { recursive: true, mode: 0o700 })
  const output = join(home.logs, 'control-plane.out')
  const log = openSync(output, 'a', 0o600)
  const { size } = fstatSync(log)
  const child = spawn(process.execPath, [serveScript, '--on-demand', '--port', '0'], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...env, SWITCHYARD_HOME: home.root },
    // The home always exists by now; the user's folder may go away under a process that lives on.
    cwd: home.root,
    windowsHide: true,
  })
  closeSync(log)
  child.unref()
  const ended: Started = {
    code: undefined,
    said: () => readFileSync(output).subarray(size).toString().trim().split('\n'),
  }
  child.once('exit', (code) => (ended.code = code))
  child.once('error', () => (ended.code = 1))
  return ended
}
