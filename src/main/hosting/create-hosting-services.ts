import type { Logger, Redactor, Scope } from '../../base/index.ts'
import type { Settings } from '../../contracts/index.ts'
import { Forges } from './forges.ts'
import { ghToken } from './gh-token.ts'
import { PullRequestService, type PullRequestDeps } from './pull-request-service.ts'
import { refreshInBackground } from './refresher.ts'

interface Options extends Omit<PullRequestDeps, 'forges'> {
  settings(): Settings
  env: Readonly<Record<string, string | undefined>>
  redactor: Redactor
  log: Logger
}

/** Hosts, pull requests and their refreshing, which ends with the scope. */
export function createHostingServices(
  { settings, env, redactor, log, ...deps }: Options,
  scope: Scope,
): { forges: Forges; pulls: PullRequestService } {
  const { clock, limits } = deps
  const forges = new Forges({
    accounts: () => settings().hosting,
    ghToken: (host) => ghToken(host, env),
    redactor,
    clock,
    limits,
  })
  const pulls = new PullRequestService({ ...deps, forges })
  refreshInBackground({ pulls, clock, limits, log }, scope)
  return { forges, pulls }
}
