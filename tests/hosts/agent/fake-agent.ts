import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { dirname } from 'node:path'
import { RequestHeadersPlugin } from '@orpc/server/plugins'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { failuresOnly, silentLogger } from '../../../src/base/index.ts'
import { decodeFrame, encodeFrame, frameKinds, jobTokenHeader } from '../../../src/contracts/index.ts'
import { AgentState } from './agent-state.ts'
import { fakeRouter } from './router.ts'

/**
 * A node agent that keeps everything in memory: the real contract, on the real socket, with job tokens checked.
 * It outlives its server: `stop` and `start` are a crash and a restart with the same journal.
 */
export class FakeAgent extends AgentState {
  /** Frames that came in on the byte-stream socket, by connection. */
  frames: { channel: number; kind: number; text: string }[] = []
  streamSockets: WebSocket[] = []
  #server: Server | undefined
  #sockets: WebSocketServer | undefined

  async start(): Promise<void> {
    const handler = new RPCHandler(fakeRouter(this), {
      interceptors: [failuresOnly(silentLogger)],
      plugins: [new RequestHeadersPlugin()],
    })
    const sockets = new WebSocketServer({ noServer: true })
    const server = createServer()
    server.on('upgrade', (request, socket, head) => {
      const accept = (then: (client: WebSocket) => void): void =>
        sockets.handleUpgrade(request, socket, head, then)
      if (request.url === '/rpc') accept((client) => void handler.upgrade(client, { context: {} }))
      else if (request.url === '/streams')
        this.jobs.check(request.headers[jobTokenHeader], 'streams').then(
          () => accept((client) => this.#streams(client)),
          () => socket.destroy(),
        )
      else socket.destroy()
    })
    mkdirSync(dirname(this.home.agent.socket), { recursive: true })
    rmSync(this.home.agent.socket, { force: true })
    server.listen(this.home.agent.socket)
    await once(server, 'listening')
    this.#server = server
    this.#sockets = sockets
  }

  /** Cuts every connection and listens no more. */
  async stop(): Promise<void> {
    this.drop()
    const server = this.#server
    if (!server) return
    this.#server = undefined
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }

  /** Cuts every connection; the agent stays reachable. */
  drop(): void {
    for (const client of this.#sockets?.clients ?? []) client.terminate()
  }

  #streams(client: WebSocket): void {
    this.streamSockets.push(client)
    client.on('message', (data) => {
      const frame = decodeFrame(data as Buffer)
      if (!frame) return
      this.frames.push({
        channel: frame.channel,
        kind: frame.kind,
        text: Buffer.from(frame.payload).toString('utf8'),
      })
      if (frame.kind === frameKinds.open)
        client.send(encodeFrame(frame.channel, frameKinds.opened, frame.payload))
      // Typed bytes come back as a terminal's echo would.
      if (frame.kind === frameKinds.data)
        client.send(encodeFrame(frame.channel, frameKinds.data, frame.payload))
    })
  }
}
