import { Failure } from '../../../contracts/index.ts'

export interface Refusal {
  host: string
  method: string
  status: number
  headers: Headers
  body: string
  /** Whether the request carried a token. */
  signedIn: boolean
}

const longestWords = 300
const inSettings = 'Set a token for it in Settings, Hosting.'

/** What an error status of a host means, and what to do. */
export function explain({ host, method, status, headers, body, signedIn }: Refusal): Failure {
  const said = wordsOf(body)
  const details = { host, status, ...(said === '' ? {} : { said }) }
  const saying = said === '' ? '' : `: ${said}`
  if (status === 401)
    return signedIn
      ? new Failure('hosting_denied', `${host} does not accept the token`, {
          hint: `It was revoked, ran out or belongs to another host. ${inSettings}`,
          details,
        })
      : new Failure('hosting_denied', `${host} wants a token`, { hint: inSettings, details })
  if (status === 403) return forbidden(host, headers, saying, details)
  if (status === 404)
    return new Failure('hosting_failed', `${host} does not know what was asked for`, {
      hint: 'It may have been renamed or deleted. Private repositories do not exist for a token without access.',
      details,
    })
  if (status >= 500)
    return new Failure('hosting_failed', `${host} has a problem of its own (${status})`, {
      hint:
        method === 'GET'
          ? 'Nothing was changed. Try again later.'
          : 'It may have been done all the same: refresh before you try again.',
      details,
    })
  return new Failure('hosting_failed', `${host} refused (${status})${saying}`, { details })
}

function forbidden(
  host: string,
  headers: Headers,
  saying: string,
  details: Record<string, unknown>,
): Failure {
  const singleSignOn = /required;\s*url=(\S+)/.exec(headers.get('x-github-sso') ?? '')?.[1]
  if (singleSignOn)
    return new Failure('hosting_denied', `The organisation on ${host} wants single sign-on for the token`, {
      hint: `Authorise the token at ${singleSignOn}`,
      details: { ...details, url: singleSignOn },
    })
  const has = listOf(headers.get('x-oauth-scopes'))
  const wants = listOf(headers.get('x-accepted-oauth-scopes'))
  if (has && wants && wants.length > 0 && !wants.some((scope) => has.includes(scope)))
    return new Failure('hosting_denied', `The token for ${host} lacks the scope ${wants.join(' or ')}`, {
      hint: `It has: ${has.join(', ') || 'none'}. Give it the scope, or set another token in Settings, Hosting.`,
      details: { ...details, has, wants },
    })
  return new Failure('hosting_denied', `${host} does not allow this${saying}`, {
    hint: 'The token needs to read and write pull requests of the repository.',
    details,
  })
}

const listOf = (header: string | null): string[] | null =>
  header === null
    ? null
    : header
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean)

/** What the body of an error says, in one line: GitHub's, GitLab's and Gitea's shapes. */
export function wordsOf(body: string): string {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    // A proxy's page, say: its text is of no use to anybody.
    return ''
  }
  const { message, error, errors, error_description: description } = (parsed ?? {}) as Record<string, unknown>
  const parts = [message, error, description, errors].flatMap(texts)
  return [...new Set(parts)].join('; ').slice(0, longestWords)
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim().replaceAll(/\s+/g, ' ')]
  if (Array.isArray(value)) return value.flatMap(texts)
  if (value === null || typeof value !== 'object') return []
  const { message, field, code } = value as { message?: unknown; field?: unknown; code?: unknown }
  if (message !== undefined) return texts(message)
  if (typeof code === 'string') return [[field, code].filter((part) => typeof part === 'string').join(' ')]
  return Object.entries(value).flatMap(([name, entry]) => texts(entry).map((text) => `${name} ${text}`))
}
