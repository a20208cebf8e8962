import { desc, eq } from 'drizzle-orm'
import type { Orm } from './open.ts'
import { audit } from './schema.ts'

export type AuditRow = typeof audit.$inferSelect
/** What is known before the act. */
export type AuditStart = Pick<AuditRow, 'at' | 'who' | 'what' | 'nodeId' | 'target'>

export class AuditReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  /** Newest first. */
  list(limit: number): AuditRow[] {
    return this.orm.select().from(audit).orderBy(desc(audit.id)).limit(limit).all()
  }
}

export class AuditWriter extends AuditReader {
  /** Returns the row's id, to settle it by. */
  start(row: AuditStart): number {
    const result = this.orm
      .insert(audit)
      .values({ ...row, outcome: 'pending' })
      .run()
    return Number(result.lastInsertRowid)
  }

  /** `outcome`: `ok` or an error code. `target` fills in an id that was only made by the act. */
  settle(id: number, outcome: string, settledAt: number, target: string | null): void {
    const result = this.orm.update(audit).set({ outcome, settledAt, target }).where(eq(audit.id, id)).run()
    if (result.changes !== 1) throw new Error(`settling audit row ${id} changed ${result.changes} rows`)
  }
}
