import { z } from 'zod'
import { ApprovalRule } from './approval-rule.ts'
import { ReviewThread } from './comment.ts'
import { FileLock } from './file-lock.ts'
import { ChangeSummary } from './git.ts'
import { Event } from './journal.ts'
import {
  ApprovalId,
  FileLockId,
  ProjectId,
  QuestionId,
  QueuedMessageId,
  RepositoryId,
  RuleId,
  SessionId,
  TerminalId,
  ThreadId,
  WorkspaceId,
} from './ids.ts'
import { Node } from './node.ts'
import { AgentInfo } from './profile.ts'
import { Project } from './project.ts'
import { PullRequest } from './pull-request.ts'
import { Question } from './question.ts'
import { QueuedMessage } from './queue.ts'
import { WorkspaceGit } from './remotes.ts'
import { Approval, MessageDelta, Session, TranscriptItem, Turn } from './session.ts'
import { Settings } from './settings.ts'
import { Terminal } from './terminal.ts'
import { Workspace } from './workspace.ts'

/** A session as clients see it: with what only the control plane knows. */
export const SessionView = Session.extend({
  /** A turn ended and nobody has looked since. */
  unseen: z.boolean(),
})
export type SessionView = z.infer<typeof SessionView>

/** A change of the control plane's picture. Upserts carry the whole entity. */
export const AppChange = z.discriminatedUnion('type', [
  z.object({ type: z.literal('node'), entity: Node }),
  z.object({ type: z.literal('project'), entity: Project }),
  z.object({ type: z.literal('project.removed'), id: ProjectId }),
  z.object({ type: z.literal('workspace'), entity: Workspace }),
  z.object({ type: z.literal('workspace.removed'), id: WorkspaceId }),
  z.object({ type: z.literal('session'), entity: SessionView }),
  z.object({ type: z.literal('session.removed'), id: SessionId }),
  z.object({ type: z.literal('approval'), entity: Approval }),
  z.object({ type: z.literal('approval.removed'), id: ApprovalId }),
  z.object({ type: z.literal('question'), entity: Question }),
  z.object({ type: z.literal('question.removed'), id: QuestionId }),
  z.object({ type: z.literal('queued'), entity: QueuedMessage }),
  z.object({ type: z.literal('queued.removed'), id: QueuedMessageId }),
  z.object({ type: z.literal('rule'), entity: ApprovalRule }),
  z.object({ type: z.literal('rule.removed'), id: RuleId }),
  z.object({ type: z.literal('terminal'), entity: Terminal }),
  z.object({ type: z.literal('terminal.removed'), id: TerminalId }),
  z.object({ type: z.literal('thread'), entity: ReviewThread }),
  z.object({ type: z.literal('thread.removed'), id: ThreadId }),
  z.object({ type: z.literal('pullRequest'), entity: PullRequest }),
  z.object({ type: z.literal('pullRequest.removed'), workspaceId: WorkspaceId, repositoryId: RepositoryId }),
  z.object({ type: z.literal('lock'), entity: FileLock }),
  z.object({ type: z.literal('lock.removed'), id: FileLockId }),
  z.object({ type: z.literal('changes'), entity: ChangeSummary }),
  z.object({ type: z.literal('git'), entity: WorkspaceGit }),
  z.object({ type: z.literal('event'), entity: Event }),
  z.object({ type: z.literal('settings'), entity: Settings }),
  z.object({ type: z.literal('agents'), entity: z.array(AgentInfo) }),
])
export type AppChange = z.infer<typeof AppChange>

/** A change inside one session's transcript. */
export const TranscriptChange = z.discriminatedUnion('type', [
  z.object({ type: z.literal('turn'), entity: Turn }),
  z.object({ type: z.literal('item'), entity: TranscriptItem }),
])
export type TranscriptChange = z.infer<typeof TranscriptChange>

/** A place in the control plane's event sequence. `epoch` changes when the control plane starts anew. */
export const Cursor = z.object({ epoch: z.string(), seq: z.number().int().nonnegative() })
export type Cursor = z.infer<typeof Cursor>

/**
 * What `events.follow` yields. `ready` comes first; `reset` means the cursor is too old or of another epoch:
 * fetch the snapshot again, then follow from its cursor.
 */
export const AppEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), cursor: Cursor }),
  z.object({ type: z.literal('reset'), cursor: Cursor }),
  z.object({ type: z.literal('change'), cursor: Cursor, change: AppChange }),
])
export type AppEvent = z.infer<typeof AppEvent>

/** What `session.follow` yields: as above for one session, and live text ahead of the journal. */
export const SessionEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), cursor: Cursor }),
  z.object({ type: z.literal('reset'), cursor: Cursor }),
  z.object({ type: z.literal('change'), cursor: Cursor, change: TranscriptChange }),
  z.object({ type: z.literal('delta'), delta: MessageDelta }),
])
export type SessionEvent = z.infer<typeof SessionEvent>

export const Snapshot = z.object({
  cursor: Cursor,
  nodes: z.array(Node),
  projects: z.array(Project),
  /** All but deleted ones. */
  workspaces: z.array(Workspace),
  sessions: z.array(SessionView),
  /** Pending ones only. */
  approvals: z.array(Approval),
  /** Pending ones only. */
  questions: z.array(Question),
  /** Waiting ones only. */
  queued: z.array(QueuedMessage),
  /** Those in force. */
  rules: z.array(ApprovalRule),
  terminals: z.array(Terminal),
  /** Of all workspaces that are not deleted. */
  threads: z.array(ReviewThread),
  /** Held ones only. */
  locks: z.array(FileLock),
  changes: z.array(ChangeSummary),
  git: z.array(WorkspaceGit),
  /** Of workspaces that exist. */
  pullRequests: z.array(PullRequest),
  settings: Settings,
  agents: z.array(AgentInfo),
})
export type Snapshot = z.infer<typeof Snapshot>
