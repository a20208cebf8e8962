import { Failure, type FailureShape } from '../../contracts/index.ts'

/** The HTTP status behind a failure of a host, if it came from one. */
export const statusOf = (error: unknown): number | null => {
  const status = error instanceof Failure ? error.details?.['status'] : undefined
  return typeof status === 'number' ? status : null
}

/** What the host itself said, in its words; empty when nothing. */
export const saidOf = (error: unknown): string => {
  const said = error instanceof Failure ? error.details?.['said'] : undefined
  return typeof said === 'string' ? said : ''
}

/** Runs `work`; a 404 of the host becomes `pull_request_not_found`. */
export async function ofPull<Result>(
  host: string,
  slug: string,
  number: number,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    throw new Failure('pull_request_not_found', `${slug} on ${host} has no pull request ${number}`, {
      hint: 'Check the number. Private repositories do not exist for a token without access.',
      cause: error,
    })
  }
}

/** Runs `work`; a 404 of the host becomes `repository_not_found`. */
export async function ofRepository<Result>(
  host: string,
  slug: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    throw new Failure('repository_not_found', `${host} has no repository ${slug}`, {
      hint: 'It may have been renamed, or the token cannot see it. Set a token in Settings, Hosting.',
      cause: error,
    })
  }
}

const refusals: ReadonlySet<number> = new Set([405, 406, 409, 422])

/** Runs a merge; a refusal of the host becomes `not_mergeable` in its words. */
export async function ofMerge(host: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const status = statusOf(error)
    if (status === null || !refusals.has(status)) throw error
    const said = saidOf(error)
    throw new Failure('not_mergeable', `${host} did not merge it${said && `: ${said}`}`, {
      hint: 'Refresh it to see what has changed, and whether rules of the branch ask for more.',
      cause: error,
    })
  }
}

/** The host has an open pull request of that branch already; `number` when it said which. */
export const alreadyExists = (slug: string, branch: string, number: number | null): Failure =>
  new Failure(
    'pull_request_exists',
    `${slug} has a pull request of ${branch} already${number === null ? '' : ` (${number})`}`,
    { hint: 'Attach it to the workspace.', details: number === null ? {} : { number } },
  )

/** A failure that was kept as its shape. */
export const failureOf = ({ code, message, hint, details }: FailureShape): Failure =>
  new Failure(code, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(details === undefined ? {} : { details }),
  })
