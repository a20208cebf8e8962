import { Failure } from '../../contracts/index.ts'
import { parseRemoteUrl, type RemotePlace } from './remote-url.ts'

/** A pull request as a person names it. `place` is its repository, where an address was given. */
export interface PullReference {
  number: number
  place: RemotePlace | null
}

/** `/owner/name/pull/7`, `/group/name/-/merge_requests/7`, `/owner/name/pulls/7`, with or without more behind it. */
const inAddress = /^(\/.+?)\/(?:-\/)?(?:pull|pulls|merge_requests)\/(\d{1,10})(?:\/.*)?$/

/** Reads `12`, `#12`, `!12` or an address. Throws `invalid_input`. */
export function parsePullReference(text: string): PullReference {
  const plain = /^[#!]?(\d{1,10})$/.exec(text.trim())?.[1]
  if (plain !== undefined && Number(plain) > 0) return { number: Number(plain), place: null }
  const url = URL.parse(text.trim())
  const [, path, number] = inAddress.exec(url?.pathname ?? '') ?? []
  const place = url && path && number ? parseRemoteUrl(`${url.origin}${path}`) : null
  if (place) return { number: Number(number), place }
  throw new Failure('invalid_input', `"${text}" names no pull request`, {
    hint: 'Give its number, such as 12, or its address.',
    details: { path: 'pullRequest' },
  })
}
