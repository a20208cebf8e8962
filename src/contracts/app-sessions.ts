import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ApprovalRule } from './approval-rule.ts'
import { AttachEvent, AttachMode, Seat } from './attach.ts'
import { AgentConversations, ConversationId } from './conversation.ts'
import { Cursor, SessionEvent, SessionView } from './events.ts'
import { FileLock } from './file-lock.ts'
import { FileDiff, RepositoryDiff } from './git.ts'
import { ExportFormat, ExportedSession, HistoryResults, PlacedSession } from './history.ts'
import {
  ApprovalId,
  AttachmentId,
  QuestionId,
  QueuedMessageId,
  RepositoryId,
  RuleId,
  SessionId,
  TurnId,
} from './ids.ts'
import { idempotencyKey, procedure, reference } from './procedure.ts'
import { DisplayName } from './project.ts'
import { Approve, AttachmentData, ImageAttachment, PromptContent, WhenBusy } from './prompt.ts'
import { Question, QuestionAction, QuestionAnswer } from './question.ts'
import { QueuedMessage } from './queue.ts'
import {
  AnswerSource,
  AnsweredApproval,
  Approval,
  Prompted,
  SessionDetail,
  TranscriptItem,
  Turn,
  TurnDetail,
  TurnUndone,
} from './session.ts'
import { Terminal, TerminalSize } from './terminal.ts'

const ofTurn = z.object({ sessionId: SessionId, turnId: TurnId })

