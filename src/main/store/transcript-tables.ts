import { and, asc, count, desc, eq, inArray, lt } from 'drizzle-orm'
import {
  terminalTurnStatuses,
  type Approval,
  type ApprovalId,
  type SessionId,
  type TranscriptItem,
  type Turn,
  type TurnId,
} from '../../contracts/index.ts'
import { putFedRow } from './fed-table.ts'
import type { Orm } from './open.ts'
import { items, turns } from './schema.ts'

const endedApprovals = ['approved', 'denied', 'expired', 'cancelled']

export class TurnsReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  get(id: TurnId): Turn | undefined {
    return this.orm.select().from(turns).where(eq(turns.id, id)).get()?.entity
  }

  /** All of a session, oldest first. */
  ofSession(sessionId: SessionId): Turn[] {
    const rows = this.orm
      .select()
      .from(turns)
      .where(eq(turns.sessionId, sessionId))
      .orderBy(asc(turns.ordinal))
    return rows.all().map((row) => row.entity)
  }

  some(ids: readonly TurnId[]): Turn[] {
    const rows = this.orm
      .select()
      .from(turns)
      .where(inArray(turns.id, [...ids]))
      .orderBy(asc(turns.ordinal))
    return rows.all().map((row) => row.entity)
  }

  countRunning(): number {
    return this.orm.select({ n: count() }).from(turns).where(eq(turns.status, 'running')).get()?.n ?? 0
  }
}

export class TurnsWriter extends TurnsReader {
  put(entity: Turn): boolean {
    const { id, sessionId, ordinal, status, revision } = entity
    return putFedRow(
      this.orm,
      turns,
      { id, sessionId, ordinal, status, revision, entity },
      terminalTurnStatuses,
    )
  }
}

export class ItemsReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  approval(id: ApprovalId): Approval | undefined {
    const row = this.orm.select().from(items).where(eq(items.id, id)).get()
    return row?.kind === 'approval' ? (row.entity as Approval) : undefined
  }

  /** Approvals, oldest first: the pending ones, or all. */
  approvals(all: boolean): Approval[] {
    const rows = this.orm
      .select()
      .from(items)
      .where(all ? eq(items.kind, 'approval') : eq(items.status, 'pending'))
      .orderBy(asc(items.id))
    return rows.all().map((row) => row.entity as Approval)
  }

  ofSession(sessionId: SessionId): TranscriptItem[] {
    const rows = this.orm
      .select()
      .from(items)
      .where(eq(items.sessionId, sessionId))
      .orderBy(asc(items.position))
    return rows.all().map((row) => row.entity)
  }

  ofTurn(turnId: TurnId): TranscriptItem[] {
    const rows = this.orm.select().from(items).where(eq(items.turnId, turnId)).orderBy(asc(items.position))
    return rows.all().map((row) => row.entity)
  }

  /** The last `limit` items before position `before` (null: of all), ascending, and whether older ones exist. */
  page(
    sessionId: SessionId,
    before: number | null,
    limit: number,
  ): { items: TranscriptItem[]; more: boolean } {
    const own = eq(items.sessionId, sessionId)
    const rows = this.orm
      .select({ entity: items.entity })
      .from(items)
      .where(before === null ? own : and(own, lt(items.position, before)))
      .orderBy(desc(items.position))
      .limit(limit + 1)
      .all()
    const found = rows.slice(0, limit).map((row) => row.entity)
    return { items: found.reverse(), more: rows.length > limit }
  }

  countPending(): number {
    return this.orm.select({ n: count() }).from(items).where(eq(items.status, 'pending')).get()?.n ?? 0
  }
}

export class ItemsWriter extends ItemsReader {
  put(entity: TranscriptItem): boolean {
    const { id, sessionId, turnId, position, kind, revision } = entity
    const status = entity.kind === 'approval' ? entity.status : null
    return putFedRow(
      this.orm,
      items,
      { id, sessionId, turnId, position, kind, status, revision, entity },
      endedApprovals,
    )
  }
}
