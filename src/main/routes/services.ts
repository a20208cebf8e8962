import type { Audit } from '../audit/index.ts'
import type { CommentSender, CommentService } from '../comments/index.ts'
import type { EditorService } from '../editors/index.ts'
import type { EventLog } from '../events/index.ts'
import type { FileLockService } from '../file-locks/index.ts'
import type { FileService } from '../files/index.ts'
import type { HistoryService } from '../history/index.ts'
import type { Forges, PullRequestService } from '../hosting/index.ts'
import type { NodeService } from '../nodes/index.ts'
import type { OrphanService } from '../orphans/index.ts'
import type { Impact, Overview } from '../overview.ts'
import type { ProjectService } from '../projects/index.ts'
import type { RemotesService } from '../remotes/index.ts'
import type { ReviewService } from '../review/index.ts'
import type {
  AgentCatalog,
  ApprovalService,
  AttachService,
  AttachmentService,
  QuestionService,
  QueueService,
  SessionService,
  TurnService,
} from '../sessions/index.ts'
import type { SettingsService } from '../settings/index.ts'
import type { StagingService } from '../staging/index.ts'
import type { Store } from '../store/index.ts'
import type { TerminalService } from '../terminals/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

/** What the handlers act on. */
export interface Services {
  store: Store
  events: EventLog
  settings: SettingsService
  projects: ProjectService
  workspaces: WorkspaceService
  sessions: SessionService
  attach: AttachService
  queue: QueueService
  turns: TurnService
  approvals: ApprovalService
  questions: QuestionService
  attachments: AttachmentService
  history: HistoryService
  terminals: TerminalService
  editors: EditorService
  files: FileService
  fileLocks: FileLockService
  review: ReviewService
  staging: StagingService
  comments: CommentService
  commentSender: CommentSender
  remotes: RemotesService
  forges: Forges
  pulls: PullRequestService
  orphans: OrphanService
  catalog: AgentCatalog
  overview: Overview
  audit: Audit
  nodes: NodeService
  stopping: {
    impact(): Promise<Impact>
    now(agent: boolean): Promise<Impact & { agent: boolean }>
  }
}
