import type { IncomingMessage } from 'node:http'
import { sameSecret } from './one-time-tokens.ts'

/** Why a request is refused, or what it may do. */
export type Verdict =
  | { kind: 'refused'; status: 400 | 403; reason: string }
  | { kind: 'known' }
  | { kind: 'unknown' }

/**
 * Judges a request before anything else looks at it. The Host must be ours, or a page that made its own name point
 * at 127.0.0.1 (DNS rebinding) could read us. An Origin must be ours wherever the browser sends one; a WebSocket
 * must have one, for browsers let any page open a socket to anywhere.
 */
export function judge(
  request: IncomingMessage,
  port: number,
  cookie: { name: string; value: string },
): Verdict {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const { host, origin, upgrade } = request.headers
  if (host === undefined || !hosts.includes(host.toLowerCase()))
    return { kind: 'refused', status: 403, reason: 'This address does not belong to Switchyard.' }
  const own = `http://${host.toLowerCase()}`
  if (origin === undefined ? upgrade !== undefined : origin !== own)
    return { kind: 'refused', status: 403, reason: 'Another site made this request.' }
  const given = cookieNamed(request.headers.cookie ?? '', cookie.name)
  return { kind: given !== undefined && sameSecret(given, cookie.value) ? 'known' : 'unknown' }
}

function cookieNamed(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}
