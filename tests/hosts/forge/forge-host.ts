import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ForgeState } from './forge-state.ts'
import { GitHttp } from './git-http.ts'

/** One request as a route sees it. */
export interface ForgeCall {
  method: string
  /** Path below the interface's base, decoded nowhere. */
  path: string
  query: URLSearchParams
  /** Name of who asks; null when nobody says. */
  login: string | null
  body: Record<string, unknown>
}

export interface ForgeAnswer {
  status?: number
  headers?: Record<string, string>
  body?: unknown
  /** A list, cut into pages by the query. */
  list?: readonly unknown[]
}

/** An answer in place of the real one. */
export interface Fault {
  /** Of `METHOD /path`. */
  match: RegExp
  status: number
  headers?: Record<string, string>
  body?: unknown
  /** Requests it is given to; for ever when absent. */
  times?: number
  /** The request is carried out all the same; its answer is lost. */
  after?: boolean
}

interface Seen {
  method: string
  path: string
  status: number
  authorization: string | undefined
}

/**
 * A forge on loopback: its REST interface and, at the same address, its repositories by the real `git http-backend`.
 * Subclasses speak one forge's dialect. Lists come in pages with `Link`, answers have ETags, and faults can be planted.
 */
export abstract class ForgeHost {
  readonly folder = mkdtempSync(join(tmpdir(), 'sy-forge-'))
  readonly state = new ForgeState(this.folder)
  /** Tokens, and whose they are. */
  readonly tokens = new Map<string, { login: string; scopes: string[] }>([
    ['token-of-ada', { login: 'ada', scopes: ['repo'] }],
  ])
  readonly seen: Seen[] = []
  readonly faults: Fault[] = []
  /** Requests that wait until this settles: a host that is slow. */
  hold: Promise<void> | null = null
  /** Most entries of a page, whatever is asked for. */
  pageSize = 100
  url = ''
  readonly #git = new GitHttp({ root: this.folder })
  #server: Server | undefined

  /** Path before every call of the interface, such as `/api/v3`. */
  abstract readonly basePath: string
  abstract answer(call: ForgeCall): Promise<ForgeAnswer>
  /** The token of a request's headers. */
  protected abstract tokenOf(authorization: string): string
  protected abstract readonly perPage: string

  /** As accounts and remotes name it: with its port. */
  get host(): string {
    return new URL(this.url).host
  }

  get apiUrl(): string {
    return this.url + this.basePath
  }

  remote(slug: string): string {
    return `${this.url}/${slug}.git`
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => void this.#serve(request, response))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return this
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    await this.#git.stop()
    if (server)
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url)
    if (/\.git\//.test(url.pathname)) return this.#git.handle(request, response)
    const method = request.method ?? 'GET'
    const { authorization } = request.headers
    const note = (status: number): void => {
      this.seen.push({ method, path: url.pathname + url.search, status, authorization })
    }
    try {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      await this.hold
      const fault = this.faults.find(({ match }) => match.test(`${method} ${url.pathname}`))
      if (fault?.times !== undefined && --fault.times === 0) this.faults.splice(this.faults.indexOf(fault), 1)
      const text = Buffer.concat(chunks).toString('utf8')
      const made = fault && !fault.after ? fault : await this.#answer(method, url, authorization, text)
      const answer = fault ?? made
      const body = 'list' in answer && answer.list ? this.#page(answer, url) : answer.body
      const payload = body === undefined ? '' : JSON.stringify(body)
      const status = answer.status ?? 200
      const etag = `"${createHash('sha1').update(payload).digest('hex')}"`
      const same = status === 200 && method === 'GET' && request.headers['if-none-match'] === etag
      note(same ? 304 : status)
      response.writeHead(same ? 304 : status, {
        'content-type': 'application/json; charset=utf-8',
        ...(status === 200 && method === 'GET' ? { etag } : {}),
        ...answer.headers,
      })
      response.end(same ? undefined : payload)
    } catch (error) {
      note(500)
      response.writeHead(500).end(JSON.stringify({ message: String(error) }))
    }
  }

  async #answer(
    method: string,
    url: URL,
    authorization: string | undefined,
    text: string,
  ): Promise<ForgeAnswer> {
    const path = this.pathOf(url.pathname)
    if (path === null) return missing
    const token = authorization === undefined ? null : this.tokenOf(authorization)
    const known = token === null ? undefined : this.tokens.get(token)
    if (token !== null && !known) return { status: 401, body: { message: 'Bad credentials' } }
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
    return this.answer({ method, path, query: url.searchParams, login: known?.login ?? null, body })
  }

  /** The part of a path that routes know; null for what is no part of the interface. */
  protected pathOf(pathname: string): string | null {
    return pathname.startsWith(this.basePath) ? pathname.slice(this.basePath.length) : null
  }

  #page(answer: ForgeAnswer, url: URL): unknown[] {
    const list = answer.list ?? []
    const size = Math.min(Number(url.searchParams.get(this.perPage) ?? 20), this.pageSize)
    const page = Number(url.searchParams.get('page') ?? 1)
    if (page * size < list.length) {
      const next = new URL(url)
      next.searchParams.set('page', String(page + 1))
      answer.headers = { ...answer.headers, link: `<${next.href}>; rel="next"` }
    }
    return list.slice((page - 1) * size, page * size)
  }
}

/** Answers of routes, tried in order: `[method, path with :names, work]`. */
export type Route<Names extends string = string> = readonly [
  method: string,
  pattern: string,
  work: (call: ForgeCall, at: Record<Names, string>) => Promise<ForgeAnswer> | ForgeAnswer,
]

/** Picks the route of a call; 404 when there is none. A `:name` takes one part of a path, decoded. */
export async function routed(routes: readonly Route[], call: ForgeCall): Promise<ForgeAnswer> {
  for (const [method, pattern, work] of routes) {
    if (method !== call.method) continue
    const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')
    const match = new RegExp(`^${pattern.replaceAll(/:\w+/g, '([^/]+)')}$`).exec(call.path)
    if (!match) continue
    const at = Object.fromEntries(
      names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
    )
    return work(call, at)
  }
  return { status: 404, body: { message: 'Not Found' } }
}

export const missing: ForgeAnswer = { status: 404, body: { message: 'Not Found' } }
export const time = (at: number): string => new Date(at).toISOString()

/** A field of a body that is a text; empty when it is none. */
export const textOf = (body: Record<string, unknown>, name: string): string => {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}
