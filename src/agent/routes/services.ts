import { type Limits, type LimitOverrides, type NodeId } from '../../contracts/index.ts'
import type { AgentDetector } from '../agents/index.ts'
import type { AttachHost } from '../attach/index.ts'
import type { ApprovalRules } from '../approval-rules/index.ts'
import type { FileGrep, FileSearch, WorktreeFiles } from '../files/index.ts'
import type { GitAt } from '../git/index.ts'
import type { SessionHost, TerminalHost } from '../hosts.ts'
import { type FollowDeps, type LiveSources } from '../journal/index.ts'
import type { Backups } from '../backups/index.ts'
import type { Orphans } from '../orphans/index.ts'
import type { RemotesService } from '../remotes/index.ts'
import type { ReviewedFiles, ReviewService } from '../review/index.ts'
import type { CommitService, StagingService } from '../staging/index.ts'
import type { AgentStore } from '../store/index.ts'
import type { TurnChanges } from '../turns/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

/** Context of a call: the headers it came with. */
export interface CallContext {
  reqHeaders?: Headers
}

/** What the handlers act on. */
export interface Services {
  nodeId: NodeId
  version: string
  hostname: string
  userHome: string
  startedAt: number
  store: AgentStore
  gitAt: GitAt
  workspaces: WorkspaceService
  files: { finder: FileSearch; grep: FileGrep; worktrees: WorktreeFiles }
  review: ReviewService
  remotes: RemotesService
  reviewed: ReviewedFiles
  staging: StagingService
  commits: CommitService
  attach: AttachHost
  turnChanges: TurnChanges
  sessions: SessionHost
  rules: ApprovalRules
  orphans: Orphans
  backups: Backups
  terminals: TerminalHost
  agents: AgentDetector
  follow: FollowDeps
  live: LiveSources
  setLimits(overrides: LimitOverrides): Limits
  /** Ends all work and refuses all calls from now on. */
  revoke(): Promise<{ sessions: number; terminals: number; journalSeq: number }>
  /** Ends the daemon once the call has been answered. */
  shutdown(): void
}
