import { timingSafeEqual } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { WebSocketServer } from 'ws'
import type { Scope } from '../../../base/index.ts'
import type { StreamPeer } from '../../terminals/index.ts'
import { webSocketPeer, type RpcServer } from '../sockets/index.ts'

export interface LocalSocketOptions {
  /** Unix socket path or Windows named pipe. */
  path: string
  /** What every request must carry as `authorization: Bearer …`. */
  token: string
  rpc: RpcServer
  streams: { accept(peer: StreamPeer): void }
  /** A fresh one-time address for a browser; null when there is no web host. */
  openUrl(): string | null
}

/** Largest request: a prompt over its limit still gets a declared error instead of a dropped connection. */
const maxPayload = 32 * 1024 * 1024
/** How long answers under way may take to leave when closing. */
const closeGraceMs = 500

/** Serves the app contract to programs of the same user: `/rpc`, `/streams` and `GET /open-url`. */
export async function startLocalSocketHost(options: LocalSocketOptions, parent: Scope): Promise<void> {
  const { path, token, rpc, streams, openUrl } = options
  const scope = parent.child('local socket')
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false })
  const server = createServer((request, response) => {
    if (!authorised(request, token)) return void response.writeHead(401).end()
    if (request.method !== 'GET' || request.url !== '/open-url') return void response.writeHead(404).end()
    const body = JSON.stringify({ url: openUrl() })
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body)
  })
  server.on('upgrade', (request, socket, head) => {
    // A client that goes away while being refused is refused all the same.
    socket.on('error', () => socket.destroy())
    if (!authorised(request, token)) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
    if (request.url !== '/rpc' && request.url !== '/streams')
      return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (client) => {
      if (request.url === '/rpc') rpc.serve(client)
      else streams.accept(webSocketPeer(client))
    })
  })
  // Whoever holds the instance lock owns the path: what lies there is a leftover of a crash.
  if (process.platform !== 'win32') rmSync(path, { force: true })
  server.listen(path)
  await once(server, 'listening')
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  scope.add(async () => {
    for (const client of sockets.clients) client.close(1001)
    const cut = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), closeGraceMs)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
    clearTimeout(cut)
  })
}

function authorised(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
