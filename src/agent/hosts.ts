import type { WebSocket } from 'ws'
import type {
  AgentConversations,
  AgentProfile,
  AnsweredApproval,
  AnswerSource,
  Approval,
  AttachmentData,
  AttachmentId,
  ApprovalId,
  Approve,
  ImageAttachment,
  Prompted,
  PromptContent,
  Question,
  QuestionAction,
  QuestionAnswer,
  QuestionId,
  QueuedMessage,
  QueuedMessageId,
  RepositoryId,
  Session,
  SessionId,
  Terminal,
  TerminalId,
  TerminalSize,
  Turn,
  TurnId,
  TurnUndone,
  WhenBusy,
  WorkspaceId,
} from '../contracts/index.ts'

/** What a host answers at once or later. */
export type Answer<Value> = Value | Promise<Value>

interface InSession {
  workspaceId: WorkspaceId
  sessionId: SessionId
}

type OfMessage = InSession & { messageId: QueuedMessageId }

/** `queue.*` of the agent contract, without `journalSeq`. */
export interface QueueHost {
  add(
    input: InSession & {
      turnId: TurnId
      content: PromptContent
      approve: Approve
      before: QueuedMessageId | null
    },
  ): Answer<QueuedMessage>
  edit(input: OfMessage & { content: PromptContent }): Answer<QueuedMessage>
  move(input: OfMessage & { before: QueuedMessageId | null }): Answer<QueuedMessage>
  discard(input: OfMessage): Answer<QueuedMessage>
  sendNow(input: OfMessage): Answer<Turn>
  resume(input: InSession): Answer<QueuedMessage[]>
}

export type TurnRef = InSession & { turnId: TurnId }

/** `turn.retry` and `turn.goTo` of the agent contract, without `journalSeq`. */
export interface TurnHost {
  retry(
    input: TurnRef & { newTurnId: TurnId; content: PromptContent; approve: Approve; restore: boolean },
  ): Answer<Turn>
  goTo(input: TurnRef): Answer<Session>
  undo(input: TurnRef): Answer<TurnUndone>
}

/** A program that runs in a terminal instead of the user's shell. */
export interface SignInProgram {
  title: string
  command: string
  args: readonly string[]
  env: Readonly<Record<string, string>>
}

/** What concerns a session's agent beside its turns: rest of `session.*`, `question.*`, `attachment.*`. */
export interface AgentHost {
  authenticate(input: InSession & { methodId: string }): Answer<Session>
  signInProgram(input: InSession & { methodId: string }): Answer<SignInProgram>
  conversations(input: { workspaceId: WorkspaceId; profile: AgentProfile }): Answer<AgentConversations>
  answerQuestion(input: {
    workspaceId: WorkspaceId
    questionId: QuestionId
    action: QuestionAction
    content: QuestionAnswer
  }): Answer<Question>
  putAttachment(
    input: InSession & { id: AttachmentId; name: string; mimeType: string; data: string },
  ): Answer<ImageAttachment>
  readAttachment(input: InSession & { id: AttachmentId }): Answer<AttachmentData>
}

/**
 * The agent sessions of this node, as the daemon needs them. Inputs and outputs are those of `session.*` and
 * `approval.*` of the agent contract, without `journalSeq`, which the server adds. Expected failures are
 * thrown as `Failure`.
 */
export interface SessionHost {
  readonly queue: QueueHost
  readonly turns: TurnHost
  readonly agents: AgentHost
  createSession(input: {
    id: SessionId
    workspaceId: WorkspaceId
    profile: AgentProfile
    title: string | null
    /** What an agent in a terminal begins with. */
    prompt?: string | null
    /** An earlier conversation of the agent to go on with. */
    resume?: string | null
  }): Answer<Session>
  prompt(
    input: InSession & { turnId: TurnId; content: PromptContent; approve: Approve; whenBusy: WhenBusy },
  ): Answer<Prompted>
  /** Resolves when the running turn has ended. */
  cancel(input: InSession): Answer<Session>
  stop(input: InSession): Answer<Session>
  /** Ends the agent, or the program of a session in a terminal, and starts it again, by `profile` where given. */
  restart(input: InSession & { profile?: AgentProfile | null }): Answer<Session>
  /** The user has seen what a session in a terminal rang for. */
  markSeen(input: InSession): Answer<Session>
  /** The last lines of a session's terminal. */
  output(input: InSession & { lines: number }): Answer<{ text: string }>
  setConfig(input: InSession & { optionId: string; value: string }): Answer<Session>
  rename(input: InSession & { title: string }): Answer<Session>
  answerApproval(input: {
    workspaceId: WorkspaceId
    approvalId: ApprovalId
    optionId: string
    from: AnswerSource
  }): Answer<AnsweredApproval>
  /** The user lets an approval go on that waits for file locks of other sessions. */
  goOn(input: { workspaceId: WorkspaceId; approvalId: ApprovalId }): Answer<Approval>
  /** Ends every session of a workspace that is being stopped or deleted; resolves when all processes are gone. */
  stopAllIn(workspaceId: WorkspaceId): Answer<void>
  /** Puts in order what a dead daemon left: running turns are interrupted, leftover processes ended. */
  reconcile(): Answer<void>
  /** Sessions whose agent process lives, and turns that run. */
  counts(): { sessions: number; runningTurns: number }
  /** Ends all agent processes with the daemon. */
  close(): Answer<void>
}

/** Takes over an authorised byte-stream socket. */
export interface StreamAcceptor {
  accept(socket: WebSocket): void
}

/** The terminals of this node, as the daemon needs them; see `SessionHost` for inputs and failures. */
export interface TerminalHost extends StreamAcceptor {
  create(input: {
    id: TerminalId
    workspaceId: WorkspaceId
    repositoryId: RepositoryId | null
    size: TerminalSize
    /** Instead of the user's shell. */
    program?: SignInProgram
  }): Answer<Terminal>
  close(id: TerminalId): Answer<Terminal>
  /** Ends every terminal of a workspace that is being stopped or deleted. */
  stopAllIn(workspaceId: WorkspaceId): Answer<void>
  /** Terminals a dead daemon left running have ended with it. */
  reconcile(): Answer<void>
  counts(): { terminals: number }
}
