import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gitEnv } from '../git/index.ts'

export interface GitHttpOptions {
  /** Folder that holds the bare repositories: `<root>/team/app.git` is served as `/team/app.git`. */
  root: string
  /** Who may come in, by name; nobody has to say who they are when it is empty. */
  users?: Readonly<Record<string, string>>
  /** Users who may read and not push: they are answered with 403. */
  readers?: readonly string[]
  /** Called for every request; it is served once what is returned has settled. */
  before?(request: { method: string; url: string; user: string | null }): Promise<void> | void
}

/** Requests that push begin by asking for this service. */
const isPush = (url: string): boolean => url.includes('git-receive-pack')

/**
 * The real `git http-backend` behind an HTTP server of Node, with basic authentication. `handle` also serves it from
 * inside another server, such as that of a forge look-alike.
 */
export class GitHttp {
  readonly #options: GitHttpOptions
  readonly #running = new Set<ChildProcess>()
  #server: Server | undefined
  /** Address of the server without a slash at the end; empty until `start`. */
  url = ''

  constructor(options: GitHttpOptions) {
    this.#options = options
  }

  /** Listens on loopback, on a free port. */
  async start(): Promise<this> {
    const server = createServer((request, response) => void this.handle(request, response))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return this
  }

  /** The address of a repository, with a user's name and password in it where one is given. */
  repository(path: string, user?: string): string {
    const password = user === undefined ? '' : (this.#options.users?.[user] ?? '')
    return user === undefined
      ? `${this.url}/${path}`
      : `${this.url.replace('://', `://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`)}/${path}`
  }

  /** Serves one request of git; never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/'
    const user = this.#userOf(request.headers.authorization)
    if (user === null && Object.keys(this.#options.users ?? {}).length > 0) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end('Authentication required\n')
      return
    }
    if (user !== null && this.#options.readers?.includes(user) && isPush(url)) {
      response.writeHead(403).end('You may not push here\n')
      return
    }
    await this.#options.before?.({ method: request.method ?? 'GET', url, user })
    // Who asked may have gone away meanwhile.
    if (response.destroyed) return
    this.#serve(request, response, user ?? 'anonymous')
  }

  /** Cuts all connections and ends what still runs. */
  async stop(): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL')
    const server = this.#server
    this.#server = undefined
    if (!server) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }

  #userOf(header: string | undefined): string | null {
    const encoded = /^basic (.+)$/i.exec(header ?? '')?.[1]
    const [name = '', ...rest] = Buffer.from(encoded ?? '', 'base64')
      .toString('utf8')
      .split(':')
    return name !== '' && this.#options.users?.[name] === rest.join(':') ? name : null
  }

  #serve(request: IncomingMessage, response: ServerResponse, user: string): void {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost')
    const header = (name: string): string => String(request.headers[name] ?? '')
    const child = spawn('git', ['http-backend'], {
      env: {
        ...gitEnv,
        // The repositories say themselves whether they take pushes; the default is whoever has a name.
        REMOTE_USER: user,
        REMOTE_ADDR: '127.0.0.1',
        GIT_PROJECT_ROOT: this.#options.root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: decodeURIComponent(pathname),
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method ?? 'GET',
        CONTENT_TYPE: header('content-type'),
        HTTP_CONTENT_ENCODING: header('content-encoding'),
        HTTP_GIT_PROTOCOL: header('git-protocol'),
        ...(request.headers['content-length'] ? { CONTENT_LENGTH: header('content-length') } : {}),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    this.#running.add(child)
    child.once('close', () => this.#running.delete(child))
    // Either side may go away in the middle; the other one then ends as well.
    child.stdin.on('error', () => undefined)
    request.pipe(child.stdin)
    response.once('close', () => child.kill())
    passOn(child, response)
  }
}

/** Passes on what a CGI program says: head lines, an empty line, the body. */
function passOn(child: ChildProcess, response: ServerResponse): void {
  let head = Buffer.alloc(0)
  child.stdout?.on('data', (chunk: Buffer) => {
    if (response.headersSent) {
      response.write(chunk)
      return
    }
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    const lines = head.subarray(0, end).toString('latin1').split('\r\n')
    const headers = lines.map((line) => [
      line.slice(0, line.indexOf(':')),
      line.slice(line.indexOf(':') + 1).trim(),
    ])
    const status = headers.find(([name]) => name?.toLowerCase() === 'status')?.[1]
    response.statusCode = status ? Number.parseInt(status, 10) : 200
    for (const [name = '', value = ''] of headers)
      if (name.toLowerCase() !== 'status') response.setHeader(name, value)
    response.write(head.subarray(end + 4))
  })
  child.once('close', () => {
    if (!response.headersSent) response.statusCode = 500
    response.end()
  })
}
