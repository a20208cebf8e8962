import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ApprovalRule } from './approval-rule.ts'
import { AgentConversations, ConversationId } from './conversation.ts'
import { done } from './done.ts'
import { FileDiff, RepositoryDiff } from './git.ts'
import {
  ApprovalId,
  AttachmentId,
  QuestionId,
  QueuedMessageId,
  RepositoryId,
  RuleId,
  SessionId,
  TerminalId,
  TurnId,
  WorkspaceId,
} from './ids.ts'
import { AttachEvent, AttachMode, Seat } from './attach.ts'
import { procedure } from './procedure.ts'
import { AgentProfile } from './profile.ts'
import { DisplayName } from './project.ts'
import { Approve, AttachmentData, ImageAttachment, PromptContent, WhenBusy } from './prompt.ts'
import { Question, QuestionAction, QuestionAnswer } from './question.ts'
import { QueuedMessage } from './queue.ts'
import { AnswerSource, AnsweredApproval, Approval, Prompted, Session, Turn, TurnUndone } from './session.ts'
import { Terminal, TerminalSize } from './terminal.ts'

const inSession = z.object({ workspaceId: WorkspaceId, sessionId: SessionId })
const ofTurn = inSession.extend({ turnId: TurnId })

/** Sessions, their queues and approvals, as the control plane asks a node agent. */
export const agentSessionProcedures = {
  session: {
    create: procedure
      .input(
        z.object({
          id: SessionId,
          workspaceId: WorkspaceId,
          profile: AgentProfile,
          title: DisplayName.nullable(),
          /** What an agent in a terminal is to begin with; others are prompted. */
          prompt: z.string().min(1).nullable().default(null),
          /** An earlier conversation of the agent to go on with; what was said in it becomes the transcript. */
          resume: ConversationId.nullable().default(null),
        }),
      )
      .output(done(Session)),
    /** Earlier conversations of an agent in the workspace's folders; starts and ends the agent for it. */
    conversations: procedure
      .input(z.object({ workspaceId: WorkspaceId, profile: AgentProfile }))
      .output(AgentConversations),
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
    /** Sits down at a session, to write or to watch, as long as the iterator is held (rule 8). */
    attach: procedure
      .input(inSession.extend({ seat: Seat, mode: AttachMode, takeover: z.boolean() }))
      .output(eventIterator(AttachEvent)),
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
    /** Signs in by one of the agent's own ways, starting the agent where none runs. Resolves when that is over. */
    authenticate: procedure.input(inSession.extend({ methodId: z.string().max(200) })).output(done(Session)),
    /** Runs the agent's program in a terminal of the workspace, for the user to sign in there. */
    signInTerminal: procedure
      .input(inSession.extend({ methodId: z.string().max(200), id: TerminalId, size: TerminalSize }))
      .output(done(Terminal)),
    /**
     * Ends the agent's process, and a turn that runs as `cancelled`, and starts it anew, by `profile` where given:
     * the user may have changed its variables or MCP servers.
     */
    restart: procedure
      .input(inSession.extend({ profile: AgentProfile.nullable().default(null) }))
      .output(done(Session)),
    /** The user has seen what a session in a terminal rang for. */
    markSeen: procedure.input(inSession).output(done(Session)),
    /** What the terminal of a session shows, as plain text: the last lines. */
    output: procedure
      .input(inSession.extend({ lines: z.number().int().min(1).max(10_000) }))
      .output(z.object({ text: z.string() })),
  },
  attachment: {
    /** Keeps an image for a prompt. With the id of a kept one it returns that. */
    put: procedure
      .input(inSession.extend({ id: AttachmentId, name: z.string(), mimeType: z.string(), data: z.base64() }))
      .output(ImageAttachment),
    read: procedure.input(inSession.extend({ id: AttachmentId })).output(AttachmentData),
  },
  question: {
    /** A second answer returns the first outcome. `content` is left out of a declined one. */
    answer: procedure
      .input(
        z.object({
          workspaceId: WorkspaceId,
          questionId: QuestionId,
          action: QuestionAction,
          content: QuestionAnswer,
        }),
      )
      .output(done(Question)),
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
  turn: {
    /** What the turn changed, from its recorded start to its recorded end. */
    diff: procedure.input(ofTurn).output(z.array(RepositoryDiff)),
    file: procedure
      .input(ofTurn.extend({ repositoryId: RepositoryId, path: z.string().max(4096) }))
      .output(FileDiff),
    /** Takes back what the turn changed; what was changed since stays. */
    undo: procedure.input(ofTurn).output(done(TurnUndone)),
    /** Begins a new turn where this one began; this one and what followed are folded away. */
    retry: procedure
      .input(
        ofTurn.extend({
          newTurnId: TurnId,
          content: PromptContent,
          approve: Approve,
          /** First put the worktrees back to where the turn began. */
          restore: z.boolean(),
        }),
      )
      .output(done(Turn)),
    /** Makes the branch that ends with this turn the conversation again. */
    goTo: procedure.input(ofTurn).output(done(Session)),
  },
  approval: {
    /** A second answer returns the first outcome. `optionId` is an option's id or one of its kinds. */
    answer: procedure
      .input(
        z.object({
          workspaceId: WorkspaceId,
          approvalId: ApprovalId,
          optionId: z.string().max(200),
          from: AnswerSource.exclude(['rule', 'prompt']),
        }),
      )
      .output(done(AnsweredApproval)),
    /** The held approval waits no longer for other sessions' file locks. */
    goOn: procedure
      .input(z.object({ workspaceId: WorkspaceId, approvalId: ApprovalId }))
      .output(done(Approval)),
    /** From then on the rule answers nothing. */
    revokeRule: procedure
      .input(z.object({ workspaceId: WorkspaceId, ruleId: RuleId }))
      .output(done(ApprovalRule)),
    /** Takes a revocation back, unless a newer rule of the same match stands in its place: then that one is returned. */
    restoreRule: procedure
      .input(z.object({ workspaceId: WorkspaceId, ruleId: RuleId }))
      .output(done(ApprovalRule)),
  },
}
