import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { errorMap } from './errors.ts'
import { ChangeSummary, CommitResult, FileDiff, RepositoryDiff } from './git.ts'
import {
  ApprovalId,
  NodeId,
  ProjectId,
  QueuedMessageId,
  RepositoryId,
  SessionId,
  TerminalId,
  Timestamp,
  TurnId,
  WorkspaceId,
} from './ids.ts'
import { JournalBatch } from './journal.ts'
import { LimitOverrides } from './limits.ts'
import { NodeHealthReport } from './node.ts'
import { AgentInfo, AgentProfile } from './profile.ts'
import { Branch, BranchCheck, DisplayName, FolderListing, NodePath, RepositoryInfo } from './project.ts'
import { Approve, PromptContent, WhenBusy } from './prompt.ts'
import { QueuedMessage } from './queue.ts'
import { Approval, MessageDelta, Prompted, Session, Turn } from './session.ts'
import { Terminal, TerminalSize } from './terminal.ts'
import { BranchPolicy, DeletionImpact, Workspace, WorkspaceDeleted } from './workspace.ts'

const procedure = oc.errors(errorMap)

/**
 * Answer of a command: the entity, and the journal's last seq when it was done. The control plane waits
 * until it has applied that seq, so that whoever asked finds the picture already changed.
 */
const done = <Entity extends z.ZodType>(entity: Entity) => z.object({ entity, journalSeq: z.number().int() })

const RepositorySource = z.object({ repositoryId: RepositoryId, name: z.string(), path: NodePath })

const inSession = z.object({ workspaceId: WorkspaceId, sessionId: SessionId })

/** Live facts that need no journal: lost when nobody listens, sent whole on subscribing. */
export const LiveUpdate = z.discriminatedUnion('type', [
  z.object({ type: z.literal('delta'), delta: MessageDelta }),
  z.object({ type: z.literal('changes'), summary: ChangeSummary }),
  z.object({ type: z.literal('health'), health: NodeHealthReport }),
])
export type LiveUpdate = z.infer<typeof LiveUpdate>

