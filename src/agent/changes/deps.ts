import type { Clock, Logger } from '../../base/index.ts'
import type { GitAt } from '../git/index.ts'
import type { LiveHub } from '../journal/index.ts'
import type { AgentStore } from '../store/index.ts'

export interface ChangeDeps {
  store: AgentStore
  gitAt: GitAt
  live: LiveHub
  clock: Clock
  log: Logger
  maxFiles: () => number
}
