import { z } from 'zod'
import { errorCodes } from './errors.ts'
import { NodeId, Timestamp } from './ids.ts'

/** How an act ended: `pending` until known (for ever, when a crash came in between), `ok`, or an error code. */
export const AuditOutcome = z.enum(['pending', 'ok', ...errorCodes])

/** One privileged act. Entries are only ever added; ids grow with time. */
export const AuditEntry = z.object({
  id: z.number().int().positive(),
  at: Timestamp,
  /** Name of the user, or whom a refused call spoke for. */
  who: z.string(),
  /** The contract path, such as `session.prompt`; `job.refused` is a call that a node agent refused. */
  what: z.string(),
  nodeId: NodeId.nullable(),
  /** Id or name of what was acted on. */
  target: z.string().nullable(),
  outcome: AuditOutcome,
  settledAt: Timestamp.nullable(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditFilter = z.object({
  /** Only entries with this text in who, what or target. */
  text: z.string().max(200).default(''),
  outcome: z.enum(['any', 'ok', 'failed', 'pending']).default('any'),
})
export type AuditFilter = z.infer<typeof AuditFilter>

/** Newest first. */
export const AuditPage = z.object({ entries: z.array(AuditEntry), more: z.boolean() })
export type AuditPage = z.infer<typeof AuditPage>

export const auditColumns = ['id', 'at', 'who', 'what', 'node', 'target', 'outcome', 'settled'] as const

/** An entry's cells, in the order of `auditColumns`; times as ISO 8601. */
export const auditCells = (entry: AuditEntry): string[] => [
  String(entry.id),
  new Date(entry.at).toISOString(),
  entry.who,
  entry.what,
  entry.nodeId ?? '',
  entry.target ?? '',
  entry.outcome,
  entry.settledAt === null ? '' : new Date(entry.settledAt).toISOString(),
]

/** A line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
