import { describe, expect, it } from 'vitest'
import { explain, wordsOf } from '../../../src/main/hosting/http/explain.ts'
import { limitedUntil } from '../../../src/main/hosting/http/rate-limit.ts'
import { nextPage } from '../../../src/main/hosting/http/rest-client.ts'

const now = 1_800_000_000_000
const s = 1000
const until = (status: number, headers: Record<string, string>, body = ''): number | null => {
  const at = limitedUntil(status, new Headers(headers), body, now)
  return at === null ? null : at - now
}

describe('until when a host wants no requests', () => {
  it.each([
    ['a plain answer', 200, {}, null],
    [
      'the last request of the hour',
      200,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${now / s + 90}` },
      90 * s,
    ],
    [
      'a reset that is past',
      200,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${now / s - 90}` },
      null,
    ],
    [
      'the primary limit',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${now / s + 600}` },
      600 * s,
    ],
    ['the secondary limit', 403, { 'retry-after': '45' }, 45 * s],
    ['429 with a date', 429, { 'retry-after': new Date(now + 30 * s).toUTCString() }, 30 * s],
    ['429 that says nothing', 429, {}, 60 * s],
    ['GitLab', 429, { 'ratelimit-remaining': '0', 'ratelimit-reset': `${now / s + 20}` }, 20 * s],
    ['a broken header', 429, { 'retry-after': '99999999' }, 24 * 3600 * s],
    ['missing rights', 403, { 'x-ratelimit-remaining': '4999' }, null],
  ])('%s', (_name, status, headers, expected) => {
    expect(until(status, headers as Record<string, string>)).toBe(expected)
  })

  it('the secondary limit by its words alone', () => {
    expect(until(403, {}, '{"message":"You have exceeded a secondary rate limit"}')).toBe(60 * s)
  })
})

const refusal = (
  status: number,
  more: { headers?: Record<string, string>; body?: string; signedIn?: boolean } = {},
) => {
  const { headers = {}, body = '', signedIn = true } = more
  const { code, message, hint } = explain({
    host: 'github.com',
    method: 'GET',
    status,
    headers: new Headers(headers),
    body,
    signedIn,
  })
  return `${code}: ${message}. ${hint ?? ''}`
}

describe('what an error of a host means', () => {
  it('a token that is not accepted, and none at all', () => {
    expect(refusal(401)).toContain('hosting_denied: github.com does not accept the token')
    expect(refusal(401, { signedIn: false })).toContain('wants a token')
  })

  it('names the scope that is missing', () => {
    const headers = { 'x-oauth-scopes': 'gist, read:org', 'x-accepted-oauth-scopes': 'repo' }
    expect(refusal(403, { headers })).toMatch(/lacks the scope repo.*It has: gist, read:org/)
  })

  it('says where single sign-on is to be done', () => {
    const headers = { 'x-github-sso': 'required; url=https://github.com/orgs/x/sso?authorization_request=1' }
    expect(refusal(403, { headers })).toContain('https://github.com/orgs/x/sso?authorization_request=1')
  })

  it('repeats what the host says', () => {
    expect(refusal(403, { body: '{"message":"Resource protected"}' })).toContain('Resource protected')
    expect(
      refusal(422, { body: '{"message":"Validation Failed","errors":[{"field":"base","code":"invalid"}]}' }),
    ).toContain('Validation Failed; base invalid')
  })

  it('a page of a proxy is not repeated', () => {
    expect(wordsOf('<html>Bad gateway</html>')).toBe('')
    expect(refusal(502, { body: '<html>' })).toContain('has a problem of its own (502)')
  })

  it.each([
    ['{"message":{"base":["is invalid","is too long"]}}', 'base is invalid; base is too long'],
    ['{"error":"insufficient_scope","error_description":"needs api"}', 'insufficient_scope; needs api'],
    [
      '{"message":["Another open merge request already exists"]}',
      'Another open merge request already exists',
    ],
    ['null', ''],
  ])('%s', (body, words) => expect(wordsOf(body)).toBe(words))
})

it('follows pages on the same host only', () => {
  const api = 'https://api.example.com/v1'
  expect(nextPage('<https://api.example.com/v1/x?page=2>; rel="next", <y>; rel="last"', api)).toBe(
    'https://api.example.com/v1/x?page=2',
  )
  expect(nextPage('<https://evil.example.com/x?page=2>; rel="next"', api)).toBeNull()
  expect(nextPage('<https://api.example.com/x?page=1>; rel="prev"', api)).toBeNull()
  expect(nextPage(null, api)).toBeNull()
})
