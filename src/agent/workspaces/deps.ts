import type { Clock, Logger, NewId } from '../../base/index.ts'
import type { Limits, NodeId } from '../../contracts/index.ts'
import type { GitAt, RepositoryLocks } from '../git/index.ts'
import type { SessionHost, TerminalHost } from '../hosts.ts'
import type { AgentStore } from '../store/index.ts'

export interface WorkspaceDeps {
  store: AgentStore
  clock: Clock
  newId: NewId
  limits: Limits
  log: Logger
  gitAt: GitAt
  locks: RepositoryLocks
  nodeId: NodeId
  /** The managed root. */
  root: string
  /** Where folders go that hold files of no repository when their workspace is deleted. */
  keptRoot: string
  sessions: Pick<SessionHost, 'stopAllIn'>
  terminals: Pick<TerminalHost, 'stopAllIn'>
}
