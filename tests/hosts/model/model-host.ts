import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { ZodError } from 'zod'
import { type Conversation, type Dialect, type Frame, type Reply } from './conversation.ts'
import { routeOf } from './routes.ts'
import { nextStep, replyOf, type Script, type Step } from './script.ts'

/** A request for an answer. `state`: `aborted` when the agent hung up before the answer's end. */
export interface ModelRequest {
  path: string
  conversation: Conversation
  said: string
  state: 'answering' | 'answered' | 'aborted'
}

/**
 * A model on loopback that says what a script tells it to, over the APIs that agents speak: OpenAI chat completions
 * and responses, Anthropic messages, Gemini generateContent; streaming or not. Any key is good.
 */
export class ModelHost {
  /** Requests for answers, oldest first. */
  readonly requests: ModelRequest[] = []
  /**
   * What else was asked for and is not there, as `POST /path`. Named as an agent's proxy, the host refuses what it
   * wants of the network, and keeps it here as `CONNECT host:port`.
   */
  readonly unknown: string[] = []
  /** May be replaced at any time; the next request is answered by it. */
  script: Script
  readonly #server: Server

  private constructor(script: Script) {
    this.script = script
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => this.#refuse(response, error))
    })
    this.#server.on('connect', (request, socket) => {
      this.unknown.push(`CONNECT ${request.url}`)
      socket.on('error', () => undefined)
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    })
  }

  static async start(script: Script): Promise<ModelHost> {
    const host = new ModelHost(script)
    host.#server.listen(0, '127.0.0.1')
    await once(host.#server, 'listening')
    return host
  }

  /** Without a path and a slash at its end. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Hangs up on everybody. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET'
    const { pathname } = new URL(request.url ?? '/', this.url)
    const route = routeOf(method, pathname)
    switch (route.kind) {
      case 'alive':
        response.end()
        return
      case 'models':
        return sendJson(response, 200, { object: 'list', data: [{ id: 'look-alike', object: 'model' }] })
      case 'count_tokens': {
        const tokens = Math.ceil(JSON.stringify(await json(request)).length / 4)
        return sendJson(response, 200, { input_tokens: tokens, totalTokens: tokens })
      }
      case 'unknown':
        this.unknown.push(`${method} ${pathname}`)
        return sendJson(response, 404, { error: { type: 'not_found_error', message: `No ${pathname} here` } })
      case 'answer': {
        const body = (await json(request)) as { stream?: unknown }
        const conversation = route.dialect.read(route.model ? { ...body, model: route.model } : body)
        const streams = route.streams ?? body.stream === true
        return this.#answer(response, pathname, route.dialect, conversation, streams)
      }
    }
  }

  async #answer(
    response: ServerResponse,
    path: string,
    dialect: Dialect,
    conversation: Conversation,
    streams: boolean,
  ): Promise<void> {
    const step = nextStep(this.script, conversation)
    const reply = replyOf(step, this.requests.length + 1)
    const request: ModelRequest = { path, conversation, said: step.say, state: 'answering' }
    this.requests.push(request)
    response.once('close', () => (request.state = response.writableFinished ? 'answered' : 'aborted'))
    if (streams) await sendEvents(response, dialect.stream(reply, conversation), reply, step)
    else sendJson(response, 200, dialect.whole(reply, conversation))
  }

  #refuse(response: ServerResponse, error: unknown): void {
    const bad = error instanceof ZodError || error instanceof SyntaxError
    const message = error instanceof Error ? error.message : String(error)
    if (response.headersSent) response.destroy()
    else sendJson(response, bad ? 400 : 500, { error: { type: 'invalid_request_error', message } })
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Server-sent events at the step's pace, until its end or until the agent hangs up. */
async function sendEvents(
  response: ServerResponse,
  frames: Iterable<Frame>,
  { pieces }: Reply,
  { wordDelayMs = 0, hold = false }: Step,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  let said = 0
  for (const { event, data, says } of frames) {
    if (response.destroyed) return
    if (says && wordDelayMs > 0) await delay(wordDelayMs)
    const text = typeof data === 'string' ? data : JSON.stringify(data)
    response.write(`${event ? `event: ${event}\n` : ''}data: ${text}\n\n`)
    if (says) said++
    if (hold && said === pieces.length) {
      if (!response.destroyed) await once(response, 'close')
      return
    }
  }
  response.end()
}
