import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { RequestHeadersPlugin } from '@orpc/server/plugins'
import { WebSocketServer, type WebSocket } from 'ws'
import { failuresOnly, type Logger, type Scope } from '../base/index.ts'
import { Failure, jobTokenHeader } from '../contracts/index.ts'
import { workspaceOf, type VerifyJob } from './auth/index.ts'
import type { StreamAcceptor } from './hosts.ts'
import type { AgentRouter, CallContext } from './routes/index.ts'

export interface ServerOptions {
  /** Unix socket path or Windows named pipe. */
  socket: string
  router: AgentRouter
  verify: VerifyJob
  streams: StreamAcceptor
  log: Logger
}

/** Largest message taken: a prompt or a workspace's request stays far below. */
const mostMessageBytes = 8 * 1024 * 1024
/** A reader that lets this much pile up is cut off; it connects again and resumes from its cursor. */
const mostBufferedBytes = 64 * 1024 * 1024

/**
 * Serves the agent contract on `/rpc` and byte streams on `/streams`, both as WebSockets on a socket only this user
 * can open. Every call and every stream socket needs a job token; a client that goes away ends nothing but its own
 * calls. Closes with `scope`; `drop` cuts every connection and goes on listening.
 */
export async function startServer(options: ServerOptions, scope: Scope): Promise<{ drop(): void }> {
  const { socket, log, streams } = options
  const rpc = rpcHandler(options)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: mostMessageBytes,
    perMessageDeflate: false,
  })
  const http = createServer((_request, response) => response.writeHead(426).end())
  http.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const accept = (take: (client: WebSocket) => void): void =>
      sockets.handleUpgrade(request, duplex, head, (client) => {
        client.on('error', (error) => log.debug({ err: error }, 'a client connection failed'))
        take(client)
      })
    const url = new URL(request.url ?? '/', 'ws://agent')
    duplex.on('error', (error) => log.debug({ err: error }, 'a client went away'))
    if (url.pathname === '/rpc') accept((client) => serveRpc(rpc, client))
    else if (url.pathname === '/streams')
      authoriseStreams(options.verify, request, url).then(
        () => accept((client) => streams.accept(client)),
        (error: unknown) => refuse(duplex, error),
      )
    else refuse(duplex, new Failure('invalid_input', 'There is no such path'))
  })
  await listen(http, socket)
  scope.add(async () => {
    for (const client of sockets.clients) client.close(1001, 'the node agent is stopping')
    const closed = once(http, 'close')
    http.close()
    http.closeAllConnections()
    // A client that does not answer the closing handshake must not hold up the end.
    for (const client of sockets.clients) setTimeout(() => client.terminate(), 200).unref()
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500).unref())])
    for (const client of sockets.clients) client.terminate()
    if (process.platform !== 'win32') rmSync(socket, { force: true })
  })
  return {
    drop: () => {
      for (const client of sockets.clients) client.terminate()
    },
  }
}

function rpcHandler({ router, verify, log }: ServerOptions): RPCHandler<CallContext> {
  return new RPCHandler(router, {
    plugins: [new RequestHeadersPlugin()],
    interceptors: [failuresOnly(log)],
    // Around every procedure, before its input is even parsed: no call gets past without a token.
    clientInterceptors: [
      async ({ context, path, input, next }) => {
        const token = context.reqHeaders?.get(jobTokenHeader)
        await verify(token, { op: path.join('.'), workspace: workspaceOf(path, input) })
        return next()
      },
    ],
  })
}

function serveRpc(handler: RPCHandler<CallContext>, client: WebSocket): void {
  const bounded = {
    addEventListener: client.addEventListener.bind(client),
    send: (data: Parameters<WebSocket['send']>[0]) => {
      // What a closed connection was still to be told is lost on purpose: the reader asks again from its cursor.
      if (client.readyState !== client.OPEN) return
      if (client.bufferedAmount > mostBufferedBytes) client.terminate()
      else client.send(data)
    },
  }
  void handler.upgrade(bounded, { context: {} })
}

/** The token comes in the header, or in the query where a client cannot set headers. */
async function authoriseStreams(verify: VerifyJob, request: IncomingMessage, url: URL): Promise<void> {
  const header = request.headers[jobTokenHeader]
  const token = typeof header === 'string' ? header : url.searchParams.get('token')
  await verify(token, { op: 'streams', workspace: undefined })
}

const refusalStatus: Record<string, string> = {
  unauthorized: '401 Unauthorized',
  forbidden: '403 Forbidden',
  replayed_job: '403 Forbidden',
  node_revoked: '403 Forbidden',
  invalid_input: '404 Not Found',
}

function refuse(duplex: Duplex, error: unknown): void {
  const failure =
    error instanceof Failure ? error : new Failure('internal', 'Unexpected failure', { cause: error })
  const body = JSON.stringify(failure.toJSON())
  const status = refusalStatus[failure.code] ?? '500 Internal Server Error'
  duplex.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

async function listen(http: ReturnType<typeof createServer>, socket: string): Promise<void> {
  const pipe = process.platform === 'win32'
  // Whoever held the lock is dead, so a socket file that is there is a left-over.
  if (!pipe) rmSync(socket, { force: true })
  const listening = once(http, 'listening')
  const before = process.umask(0o177)
  try {
    // The file is made during the call, so it is never there with other rights.
    http.listen(socket)
  } finally {
    process.umask(before)
  }
  await listening
  if (!pipe) chmodSync(socket, 0o600)
}
