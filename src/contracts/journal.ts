import { z } from 'zod'
import { FileLock } from './file-lock.ts'
import { Backup, Workspace } from './workspace.ts'
import { EventId, JournalRecordId, Timestamp, WorkspaceId } from './ids.ts'
import { QueuedMessage } from './queue.ts'
import { ApprovalRule } from './approval-rule.ts'
import { Session, TranscriptItem, Turn } from './session.ts'
import { Terminal } from './terminal.ts'

/** A dated, levelled fact about a node or a workspace that a person may want to read. */
export const Event = z.object({
  id: EventId,
  workspaceId: WorkspaceId.nullable(),
  level: z.enum(['info', 'warning', 'error']),
  type: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
  createdAt: Timestamp,
})
export type Event = z.infer<typeof Event>

/**
 * What the journal tells: whole entities, so applying a record twice changes nothing and the newest revision
 * wins. `workspace.deleted` is final for the workspace and its sessions' processes; transcripts stay.
 */
export const JournalEntry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('workspace'), entity: Workspace }),
  z.object({ type: z.literal('session'), entity: Session }),
  z.object({ type: z.literal('turn'), entity: Turn }),
  z.object({ type: z.literal('item'), entity: TranscriptItem }),
  z.object({ type: z.literal('queued'), entity: QueuedMessage }),
  z.object({ type: z.literal('rule'), entity: ApprovalRule }),
  z.object({ type: z.literal('terminal'), entity: Terminal }),
  z.object({ type: z.literal('lock'), entity: FileLock }),
  z.object({
    type: z.literal('backup'),
    entity: Backup.extend({ workspaceId: WorkspaceId, createdAt: Timestamp }),
  }),
  z.object({ type: z.literal('event'), entity: Event }),
  /** Stands where an older revision stood that a later record of the journal overtakes; says nothing. */
  z.object({ type: z.literal('superseded'), entity: z.object({}) }),
  /** Records `from`..`to` were given up because the journal was full; the reader must refetch. */
  z.object({
    type: z.literal('journal.truncated'),
    entity: z.object({ from: z.number().int(), to: z.number().int(), what: z.string() }),
  }),
])
export type JournalEntry = z.infer<typeof JournalEntry>

export const JournalRecord = z.object({
  /** Dense: each record's seq is one more than its predecessor's. */
  seq: z.number().int().positive(),
  id: JournalRecordId,
  createdAt: Timestamp,
  entry: JournalEntry,
})
export type JournalRecord = z.infer<typeof JournalRecord>

export const JournalBatch = z.object({ records: z.array(JournalRecord) })
export type JournalBatch = z.infer<typeof JournalBatch>
