import { z } from 'zod'

/**
 * Branded ids: a prefix that says what the id names, then 20 characters of lower-case base 32
 * (10 of time in milliseconds, 10 of randomness), so ids of one kind sort by creation.
 * Minted by `newId` in `src/base/ids.ts`; a swapped argument does not compile.
 */
const id = <Brand extends string>(prefix: string, brand: Brand) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{20}$`), `is not a valid ${brand} (${prefix}_…)`)
    .brand<Brand, 'inout'>()

export const NodeId = id('node', 'NodeId')
export const ProjectId = id('prj', 'ProjectId')
export const RepositoryId = id('rep', 'RepositoryId')
export const WorkspaceId = id('ws', 'WorkspaceId')
export const SessionId = id('ses', 'SessionId')
export const TurnId = id('trn', 'TurnId')
export const ItemId = id('itm', 'ItemId')
export const ApprovalId = id('apr', 'ApprovalId')
export const QueuedMessageId = id('que', 'QueuedMessageId')
export const AttachmentId = id('att', 'AttachmentId')
export const RuleId = id('rul', 'RuleId')
export const QuestionId = id('qst', 'QuestionId')
export const TerminalId = id('trm', 'TerminalId')
export const ThreadId = id('thr', 'ThreadId')
export const CommentId = id('cmt', 'CommentId')
export const FileLockId = id('lck', 'FileLockId')
export const EventId = id('evt', 'EventId')
export const JournalRecordId = id('jrn', 'JournalRecordId')

export type NodeId = z.infer<typeof NodeId>
export type ProjectId = z.infer<typeof ProjectId>
export type RepositoryId = z.infer<typeof RepositoryId>
export type WorkspaceId = z.infer<typeof WorkspaceId>
export type SessionId = z.infer<typeof SessionId>
export type TurnId = z.infer<typeof TurnId>
export type ItemId = z.infer<typeof ItemId>
export type ApprovalId = z.infer<typeof ApprovalId>
export type QueuedMessageId = z.infer<typeof QueuedMessageId>
export type AttachmentId = z.infer<typeof AttachmentId>
export type RuleId = z.infer<typeof RuleId>
export type QuestionId = z.infer<typeof QuestionId>
export type TerminalId = z.infer<typeof TerminalId>
export type ThreadId = z.infer<typeof ThreadId>
export type CommentId = z.infer<typeof CommentId>
export type FileLockId = z.infer<typeof FileLockId>
export type EventId = z.infer<typeof EventId>
export type JournalRecordId = z.infer<typeof JournalRecordId>

/** Prefix of each id kind, for minting. */
export const idPrefixes = {
  node: 'node',
  project: 'prj',
  repository: 'rep',
  workspace: 'ws',
  session: 'ses',
  turn: 'trn',
  item: 'itm',
  approval: 'apr',
  queuedMessage: 'que',
  attachment: 'att',
  rule: 'rul',
  question: 'qst',
  terminal: 'trm',
  thread: 'thr',
  comment: 'cmt',
  fileLock: 'lck',
  event: 'evt',
  journalRecord: 'jrn',
} as const

/** The id type minted for each kind of `idPrefixes`. */
export interface IdTypes {
  node: NodeId
  project: ProjectId
  repository: RepositoryId
  workspace: WorkspaceId
  session: SessionId
  turn: TurnId
  item: ItemId
  approval: ApprovalId
  queuedMessage: QueuedMessageId
  attachment: AttachmentId
  rule: RuleId
  question: QuestionId
  terminal: TerminalId
  thread: ThreadId
  comment: CommentId
  fileLock: FileLockId
  event: EventId
  journalRecord: JournalRecordId
}

/** A client-made key: a retry with the same key returns the first result (rule 7). */
export const IdempotencyKey = z.string().min(8).max(128)

/** Milliseconds since the Unix epoch. */
export const Timestamp = z.number().int().nonnegative()
