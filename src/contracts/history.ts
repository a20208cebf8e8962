import { z } from 'zod'
import { SessionView } from './events.ts'
import {
  ApprovalId,
  ItemId,
  ProjectId,
  QuestionId,
  SessionId,
  Timestamp,
  TurnId,
  WorkspaceId,
} from './ids.ts'
import { Session, TranscriptItem, Turn } from './session.ts'

/** Where a session belongs, also when that is no more. */
export const SessionPlace = z.object({
  workspaceId: WorkspaceId,
  workspaceName: z.string(),
  branch: z.string(),
  /** Folders of its repositories, against which paths in the transcript are told shorter. */
  worktrees: z.array(z.string()),
  /** When the workspace was deleted; null while it exists. */
  deletedAt: Timestamp.nullable(),
  projectId: ProjectId,
  /** Null when the project was removed. */
  projectName: z.string().nullable(),
})
export type SessionPlace = z.infer<typeof SessionPlace>

/** A session with its place: also one whose workspace was deleted, which can be read and no more. */
export const PlacedSession = z.object({ session: SessionView, place: SessionPlace })
export type PlacedSession = z.infer<typeof PlacedSession>

/** A piece of a text around what was found. */
export const Snippet = z.object({
  /** One line; an ellipsis stands where it was cut. */
  text: z.string(),
  /** What was found, as ranges of UTF-16 units of `text`, ascending, `end` exclusive. */
  marks: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
})
export type Snippet = z.infer<typeof Snippet>

/** One item of a transcript in which all words were found. */
export const HistoryHit = z.object({
  sessionId: SessionId,
  sessionTitle: z.string(),
  agentName: z.string(),
  place: SessionPlace,
  turnId: TurnId,
  itemId: z.union([ItemId, ApprovalId, QuestionId]),
  /** Place of the item in the session's transcript. */
  position: z.number().int(),
  /** Who said it: a message's role, else what it is. */
  kind: z.enum(['user', 'agent', 'thought', 'notice', 'tool_call', 'approval', 'question']),
  snippet: Snippet,
  createdAt: Timestamp,
})
export type HistoryHit = z.infer<typeof HistoryHit>

/** What a search found, newest first. `more`: there are older hits than those listed. */
export const HistoryResults = z.object({ hits: z.array(HistoryHit), more: z.boolean() })
export type HistoryResults = z.infer<typeof HistoryResults>

export const ExportFormat = z.enum(['markdown', 'json'])
export type ExportFormat = z.infer<typeof ExportFormat>

/** A session as a file: its text, and a name for it that is free of path separators. */
export const ExportedSession = z.object({ fileName: z.string(), text: z.string() })
export type ExportedSession = z.infer<typeof ExportedSession>

/** Version of `SessionExport`. Grows when a reader of the version before would misread the file. */
export const sessionExportVersion = 1

/** What a JSON export holds; described in docs/session-export.md. */
export const SessionExport = z.object({
  format: z.literal('switchyard.session'),
  version: z.literal(sessionExportVersion),
  exportedAt: Timestamp,
  place: SessionPlace,
  session: Session,
  /** Oldest first; the items of a turn ascend by position. */
  turns: z.array(Turn.extend({ items: z.array(TranscriptItem) })),
})
export type SessionExport = z.infer<typeof SessionExport>
