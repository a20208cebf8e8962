import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket, WebSocketServer } from 'ws'
import { newId, Scope, silentLogger, systemClock } from '../../../src/base/index.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { TerminalService } from '../../../src/agent/terminals/index.ts'
import {
  decodeFrame,
  encodeCredit,
  encodeFrame,
  frameKinds,
  resolveLimits,
  type FrameKind,
  type LimitOverrides,
  type TerminalId,
  type Workspace,
  type WorkspaceId,
} from '../../../src/contracts/index.ts'

export const size = { cols: 80, rows: 24 }

/** A terminal service on real PTYs, behind a real WebSocket. */
export async function startTerminals(overrides: LimitOverrides = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-terminals-'))
  const scope = new Scope('test')
  const store = new AgentStore(join(folder, 'agent.db'), systemClock, newId)
  const workspaceId = newId('workspace')
  store.change(() => store.workspaces.put(workspaceIn(folder, workspaceId)))
  const deps = {
    store,
    clock: systemClock,
    limits: resolveLimits({}, overrides),
    log: silentLogger,
    env: { PATH: process.env['PATH'], HOME: folder, SHELL: '/bin/sh', PS1: '$ ' },
    folder: join(folder, 'screens'),
    workspaceRoot: () => ({ folder, repositories: [], activeRepositoryId: null, workingDirectory: '' }),
  }
  const terminals = new TerminalService(deps, scope)
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  server.on('connection', (socket) => terminals.accept(socket))
  await once(server, 'listening')
  const close = async () => {
    await scope.close()
    for (const client of server.clients) client.terminate()
    await new Promise((resolve) => server.close(resolve))
    store.close()
    rmSync(folder, { recursive: true })
  }
  const create = () => terminals.create({ id: newId('terminal'), workspaceId, repositoryId: null, size })
  const connect = () => StreamClient.connect((server.address() as AddressInfo).port)
  return { terminals, store, scope, deps, workspaceId, create, connect, close }
}

function workspaceIn(folder: string, id: WorkspaceId): Workspace {
  return {
    id,
    projectId: newId('project'),
    nodeId: newId('node'),
    name: 'test',
    branch: 'test',
    status: 'running',
    error: null,
    prompt: '',
    folder,
    archived: false,
    pinned: false,
    activeRepositoryId: null,
    workingDirectory: '',
    underWay: null,
    repositories: [],
    createdAt: 0,
    updatedAt: 0,
    revision: 1,
  }
}

/** One channel of a byte-stream socket, as a screen uses it. */
export class StreamClient {
  readonly #socket: WebSocket
  text = ''
  snapshots: string[] = []
  bytes = 0
  exit: { exitCode: number | null } | undefined
  error: { code: string } | undefined
  /** When false, nothing is credited: a viewer that hangs. */
  crediting = true
  #owed = 0
  #changed = Promise.withResolvers<void>()

  static async connect(port: number): Promise<StreamClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
    await once(socket, 'open')
    return new StreamClient(socket)
  }

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => this.#receive(data))
  }

  open(terminalId: TerminalId, at: typeof size | null = null): void {
    this.json(frameKinds.open, { terminalId, size: at })
  }

  type(text: string): void {
    this.#send(frameKinds.data, Buffer.from(text))
  }

  json(kind: FrameKind, value: unknown): void {
    this.#send(kind, Buffer.from(JSON.stringify(value)))
  }

  sendRaw(data: string | Uint8Array): void {
    this.#socket.send(data)
  }

  credit(): void {
    this.#send(frameKinds.credit, encodeCredit(this.#owed))
    this.#owed = 0
  }

  get closed(): Promise<unknown> {
    return once(this.#socket, 'close')
  }

  disconnect(): void {
    this.#socket.close()
  }

  /** Waits for a fact; the test's time-out bounds it. */
  async until(fact: () => boolean): Promise<void> {
    while (!fact()) await this.#changed.promise
  }

  #send(kind: FrameKind, payload: Uint8Array): void {
    this.#socket.send(encodeFrame(1, kind, payload))
  }

  #receive(data: Buffer): void {
    const frame = decodeFrame(data)
    if (!frame) throw new Error('not a frame')
    const text = Buffer.from(frame.payload).toString()
    if (frame.kind === frameKinds.snapshot) {
      this.snapshots.push(text)
      this.text += text
    }
    if (frame.kind === frameKinds.data) this.text += text
    if (frame.kind === frameKinds.data || frame.kind === frameKinds.snapshot) {
      this.bytes += frame.payload.length
      this.#owed += frame.payload.length
      if (this.crediting) this.credit()
    }
    if (frame.kind === frameKinds.exit) this.exit = JSON.parse(text)
    if (frame.kind === frameKinds.error) this.error = JSON.parse(text)
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}
