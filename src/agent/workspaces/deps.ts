import type { Clock, Logger, NewId } from '../../base/index.ts'
import type { Limits, NodeId } from '../../contracts/index.ts'
import type { GitAt, RepositoryLocks } from '../git/index.ts'
import type { SessionHost, TerminalHost } from '../hosts.ts'
import type { AgentStore } from '../store/index.ts'

export interface WorkspaceDeps {
  store: AgentStore
  gitAt: GitAt
  locks: RepositoryLocks
  clock: Clock
  newId: NewId
  limits: () => Limits
  log: Logger
  nodeId: NodeId
  /** The managed root: only folders below it are ever deleted. */
  worktrees: string
  /** What lives in a workspace and ends with it. A function: hosts and workspaces need each other. */
  hosts: () => { sessions: Pick<SessionHost, 'stopAllIn'>; terminals: Pick<TerminalHost, 'stopAllIn'> }
}