/** Control plane → node agent. Every call carries a job token in `jobTokenHeader`. */
export const agentContract = {
  handshake: procedure
    .input(z.object({ protocol: z.number().int(), appVersion: z.string(), limits: LimitOverrides }))
    .output(
      z.object({
        protocol: z.number().int(),
        agentVersion: z.string(),
        nodeId: NodeId,
        platform: z.string(),
        arch: z.string(),
        hostname: z.string(),
        pid: z.number().int(),
        startedAt: Timestamp,
        /** Seqs of the oldest record not yet acknowledged and of the newest one; 0 when there never was one. */
        journal: z.object({ first: z.number().int(), last: z.number().int() }),
        isolation: z.array(z.enum(['process', 'namespace', 'container'])),
      }),
    ),
  health: procedure.output(NodeHealthReport),
  /** Ends turns, agents and terminals, then the daemon. Files stay. */
  shutdown: procedure.output(z.object({ sessions: z.number().int(), terminals: z.number().int() })),
  journal: {
    /** Records after seq `after`, oldest first, then live. */
    follow: procedure
      .input(z.object({ after: z.number().int().nonnegative() }))
      .output(eventIterator(JournalBatch)),
    /** The control plane holds everything up to and including `seq`. */
    ack: procedure.input(z.object({ seq: z.number().int().nonnegative() })).output(z.object({})),
  },
  live: { follow: procedure.output(eventIterator(LiveUpdate)) },
  agents: {
    list: procedure
      .input(z.object({ custom: z.array(AgentProfile), refresh: z.boolean() }))
      .output(z.array(AgentInfo)),
  },
  repository: {
    inspect: procedure.input(z.object({ path: NodePath })).output(RepositoryInfo),
    browse: procedure.input(z.object({ path: NodePath.nullable() })).output(FolderListing),
    branches: procedure.input(z.object({ path: NodePath })).output(z.array(Branch)),
    checkBranch: procedure
      .input(
        z.object({ repositories: z.array(RepositorySource).min(1).max(50), branch: z.string().max(500) }),
      )
      .output(z.array(BranchCheck)),
  },
  workspace: {
    /** All or nothing. With the id of an existing workspace it returns that one. */
    create: procedure
      .input(
        z.object({
          id: WorkspaceId,
          projectId: ProjectId,
          name: DisplayName,
          branch: z.string().min(1).max(244),
          branchPolicy: BranchPolicy,
          prompt: z.string(),
          repositories: z
            .array(RepositorySource.extend({ baseBranch: z.string().max(500).nullable() }))
            .min(1)
            .max(50),
        }),
      )
      .output(done(Workspace)),
    rename: procedure
      .input(z.object({ workspaceId: WorkspaceId, name: DisplayName }))
      .output(done(Workspace)),
    stop: procedure.input(z.object({ workspaceId: WorkspaceId })).output(done(Workspace)),
    restart: procedure.input(z.object({ workspaceId: WorkspaceId })).output(done(Workspace)),
    deletionImpact: procedure.input(z.object({ workspaceId: WorkspaceId })).output(DeletionImpact),
    delete: procedure.input(z.object({ workspaceId: WorkspaceId })).output(done(WorkspaceDeleted)),
  },
  session: {
    create: procedure
      .input(
        z.object({
          id: SessionId,
          workspaceId: WorkspaceId,
          profile: AgentProfile,
          title: DisplayName.nullable(),
        }),
      )
      .output(done(Session)),
    prompt: procedure
      .input(
        z.object({
          workspaceId: WorkspaceId,
          sessionId: SessionId,
          /** Made by the control plane: a retry with the same id returns the same turn. */
          turnId: TurnId,
          content: PromptContent,
          approve: Approve,
          whenBusy: WhenBusy,
        }),
      )
      .output(done(Prompted)),
    /** Cancels the running turn; resolves when it has ended. */
    cancel: procedure
      .input(z.object({ workspaceId: WorkspaceId, sessionId: SessionId }))
      .output(done(Session)),
    stop: procedure.input(z.object({ workspaceId: WorkspaceId, sessionId: SessionId })).output(done(Session)),
    setConfig: procedure
      .input(
        z.object({
          workspaceId: WorkspaceId,
          sessionId: SessionId,
          optionId: z.string().max(200),
          value: z.string().max(500),
        }),
      )
      .output(done(Session)),
    rename: procedure
      .input(z.object({ workspaceId: WorkspaceId, sessionId: SessionId, title: DisplayName }))
      .output(done(Session)),
  },
  queue: {
    /** Puts a message before another one (null: at the end) without ever sending it at once. */
    add: procedure
      .input(
        inSession.extend({
          turnId: TurnId,
          content: PromptContent,
          approve: Approve,
          before: QueuedMessageId.nullable(),
        }),
      )
      .output(done(QueuedMessage)),
    edit: procedure
      .input(inSession.extend({ messageId: QueuedMessageId, content: PromptContent }))
      .output(done(QueuedMessage)),
    move: procedure
      .input(inSession.extend({ messageId: QueuedMessageId, before: QueuedMessageId.nullable() }))
      .output(done(QueuedMessage)),
    discard: procedure.input(inSession.extend({ messageId: QueuedMessageId })).output(done(QueuedMessage)),
    /** Sends one now: a running turn is cancelled, the others go on waiting. */
    sendNow: procedure.input(inSession.extend({ messageId: QueuedMessageId })).output(done(Turn)),
    /** Held messages wait for their turn again; where no turn runs the first is sent. */
    resume: procedure.input(inSession).output(done(z.array(QueuedMessage))),
  },
  approval: {
    /** A second answer returns the first outcome. `optionId` is an option's id or one of its kinds. */
    answer: procedure
      .input(z.object({ workspaceId: WorkspaceId, approvalId: ApprovalId, optionId: z.string().max(200) }))
      .output(done(Approval)),
  },
  terminal: {
    create: procedure
      .input(
        z.object({
          id: TerminalId,
          workspaceId: WorkspaceId,
          repositoryId: RepositoryId.nullable(),
          size: TerminalSize,
        }),
      )
      .output(done(Terminal)),
    close: procedure
      .input(z.object({ workspaceId: WorkspaceId, terminalId: TerminalId }))
      .output(done(Terminal)),
  },
  git: {
    diff: procedure.input(z.object({ workspaceId: WorkspaceId })).output(z.array(RepositoryDiff)),
    file: procedure
      .input(z.object({ workspaceId: WorkspaceId, repositoryId: RepositoryId, path: z.string().max(4096) }))
      .output(FileDiff),
    commit: procedure
      .input(
        z.object({
          workspaceId: WorkspaceId,
          message: z.string().trim().min(1).max(65_536),
          /** Null commits every repository that has changes. */
          repositoryId: RepositoryId.nullable(),
        }),
      )
      .output(CommitResult),
  },
}
export type AgentContract = typeof agentContract
