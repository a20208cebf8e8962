import type { Clock } from '../../../base/index.ts'
import { Failure } from '../../../contracts/index.ts'
import { AnswerCache } from './answer-cache.ts'
import { explain } from './explain.ts'
import { limitedUntil, rateLimited } from './rate-limit.ts'
import { readBody } from './read-body.ts'

export interface PoliteOptions {
  /** The host as the user knows it, for messages. */
  host: string
  /** Whether requests carry a token. */
  signedIn: boolean
  clock: Clock
  /** How long one request may take, in ms. */
  timeoutMs(): number
}

/** As `fetch`, for requests whose body is a text. */
export type PoliteFetch = (url: string, init?: RequestInit) => Promise<Response>

/**
 * Asks a host considerately: what is known already is asked for conditionally (ETag), a host that wants no requests
 * gets none until the time it said, and one that does not answer in time is left. Every error is a Failure:
 * `hosting_denied`, `hosting_rate_limited`, `hosting_failed`.
 */
export function createPoliteFetch({ host, signedIn, clock, timeoutMs }: PoliteOptions): PoliteFetch {
  const cache = new AnswerCache()
  let closedUntil = 0
  return async (url, init = {}) => {
    if (closedUntil > clock.now()) throw rateLimited(host, closedUntil, clock.now())
    const method = (init.method ?? 'GET').toUpperCase()
    const kept = method === 'GET' ? cache.get(url) : undefined
    const headers = new Headers(init.headers)
    if (kept) headers.set('if-none-match', kept.etag)
    const { response, body } = await ask(url, { ...init, headers }, host, timeoutMs())
    const until = limitedUntil(response.status, response.headers, body, clock.now())
    if (until !== null) {
      closedUntil = until
      if (response.status >= 400) throw rateLimited(host, until, clock.now())
    }
    if (response.status === 304 && kept) return answer(url, kept)
    if (response.status >= 400 || response.status === 304)
      throw explain({ host, method, status: response.status, headers: response.headers, body, signedIn })
    const fresh = { status: response.status, headers: [...response.headers], body }
    const etag = response.headers.get('etag')
    if (method === 'GET' && etag !== null) cache.put(url, { ...fresh, etag })
    return answer(url, fresh)
  }
}

async function ask(
  url: string,
  init: RequestInit,
  host: string,
  timeoutMs: number,
): Promise<{ response: Response; body: string }> {
  const tooSlow = AbortSignal.timeout(timeoutMs)
  const signal = init.signal ? AbortSignal.any([tooSlow, init.signal]) : tooSlow
  try {
    const response = await fetch(url, { ...init, signal })
    return { response, body: await readBody(response, host) }
  } catch (error) {
    if (error instanceof Failure) throw error
    if (init.signal?.aborted) throw new Failure('hosting_failed', `Asking ${host} was cancelled`)
    if (tooSlow.aborted)
      throw new Failure('hosting_failed', `${host} did not answer within ${timeoutMs / 1000} s`, {
        hint: 'Try again later, or raise the limit in Settings, Limits.',
        details: { host, timedOut: true },
      })
    throw new Failure('hosting_failed', `${host} cannot be reached${reason(error)}`, {
      hint: 'Check the network and the address in Settings, Hosting.',
      details: { host, unreachable: true },
    })
  }
}

/** `fetch` says what happened in the cause of its error. */
function reason(error: unknown): string {
  const cause = (error as { cause?: { code?: unknown } } | null)?.cause
  return typeof cause?.code === 'string' ? ` (${cause.code})` : ''
}

/** Statuses that may have no body. */
const bodiless: ReadonlySet<number> = new Set([204, 205])

/** Octokit's pagination reads where an answer came from, which a made one does not know. */
function answer(
  url: string,
  { status, headers, body }: { status: number; headers: [string, string][]; body: string },
): Response {
  const response = new Response(bodiless.has(status) ? null : body, {
    status,
    // The body is decoded already.
    headers: headers.filter(([name]) => name !== 'content-encoding' && name !== 'content-length'),
  })
  return Object.defineProperty(response, 'url', { value: url })
}
