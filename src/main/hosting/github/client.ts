import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { Failure } from '../../../contracts/index.ts'
import type { PoliteFetch } from '../http/index.ts'

const Paginating = Octokit.plugin(paginateRest)
export type GitHubClient = InstanceType<typeof Paginating>

const silent = (): void => {}

/** Octokit on our way of asking. It prints nothing, and `asked` makes its errors ours. */
export const createGitHubClient = (apiUrl: string, token: string, fetch: PoliteFetch): GitHubClient =>
  new Paginating({
    baseUrl: apiUrl,
    ...(token === '' ? {} : { auth: token }),
    request: { fetch },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  })

/** Runs a request; what Octokit throws holds the request with its headers and goes no further. */
export async function asked<Result>(host: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Failure) throw error
    const cause = (error as { cause?: unknown } | null)?.cause
    if (cause instanceof Failure) throw cause
    const said = error instanceof Error ? error.message.slice(0, 300) : ''
    throw new Failure(
      'hosting_failed',
      `${host} answered in a form that is not known${said && `: ${said}`}`,
      {
        hint: 'Check the kind and the address of the host in Settings, Hosting.',
      },
    )
  }
}
