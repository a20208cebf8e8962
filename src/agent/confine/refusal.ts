/** Why a path is not opened; `missing` is no refusal, there is just nothing. */
export type Refusal = 'outside' | 'protected' | 'missing' | 'no_folder' | 'changed' | 'too_many_links'

export class PathRefused extends Error {
  readonly reason: Refusal

  constructor(reason: Refusal, cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

/** What an operation on an entry that was no link a moment ago failed with. */
export function asRefusal(error: unknown): unknown {
  const { code } = error as { code?: unknown }
  switch (code) {
    case 'ENOENT':
      return new PathRefused('missing', error)
    case 'ENOTDIR':
    case 'EISDIR':
      return new PathRefused('no_folder', error)
    case 'ELOOP':
      return new PathRefused('changed', error)
    default:
      return error
  }
}
