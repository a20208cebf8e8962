import { z } from 'zod'
import {
  errorCodes,
  isWaiting,
  type Event,
  type EventId,
  type FileLock,
  type JournalRecord,
  type NodeId,
  type Workspace,
} from '../../contracts/index.ts'
import type { Store, Writer } from '../store/index.ts'

export type Applied =
  /** All records up to `cursor` are stored. */
  | { kind: 'applied'; cursor: number }
  /** The batch starts later than the record after `cursor`: follow again from there. */
  | { kind: 'gap'; cursor: number; got: number }

/**
 * Stores a batch and the node's new cursor in one transaction. Records at or below the cursor are replays and
 * change nothing; where one is missing nothing of the batch from there on is stored.
 */
export function applyJournal(store: Store, nodeId: NodeId, records: readonly JournalRecord[]): Applied {
  return store.write((writer) => {
    let cursor = writer.nodes.cursor(nodeId)
    const before = cursor
    let gap: number | undefined
    for (const record of records) {
      if (record.seq <= cursor) continue
      if (record.seq !== cursor + 1) {
        gap = record.seq
        break
      }
      applyRecord(writer, nodeId, record)
      cursor = record.seq
    }
    if (cursor !== before) writer.nodes.setCursor(nodeId, cursor)
    return gap === undefined ? { kind: 'applied', cursor } : { kind: 'gap', cursor, got: gap }
  })
}

function applyRecord(writer: Writer, nodeId: NodeId, record: JournalRecord): void {
  const { entry } = record
  switch (entry.type) {
    case 'workspace':
      if (writer.workspaces.put(entry.entity)) tellWorkspace(writer, entry.entity)
      return
    case 'session': {
      if (!writer.sessions.put(entry.entity) || isGone(writer, entry.entity)) return
      const entity = writer.sessions.get(entry.entity.id)
      if (entity) writer.tell({ type: 'session', entity })
      return
    }
    case 'turn':
      if (writer.turns.put(entry.entity))
        writer.tellSession(entry.entity.sessionId, { type: 'turn', entity: entry.entity })
      return
    case 'item': {
      const { entity } = entry
      if (!writer.items.put(entity)) return
      writer.tellSession(entity.sessionId, { type: 'item', entity })
      if (entity.kind === 'question') {
        writer.tell({ type: 'question', entity })
        if (entity.status !== 'pending') writer.tell({ type: 'question.removed', id: entity.id })
      }
      if (entity.kind !== 'approval') return
      writer.tell({ type: 'approval', entity })
      if (entity.status !== 'pending') writer.tell({ type: 'approval.removed', id: entity.id })
      return
    }
    case 'queued': {
      const { entity } = entry
      if (!writer.queue.put(entity) || isGone(writer, entity)) return
      writer.tell(isWaiting(entity) ? { type: 'queued', entity } : { type: 'queued.removed', id: entity.id })
      return
    }
    case 'terminal':
      if (writer.terminals.put(entry.entity) && !isGone(writer, entry.entity))
        writer.tell({ type: 'terminal', entity: entry.entity })
      return
    case 'lock':
      applyLock(writer, entry.entity)
      return
    case 'rule':
      if (writer.rules.put(entry.entity) && !isGone(writer, entry.entity))
        writer.tell(
          entry.entity.revokedAt === null
            ? { type: 'rule', entity: entry.entity }
            : { type: 'rule.removed', id: entry.entity.id },
        )
      return
    case 'backup':
      writer.events.insertBackup(entry.entity)
      return
    case 'event':
      if (!writer.events.insert(nodeId, entry.entity)) return
      writer.tell({ type: 'event', entity: entry.entity })
      auditRefusal(writer, nodeId, entry.entity)
      return
    case 'superseded':
      // A later record tells what this one told.
      return
    case 'journal.truncated':
      tellTruncated(writer, nodeId, record, entry.entity)
      return
    default:
      entry satisfies never
  }
}

/** A lock that is free is forgotten: nothing is to be read of it. */
function applyLock(writer: Writer, lock: FileLock): void {
  if (lock.releasedAt !== null) {
    writer.fileLocks.delete(lock.id)
    writer.tell({ type: 'lock.removed', id: lock.id })
  } else if (writer.fileLocks.put(lock) && !isGone(writer, lock)) writer.tell({ type: 'lock', entity: lock })
}

const Refusal = z.object({
  code: z.enum(errorCodes),
  op: z.string(),
  subject: z.string().nullable(),
})

/** A call that a node agent refused belongs in the audit log, too. */
function auditRefusal(writer: Writer, nodeId: NodeId, { type, details, createdAt }: Event): void {
  const refusal = type === 'job.refused' ? Refusal.safeParse(details).data : undefined
  if (!refusal) return
  const { code, op, subject } = refusal
  const act = { at: createdAt, who: subject ?? 'unknown', what: 'job.refused', nodeId, target: op }
  writer.audit.settle(writer.audit.start(act), code, createdAt, op)
}

function isGone(writer: Writer, { workspaceId }: { workspaceId: Workspace['id'] }): boolean {
  return writer.workspaces.get(workspaceId)?.status === 'deleted'
}

/** A deleted workspace takes its sessions, rules and terminals out of the picture; their rows stay. */
function tellWorkspace(writer: Writer, entity: Workspace): void {
  if (entity.status !== 'deleted') return writer.tell({ type: 'workspace', entity })
  for (const { id } of writer.sessions.listIn(entity.id)) {
    for (const queued of writer.queue.waiting(id)) writer.tell({ type: 'queued.removed', id: queued.id })
    writer.tell({ type: 'session.removed', id })
  }
  for (const { id } of writer.rules.listIn(entity.id)) writer.tell({ type: 'rule.removed', id })
  for (const { id } of writer.terminals.listIn(entity.id)) writer.tell({ type: 'terminal.removed', id })
  writer.tell({ type: 'workspace.removed', id: entity.id })
}

function tellTruncated(
  writer: Writer,
  nodeId: NodeId,
  record: JournalRecord,
  lost: { from: number; to: number; what: string },
): void {
  const entity = {
    // The event carries the record's own time and randomness: a replay makes the same id.
    id: record.id.replace('jrn_', 'evt_') as EventId,
    workspaceId: null,
    level: 'warning' as const,
    type: 'journal.truncated',
    message: `The node's journal was full while nobody read it: ${lost.what}`,
    details: { ...lost },
    createdAt: record.createdAt,
  }
  if (writer.events.insert(nodeId, entity)) writer.tell({ type: 'event', entity })
}
