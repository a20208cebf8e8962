import { z } from 'zod'
import { AgentCapabilities, AuthMethod } from './agent-facts.ts'
import { RuleMatch } from './approval-rule.ts'
import { FailureShape } from './errors.ts'
import {
  ApprovalId,
  ItemId,
  RepositoryId,
  RuleId,
  SessionId,
  TerminalId,
  Timestamp,
  TurnId,
  WorkspaceId,
} from './ids.ts'
import { itemBase } from './item-base.ts'
import { Attachment, ImageAttachment } from './prompt.ts'
import { Question } from './question.ts'
import { QueuedMessage } from './queue.ts'
import { ToolKind } from './tool-kind.ts'
import { Backup } from './workspace.ts'

export const SessionStatus = z.enum(['starting', 'idle', 'running', 'needs_attention', 'stopped', 'error'])
export type SessionStatus = z.infer<typeof SessionStatus>

export const TurnStatus = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted'])
export type TurnStatus = z.infer<typeof TurnStatus>
export const terminalTurnStatuses = [
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
] as const satisfies TurnStatus[]

export const ApprovalStatus = z.enum(['pending', 'approved', 'denied', 'expired', 'cancelled'])
export type ApprovalStatus = z.infer<typeof ApprovalStatus>

/** One of the agent's own switches (mode, model, …); `category` is the agent's word for what it is. */
export const ConfigOption = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  category: z.string().nullable(),
  value: z.string(),
  choices: z.array(z.object({ value: z.string(), name: z.string(), description: z.string().nullable() })),
})
export type ConfigOption = z.infer<typeof ConfigOption>

export const AgentCommand = z.object({
  name: z.string(),
  description: z.string(),
  hint: z.string().nullable(),
})

export const Usage = z.object({
  /** Tokens in the context window now, and its size. */
  used: z.number(),
  size: z.number(),
  cost: z.object({ amount: z.number(), currency: z.string() }).nullable(),
})

/** The program of a session in a terminal rang, or said something, and the user has not reacted. */
export const Attention = z.object({
  /** What it said; empty when it only rang. */
  text: z.string(),
  at: Timestamp,
})
export type Attention = z.infer<typeof Attention>

export const Session = z.object({
  id: SessionId,
  workspaceId: WorkspaceId,
  /** Profile id: `runbook`, `claude`, … */
  agent: z.string(),
  agentName: z.string(),
  agentVersion: z.string().nullable(),
  /** The terminal its program runs, or ran last, in; null when its agent speaks ACP. */
  terminalId: TerminalId.nullable(),
  /** Null unless it is in a terminal and needs attention. */
  attention: Attention.nullable(),
  title: z.string(),
  status: SessionStatus,
  error: FailureShape.nullable(),
  configOptions: z.array(ConfigOption),
  commands: z.array(AgentCommand),
  usage: Usage.nullable(),
  /** Null until its agent has been started once. */
  capabilities: AgentCapabilities.nullable(),
  /** Its agent's ways to sign in, whether or not it asks for it. */
  authMethods: z.array(AuthMethod),
  turnCount: z.number().int(),
  lastTurn: z.object({ id: TurnId, status: TurnStatus, endedAt: Timestamp.nullable() }).nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  revision: z.number().int(),
})
export type Session = z.infer<typeof Session>

/** A repository as it was: the commit HEAD was at, and a commit whose tree holds every file that is not ignored. */
export const RepositoryState = z.object({ head: z.string().nullable(), commit: z.string() })
export type RepositoryState = z.infer<typeof RepositoryState>

/** A repository before and after a turn; null where it could not be recorded. */
export const TurnSnapshot = z.object({
  repositoryId: RepositoryId,
  before: RepositoryState.nullable(),
  after: RepositoryState.nullable(),
})
export type TurnSnapshot = z.infer<typeof TurnSnapshot>

export const Turn = z.object({
  id: TurnId,
  sessionId: SessionId,
  /** 1 for the first turn of the session. */
  ordinal: z.number().int(),
  /** The turn it goes on from; null at the beginning of the conversation. Turns form a tree. */
  parentId: TurnId.nullable(),
  /** It belongs to a branch of the conversation that was left by editing or retrying an earlier message. */
  folded: z.boolean(),
  /** One for each repository of the workspace; empty until the turn's start was recorded. */
  snapshots: z.array(TurnSnapshot),
  status: TurnStatus,
  /** ACP's stop reason when the agent gave one. */
  stopReason: z.string().nullable(),
  error: FailureShape.nullable(),
  createdAt: Timestamp,
  startedAt: Timestamp.nullable(),
  endedAt: Timestamp.nullable(),
  revision: z.number().int(),
})
export type Turn = z.infer<typeof Turn>

export const MessageRole = z.enum(['user', 'agent', 'thought', 'notice'])

export const Message = z.object({
  kind: z.literal('message'),
  id: ItemId,
  ...itemBase,
  role: MessageRole,
  content: z.string(),
  /** False while it still streams. */
  complete: z.boolean(),
  /** True when the content was cut at the limit. */
  truncated: z.boolean(),
  /** What the user sent beside the text, or the image an agent shows. */
  attachments: z.array(Attachment),
})
export type Message = z.infer<typeof Message>

