import type { Clock, Logger, Scope } from '../../base/index.ts'
import { toFailure, type Limits, type PullRequest } from '../../contracts/index.ts'
import type { PullRequestService } from './pull-request-service.ts'

interface Deps {
  pulls: Pick<PullRequestService, 'list' | 'refresh'>
  clock: Clock
  limits: Limits
  log: Logger
}

/** How often it is looked whether one is due. */
const lookEveryMs = 5_000
/** A host that keeps failing is asked ever less often, at most this many times less. */
const mostPatience = 16

class Refresher {
  readonly #deps: Deps
  /** When each was last asked for, and how often in a row that failed. */
  readonly #asked = new Map<string, { at: number; failures: number }>()
  #cancel: () => void = () => {}
  #closed = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  close(): void {
    this.#closed = true
    this.#cancel()
  }

  start(): void {
    if (this.#closed || this.#deps.limits.pullRequestRefreshMs === 0) return
    this.#cancel = this.#deps.clock.after(lookEveryMs, () => {
      void this.#look().then(() => this.start())
    })
  }

  async #look(): Promise<void> {
    for (const pull of this.#deps.pulls.list())
      if (!this.#closed && pull.state === 'open' && this.#isDue(pull)) await this.#refresh(pull)
  }

  #isDue(pull: PullRequest): boolean {
    const { clock, limits } = this.#deps
    const { at, failures } = this.#asked.get(keyOf(pull)) ?? { at: 0, failures: 0 }
    const patience = Math.min(2 ** failures, mostPatience)
    return clock.now() - Math.max(at, pull.refreshedAt) >= limits.pullRequestRefreshMs * patience
  }

  async #refresh(pull: PullRequest): Promise<void> {
    const { clock, pulls, log } = this.#deps
    const { workspaceId, repositoryId } = pull
    const failures = this.#asked.get(keyOf(pull))?.failures ?? 0
    try {
      await pulls.refresh({ workspace: workspaceId, repositoryId, force: true })
      this.#asked.set(keyOf(pull), { at: clock.now(), failures: 0 })
    } catch (error) {
      this.#asked.set(keyOf(pull), { at: clock.now(), failures: failures + 1 })
      log.debug({ code: toFailure(error).code, workspaceId }, 'a pull request was not refreshed')
    }
  }
}

/** Refreshes open pull requests one after the other until the scope ends; failures are kept with what was known. */
export function refreshInBackground(deps: Deps, scope: Scope): void {
  const refresher = new Refresher(deps)
  scope.add(() => refresher.close())
  refresher.start()
}

const keyOf = ({ workspaceId, repositoryId }: PullRequest): string => `${workspaceId} ${repositoryId}`
