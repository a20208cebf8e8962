import { Failure } from '../../../contracts/index.ts'

const second = 1000
/** What GitHub asks for where a limit says nothing of its end. */
const unsaidMs = 60 * second
/** No host asks for longer; a header that does is broken. */
const longestMs = 24 * 3600 * second

/**
 * Until when (ms since the epoch) a host wants no more requests, by its answer; null when it takes them. Knows GitHub's
 * primary and secondary limits, GitLab's and whatever sends `Retry-After`.
 */
export function limitedUntil(status: number, headers: Headers, body: string, now: number): number | null {
  const remaining = headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining')
  const retryAfter = readRetryAfter(headers.get('retry-after'), now)
  const reset = readReset(headers, now)
  const refused = status === 429 || (status === 403 && (remaining === '0' || retryAfter !== null))
  const secondary = status === 403 && /secondary rate limit|abuse detection/i.test(body)
  if (!refused && !secondary) return status < 400 && remaining === '0' ? reset : null
  const until = retryAfter ?? (remaining === '0' ? reset : null) ?? now + unsaidMs
  return Math.min(Math.max(until, now + second), now + longestMs)
}

/** Seconds or a date. */
function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null
  if (/^\d+$/.test(value.trim())) return now + Number(value) * second
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : at
}

/** Seconds since the epoch; null when it is past or missing. */
function readReset(headers: Headers, now: number): number | null {
  const value = headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset')
  const at = value !== null && /^\d+$/.test(value) ? Number(value) * second : null
  return at !== null && at > now ? at : null
}

/** `host` as the user knows it; `until` in ms since the epoch. */
export const rateLimited = (host: string, until: number, now: number): Failure =>
  new Failure('hosting_rate_limited', `${host} takes no more requests for ${waitWords(until - now)}`, {
    hint: `It said when: ${new Date(until).toISOString()}. What was known before stays shown.`,
    details: { host, until },
  })

const waitWords = (ms: number): string =>
  ms < 90 * second ? `${Math.max(1, Math.ceil(ms / second))} s` : `${Math.ceil(ms / (60 * second))} min`
