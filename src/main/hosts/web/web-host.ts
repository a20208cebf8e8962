import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Logger, Scope } from '../../../base/index.ts'
import type { StreamPeer } from '../../terminals/index.ts'
import { securityHeaders } from '../files/index.ts'
import { webSocketPeer, type RpcServer } from '../sockets/index.ts'
import { judge } from './guard.ts'
import { OneTimeTokens } from './one-time-tokens.ts'
import { howToGetIn } from './pages.ts'
import { sendStaticFile } from './send-static-file.ts'

export interface WebHostOptions {
  /** Loopback port; 0 takes a free one. */
  port: number
  /** Takes another port where `port` is in use. */
  orAnother?: boolean
  /** Folder of the built renderer. */
  files: string
  /** Secret value of the cookie; the same after a restart, so that open tabs come back. */
  cookie: string
  rpc: RpcServer
  streams: { accept(peer: StreamPeer): void }
  log: Logger
  /** How long a client may take to say what it wants, and a refused one to go; then it is cut off. */
  patienceMs?: number
}

export interface WebHost {
  port: number
  /** `http://127.0.0.1:<port>/` */
  url: string
  /** The address with a fresh token that lets one browser in, once. */
  openUrl(): string
}

/** Largest request: a prompt over its limit still gets a declared error instead of a dropped connection. */
const maxPayload = 32 * 1024 * 1024
/** A browser on this machine sends its few headers at once. */
const defaultPatienceMs = 10_000
/** Far more than tabs need; whoever opens more has a design on us. */
const mostConnections = 256
/** How long answers under way may take to leave when closing. */
const closeGraceMs = 500

/** Serves the app to browsers on this machine: files, `/rpc` and `/streams`. Throws when the port is taken. */
export async function startWebHost(options: WebHostOptions, parent: Scope): Promise<WebHost> {
  const { files, rpc, streams, log } = options
  const scope = parent.child('web')
  const tokens = new OneTimeTokens()
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false })
  const patienceMs = options.patienceMs ?? defaultPatienceMs
  // Node's own limits are minutes. Requests have no body, so the one limit bounds all that a stranger can hold.
  const limits = {
    headersTimeout: patienceMs,
    requestTimeout: patienceMs,
    connectionsCheckingInterval: Math.ceil(patienceMs / 4),
  }
  const server = createServer(limits, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.warn({ err: error, url: request.url }, 'a request failed')
      response.destroy()
    })
  })
  server.maxConnections = mostConnections
  await listen(server, options.port).catch((error: unknown) => {
    if (!options.orAnother) throw error
    return listen(server, 0)
  })
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/`
  // Browsers send a host's cookies to all its ports: the name keeps two Switchyards apart.
  const cookie = { name: `switchyard_${port}`, value: options.cookie }
  const headers = securityHeaders([`ws://127.0.0.1:${port}`, `ws://localhost:${port}`])

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const verdict = judge(request, port, cookie)
    if (verdict.kind === 'refused') return say(response, verdict.status, verdict.reason)
    const reading = request.method === 'GET' || request.method === 'HEAD'
    if (!reading) return say(response, 405, 'Only reading is possible here.')
    const target = URL.parse(request.url ?? '/', url)
    if (!target) return say(response, 400, 'This is no address.')
    const token = target.searchParams.get('token')
    if (token !== null && request.method === 'GET' && tokens.redeem(token)) return letIn(response)
    // A used address in a browser that is in already leads into the app.
    if (token !== null && verdict.kind === 'known') return redirect(response)
    if (verdict.kind === 'unknown') {
      response.writeHead(401, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      return void response.end(howToGetIn)
    }
    if (!(await sendStaticFile(files, target.pathname, response, request.method === 'HEAD')))
      say(response, 404, 'There is no such file.')
  }

  function letIn(response: ServerResponse): void {
    response.setHeader('set-cookie', `${cookie.name}=${cookie.value}; HttpOnly; SameSite=Strict; Path=/`)
    redirect(response)
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A client that goes away while being refused is refused all the same.
    socket.on('error', () => socket.destroy())
    const verdict = judge(request, port, cookie)
    if (verdict.kind === 'refused') return turnAway(socket, '403 Forbidden')
    if (verdict.kind === 'unknown') return turnAway(socket, '401 Unauthorized')
    if (request.url !== '/rpc' && request.url !== '/streams') return turnAway(socket, '404 Not Found')
    sockets.handleUpgrade(request, socket, head, (client) => {
      if (request.url === '/rpc') rpc.serve(client)
      else streams.accept(webSocketPeer(client))
    })
  }
  server.on('upgrade', upgrade)

  scope.add(async () => {
    for (const client of sockets.clients) client.close(1001)
    const cut = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), closeGraceMs)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
    clearTimeout(cut)
  })
  return { port, url, openUrl: () => `${url}?token=${tokens.mint()}` }
}

/** Half a connection would stay for as long as the other side likes: this ends both. */
function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy())
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

function redirect(response: ServerResponse): void {
  response.writeHead(303, { location: '/', 'cache-control': 'no-store' }).end()
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${text}\n`)
}
