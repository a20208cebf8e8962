import type { ChangeSummary, Workspace } from '../../contracts/index.ts'
import type { ChangeDeps } from './deps.ts'
import { measureChanges } from './measure.ts'
import { TreeWatch } from './tree-watch.ts'

/** Writes that come together are looked at together. */
const settleMs = 150
/** Between two looks there are at least this many times the last look's duration: big repositories cost. */
const restFactor = 3
/** A clock that is set forward while we look must not make us rest for days. */
const longestRestMs = 60_000
/** Where watching is not possible. */
const pollMs = 3_000

/** Keeps the change summary of one workspace up to date while somebody follows. */
export class WorkspaceChanges {
  readonly #deps: ChangeDeps
  readonly #workspace: Workspace
  readonly #watches: TreeWatch[]
  readonly #publish: (summary: ChangeSummary) => void
  #fingerprint: string | undefined
  #version: number
  #cancel: (() => void) | undefined
  #looking: Promise<void> | undefined
  #again = false
  #polling = false
  #restUntil = 0
  #closed = false

  /** `version` is that of the last summary published of this workspace, 0 when none was. */
  constructor(
    deps: ChangeDeps,
    workspace: Workspace,
    version: number,
    publish: (summary: ChangeSummary) => void,
  ) {
    this.#deps = deps
    this.#workspace = workspace
    this.#version = version
    this.#publish = publish
    const events = {
      changed: () => this.#schedule(settleMs),
      failed: (error: unknown) => {
        deps.log.warn({ err: error, workspace: workspace.id }, 'worktree is polled, it cannot be watched')
        this.#polling = true
      },
    }
    this.#watches = workspace.repositories.map(({ worktree }) => new TreeWatch(deps.gitAt(worktree), events))
    this.#schedule(0)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#cancel?.()
    for (const watch of this.#watches) watch.close()
    await this.#looking
  }

  #schedule(ms: number): void {
    if (this.#closed || this.#cancel) return
    if (this.#looking) {
      this.#again = true
      return
    }
    const rest = Math.min(this.#restUntil - this.#deps.clock.now(), longestRestMs)
    const wait = Math.max(ms, rest)
    this.#cancel = this.#deps.clock.after(wait, () => {
      this.#cancel = undefined
      this.#looking = this.#look().finally(() => this.#rest())
    })
  }

  #rest(): void {
    this.#looking = undefined
    if (this.#again) {
      this.#again = false
      this.#schedule(settleMs)
    } else if (this.#polling) this.#schedule(pollMs)
  }

  async #look(): Promise<void> {
    const { clock, log } = this.#deps
    const startedAt = clock.now()
    try {
      // First the watches: what changes while we look must not be missed.
      for (const watch of this.#watches) await watch.refresh()
      const { fingerprint, ...counts } = await measureChanges(this.#deps, this.#workspace)
      this.#restUntil = clock.now() + restFactor * (clock.now() - startedAt)
      if (this.#closed || fingerprint === this.#fingerprint) return
      this.#fingerprint = fingerprint
      // By the clock, so that it also grows over a restart of the daemon.
      this.#version = Math.max(this.#version + 1, clock.now())
      this.#publish({ workspaceId: this.#workspace.id, version: this.#version, ...counts })
    } catch (error) {
      // The worktree is being removed, or git is in the middle of something: the next change looks again.
      if (!this.#closed) log.debug({ err: error, workspace: this.#workspace.id }, 'changes could not be read')
    }
  }
}
