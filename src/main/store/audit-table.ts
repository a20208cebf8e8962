import { and, desc, eq, isNull, lt, ne, or, sql, type SQL } from 'drizzle-orm'
import type { AuditEntry, AuditFilter } from '../../contracts/index.ts'
import type { Orm } from './open.ts'
import { audit, auditOutcomes } from './schema.ts'

/** What is known before the act. */
export type AuditStart = Pick<typeof audit.$inferSelect, 'at' | 'who' | 'what' | 'nodeId' | 'target'>

export class AuditReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  /** Newest first; `before` is the id of an entry. */
  list(limit: number, filter: AuditFilter = { text: '', outcome: 'any' }, before?: number): AuditEntry[] {
    return this.orm
      .select({
        id: audit.id,
        at: audit.at,
        who: audit.who,
        what: audit.what,
        nodeId: audit.nodeId,
        target: sql<string | null>`coalesce(${auditOutcomes.target}, ${audit.target})`,
        outcome: sql<string>`coalesce(${auditOutcomes.outcome}, 'pending')`,
        settledAt: auditOutcomes.settledAt,
      })
      .from(audit)
      .leftJoin(auditOutcomes, eq(auditOutcomes.auditId, audit.id))
      .where(
        and(
          before === undefined ? undefined : lt(audit.id, before),
          holding(filter.text.trim()),
          ended(filter.outcome),
        ),
      )
      .orderBy(desc(audit.id))
      .limit(limit)
      .all() as AuditEntry[]
  }
}

function holding(text: string): SQL | undefined {
  if (text === '') return undefined
  // instr, not LIKE: what the user types is no pattern.
  const holds = (column: SQL): SQL => sql`instr(lower(coalesce(${column}, '')), ${text.toLowerCase()}) > 0`
  return or(
    holds(sql`${audit.who}`),
    holds(sql`${audit.what}`),
    holds(sql`${audit.target}`),
    holds(sql`${auditOutcomes.target}`),
    holds(sql`${auditOutcomes.outcome}`),
  )
}

function ended(outcome: AuditFilter['outcome']): SQL | undefined {
  switch (outcome) {
    case 'any':
      return undefined
    case 'pending':
      return isNull(auditOutcomes.outcome)
    case 'ok':
      return eq(auditOutcomes.outcome, 'ok')
    case 'failed':
      return ne(auditOutcomes.outcome, 'ok')
    default:
      return outcome satisfies never
  }
}

export class AuditWriter extends AuditReader {
  /** Returns the entry's id, to settle it by. */
  start(row: AuditStart): number {
    return Number(this.orm.insert(audit).values(row).run().lastInsertRowid)
  }

  /** `outcome`: `ok` or an error code. `target` fills in an id that was only made by the act. Once for each entry. */
  settle(id: number, outcome: string, settledAt: number, target: string | null): void {
    this.orm.insert(auditOutcomes).values({ auditId: id, outcome, settledAt, target }).run()
  }
}