/** Sessions, their turns, queues and approvals, as clients of the control plane see them. */
export const sessionProcedures = {
  session: {
    create: procedure
      .input(
        z.object({
          workspace: reference,
          /** The project's default agent when absent. */
          agent: z.string().max(40).optional(),
          title: DisplayName.optional(),
          /** What an agent in a terminal is to begin with; others are prompted. */
          prompt: z.string().min(1).optional(),
          /** An earlier conversation of the agent to go on with, as `conversations` lists them. */
          resume: ConversationId.optional(),
          idempotencyKey,
        }),
      )
      .output(SessionView),
    /** Earlier conversations of an agent in the workspace's folders. Takes as long as the agent takes to start. */
    conversations: procedure
      .input(z.object({ workspace: reference, agent: z.string().max(40).optional() }))
      .output(AgentConversations),
    list: procedure.input(z.object({ workspace: reference.optional() })).output(z.array(SessionView)),
    /** Everything, oldest first. For screens use `items`. */
    show: procedure.input(z.object({ sessionId: SessionId })).output(SessionDetail),
    /**
     * A page of the transcript, ascending: the one that ends before position `before` (null: at the end), else,
     * where given, the one that begins after position `after`, or the one with position `around` in its middle.
     */
    items: procedure
      .input(
        z.object({
          sessionId: SessionId,
          before: z.number().int().nullable(),
          after: z.number().int().optional(),
          around: z.number().int().optional(),
          limit: z.number().int().min(1).max(1000),
        }),
      )
      .output(
        z.object({
          cursor: Cursor,
          items: z.array(TranscriptItem),
          turns: z.array(Turn),
          /** There are older items. */
          more: z.boolean(),
          /** There are newer items. */
          moreAfter: z.boolean(),
        }),
      ),
    follow: procedure
      .input(z.object({ sessionId: SessionId, after: Cursor.nullable() }))
      .output(eventIterator(SessionEvent)),
    /**
     * Sits down at a session as long as the iterator is held. One seat writes at a time: a second one is refused
     * with `session_already_attached` unless it takes over, of which the first is told. Any number watch.
     */
    attach: procedure
      .input(
        z.object({
          sessionId: SessionId,
          seat: Seat,
          mode: AttachMode.default('write'),
          takeover: z.boolean().default(false),
        }),
      )
      .output(eventIterator(AttachEvent)),
    prompt: procedure
      .input(
        z.object({
          sessionId: SessionId,
          text: z.string().min(1),
          attachments: PromptContent.shape.attachments.default([]),
          approve: Approve.default('ask'),
          whenBusy: WhenBusy.default('queue'),
          idempotencyKey,
        }),
      )
      .output(Prompted),
    turn: procedure.input(z.object({ sessionId: SessionId, turnId: Turn.shape.id })).output(TurnDetail),
    cancel: procedure.input(z.object({ sessionId: SessionId })).output(SessionView),
    stop: procedure.input(z.object({ sessionId: SessionId })).output(SessionView),
    setConfig: procedure
      .input(z.object({ sessionId: SessionId, optionId: z.string().max(200), value: z.string().max(500) }))
      .output(SessionView),
    rename: procedure.input(z.object({ sessionId: SessionId, title: DisplayName })).output(SessionView),
    /** Signs in by one of the agent's own ways (`authMethods`); resolves when that is over. */
    authenticate: procedure
      .input(z.object({ sessionId: SessionId, methodId: z.string().max(200) }))
      .output(SessionView),
    /** Opens a terminal in which the agent's program signs the user in; for methods of kind `terminal`. */
    signInTerminal: procedure
      .input(
        z.object({
          sessionId: SessionId,
          methodId: z.string().max(200),
          size: TerminalSize.default({ cols: 80, rows: 24 }),
          idempotencyKey,
        }),
      )
      .output(Terminal),
    /** Ends the agent's process, and a turn that runs as `cancelled`, and starts it anew. */
    restart: procedure.input(z.object({ sessionId: SessionId })).output(SessionView),
    /** The last lines of what the terminal of a session shows, or showed, as plain text. */
    output: procedure
      .input(z.object({ sessionId: SessionId, lines: z.number().int().min(1).max(10_000).default(200) }))
      .output(z.object({ text: z.string() })),
    markSeen: procedure.input(z.object({ sessionId: SessionId })).output(SessionView),
    /** The whole session as a file. Of sessions of deleted workspaces, too. */
    export: procedure.input(z.object({ sessionId: SessionId, format: ExportFormat })).output(ExportedSession),
  },
  attachment: {
    /** Keeps an image on the session's node; what comes back goes into a prompt's `attachments`. */
    put: procedure
      .input(
        z.object({
          sessionId: SessionId,
          name: z.string().max(255),
          mimeType: z.string().max(100),
          /** Base 64; at most the limit `attachmentBytes`, decoded. */
          data: z.base64(),
          idempotencyKey,
        }),
      )
      .output(ImageAttachment),
    read: procedure.input(z.object({ sessionId: SessionId, id: AttachmentId })).output(AttachmentData),
  },
  question: {
    /** Pending ones, or all; oldest first. */
    list: procedure.input(z.object({ all: z.boolean().default(false) })).output(z.array(Question)),
    /** A second answer returns the first outcome. */
    answer: procedure
      .input(
        z.object({ questionId: QuestionId, action: QuestionAction, content: QuestionAnswer.default({}) }),
      )
      .output(Question),
  },
  history: {
    /**
     * Messages, prompts, tool calls and approvals that hold all words of `query`, newest first, in any workspace,
     * deleted ones included. Case and accents do not count, the last word may be the beginning of one, words in
     * double quotes stand next to each other. No text is wrong: what holds no word finds nothing.
     */
    search: procedure
      .input(
        z.object({
          query: z.string().max(1000),
          /** Only there: id, of a deleted one, too, or name of one that exists. */
          workspace: reference.optional(),
          limit: z.number().int().min(1).max(200).default(50),
        }),
      )
      .output(HistoryResults),
    /** Sessions of deleted workspaces, last touched first, and whether there are more. */
    sessions: procedure
      .input(z.object({ limit: z.number().int().min(1).max(1000).default(100) }).default({ limit: 100 }))
      .output(z.object({ sessions: z.array(PlacedSession), more: z.boolean() })),
    /** One session with its place, also when its workspace was deleted. */
    session: procedure.input(z.object({ sessionId: SessionId })).output(PlacedSession),
  },
  queue: {
    /** Waiting messages of a session, in the order in which they go. */
    list: procedure.input(z.object({ sessionId: SessionId })).output(z.array(QueuedMessage)),
    show: procedure.input(z.object({ messageId: QueuedMessageId })).output(QueuedMessage),
    /** Puts a message before another one (null: at the end) without ever sending it at once. */
    add: procedure
      .input(
        PromptContent.extend({
          sessionId: SessionId,
          approve: Approve.default('ask'),
          before: QueuedMessageId.nullable(),
          idempotencyKey,
        }),
      )
      .output(QueuedMessage),
    edit: procedure.input(PromptContent.extend({ messageId: QueuedMessageId })).output(QueuedMessage),
    move: procedure
      .input(z.object({ messageId: QueuedMessageId, before: QueuedMessageId.nullable() }))
      .output(QueuedMessage),
    discard: procedure.input(z.object({ messageId: QueuedMessageId })).output(QueuedMessage),
    sendNow: procedure.input(z.object({ messageId: QueuedMessageId })).output(Turn),
    resume: procedure.input(z.object({ sessionId: SessionId })).output(z.array(QueuedMessage)),
  },
  turn: {
    /** What the turn changed, from its recorded start to its recorded end. */
    diff: procedure.input(ofTurn).output(z.array(RepositoryDiff)),
    file: procedure
      .input(ofTurn.extend({ repositoryId: RepositoryId, path: z.string().min(1).max(4096) }))
      .output(FileDiff),
    /** Takes back what the turn changed; what was changed since stays. */
    undo: procedure.input(ofTurn).output(TurnUndone),
    /**
     * Sends the turn's message again, or `text` in its place, where the turn began; this turn and what followed are
     * folded away as a branch of the conversation.
     */
    retry: procedure
      .input(
        ofTurn.extend({
          text: z.string().min(1).optional(),
          attachments: PromptContent.shape.attachments.optional(),
          approve: Approve.default('ask'),
          restore: z.boolean().default(false),
          idempotencyKey,
        }),
      )
      .output(Turn),
    /** Makes the branch that ends with this turn the conversation again. */
    goTo: procedure.input(ofTurn).output(SessionView),
  },
  lock: {
    /** Files that sessions hold, of one workspace or of all, oldest first. */
    list: procedure.input(z.object({ workspace: reference.optional() })).output(z.array(FileLock)),
  },
  approval: {
    list: procedure.input(z.object({ all: z.boolean().default(false) })).output(z.array(Approval)),
    answer: procedure
      .input(
        z.object({
          approvalId: ApprovalId,
          option: z.string().min(1).max(200),
          from: AnswerSource.exclude(['rule', 'prompt']).default('window'),
        }),
      )
      .output(AnsweredApproval),
    /** A held approval waits no longer for the file locks of other sessions. */
    goOn: procedure.input(z.object({ approvalId: ApprovalId })).output(Approval),
    /** Rules of a workspace, newest first: those in force, or all. */
    rules: procedure
      .input(z.object({ workspace: reference, all: z.boolean().default(false) }))
      .output(z.array(ApprovalRule)),
    revokeRule: procedure.input(z.object({ ruleId: RuleId })).output(ApprovalRule),
    restoreRule: procedure.input(z.object({ ruleId: RuleId })).output(ApprovalRule),
  },
}