export const ToolStatus = z.enum(['pending', 'in_progress', 'completed', 'failed', 'cancelled'])

export const ToolContent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('diff'),
    path: z.string(),
    oldText: z.string().nullable(),
    newText: z.string(),
  }),
  z.object({ type: z.literal('terminal'), terminalId: z.string(), output: z.string() }),
  z.object({ type: z.literal('image'), image: ImageAttachment }),
])
export type ToolContent = z.infer<typeof ToolContent>

export const ToolCall = z.object({
  kind: z.literal('tool_call'),
  id: ItemId,
  ...itemBase,
  /** The agent's own id of the call; unique in the session. */
  toolCallId: z.string(),
  title: z.string(),
  toolKind: ToolKind,
  status: ToolStatus,
  locations: z.array(z.object({ path: z.string(), line: z.number().int().nullable() })),
  content: z.array(ToolContent),
  /** The agent's raw input and output as JSON text, cut at the content limit; null when none. */
  rawInput: z.string().nullable(),
  rawOutput: z.string().nullable(),
})
export type ToolCall = z.infer<typeof ToolCall>

export const PlanEntry = z.object({
  content: z.string(),
  priority: z.enum(['high', 'medium', 'low']),
  status: z.enum(['pending', 'in_progress', 'completed']),
})
export const Plan = z.object({
  kind: z.literal('plan'),
  id: ItemId,
  ...itemBase,
  entries: z.array(PlanEntry),
})
export type Plan = z.infer<typeof Plan>

/** ACP's kinds of permission option. Which ones there are, and their names, is the agent's word. */
export const ApprovalOption = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['allow_once', 'allow_always', 'reject_once', 'reject_always']),
})

/** Where an answer came from; the last two are answers given beforehand. */
export const AnswerSource = z.enum(['window', 'inbox', 'notification', 'cli', 'rule', 'prompt'])
export type AnswerSource = z.infer<typeof AnswerSource>

export const Approval = z.object({
  kind: z.literal('approval'),
  id: ApprovalId,
  ...itemBase,
  workspaceId: WorkspaceId,
  /** The agent's id of the tool call asked about. */
  toolCallId: z.string(),
  title: z.string(),
  toolKind: ToolKind,
  /** Exactly what will run or change, as text: a command line, paths, or the raw input. */
  detail: z.string(),
  options: z.array(ApprovalOption),
  status: ApprovalStatus,
  chosenOption: z.string().nullable(),
  answeredAt: Timestamp.nullable(),
  answeredFrom: AnswerSource.nullable(),
  /** The rule that answered it. */
  rule: RuleId.nullable(),
  /** What a rule made of an "always" answer would match; null when nothing would be remembered. */
  remembers: RuleMatch.nullable(),
  /** When it expires if nobody answers; null for never. */
  expiresAt: Timestamp.nullable(),
})
export type Approval = z.infer<typeof Approval>

/** An answered approval; `first` is false for whoever came too late: the outcome is another one's. */
export const AnsweredApproval = Approval.extend({ first: z.boolean() })
export type AnsweredApproval = z.infer<typeof AnsweredApproval>

/** One entry of a transcript, in order of `position`. */
export const TranscriptItem = z.discriminatedUnion('kind', [Message, ToolCall, Plan, Approval, Question])
export type TranscriptItem = z.infer<typeof TranscriptItem>

/** What taking back a turn, or putting the worktrees back to its start, kept and changed. */
export const TurnUndone = z.object({
  backups: z.array(Backup),
  files: z.array(z.object({ repositoryId: RepositoryId, path: z.string() })),
})
export type TurnUndone = z.infer<typeof TurnUndone>

/**
 * What became of a prompt: a turn that runs, a message that waits for its turn, or text that was typed into the
 * session's terminal, of which nobody knows what the program makes.
 */
export const Prompted = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('turn'), turn: Turn }),
  z.object({ kind: z.literal('queued'), message: QueuedMessage }),
  z.object({
    kind: z.literal('typed'),
    terminalId: TerminalId,
    /** As one paste, which the program had asked for; else as if by hand, each line with Enter. */
    pasted: z.boolean(),
  }),
])
export type Prompted = z.infer<typeof Prompted>

/** A turn with all it holds, as `session show` prints it. */
export const TurnDetail = Turn.extend({
  messages: z.array(Message),
  toolCalls: z.array(ToolCall),
  approvals: z.array(Approval),
  questions: z.array(Question),
  plan: Plan.nullable(),
})
export const SessionDetail = Session.extend({ turns: z.array(TurnDetail) })
export type TurnDetail = z.infer<typeof TurnDetail>
export type SessionDetail = z.infer<typeof SessionDetail>

/**
 * Text as it streams, ahead of the journal: `text` belongs at character `offset` of the message's content.
 * Lossy by design: a hole is filled by the message's next revision.
 */
export const MessageDelta = z.object({
  sessionId: SessionId,
  turnId: TurnId,
  itemId: ItemId,
  position: z.number().int(),
  role: MessageRole,
  offset: z.number().int(),
  text: z.string(),
})
export type MessageDelta = z.infer<typeof MessageDelta>
