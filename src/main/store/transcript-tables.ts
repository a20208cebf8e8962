import { and, asc, count, desc, eq, gt, inArray, lte } from 'drizzle-orm'
import {
  terminalTurnStatuses,
  type Approval,
  type ApprovalId,
  type Question,
  type QuestionId,
  type SessionId,
  type TranscriptItem,
  type Turn,
  type TurnId,
} from '../../contracts/index.ts'
import { putFedRow } from './fed-table.ts'
import type { Orm } from './open.ts'
import { items, turns } from './schema.ts'
import { indexItem } from './search-table.ts'

/** Of approvals and of questions. */
const endedAnswers = ['approved', 'denied', 'expired', 'answered', 'declined', 'cancelled']

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

/** Part of a transcript, ascending, and whether there are older (`more`) and newer items than these. */
export interface ItemsPage {
  items: TranscriptItem[]
  more: boolean
  moreAfter: boolean
}

const asked = (kind: 'approval' | 'question', all: boolean) =>
  all ? eq(items.kind, kind) : and(eq(items.kind, kind), eq(items.status, 'pending'))

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
    const rows = this.orm.select().from(items).where(asked('approval', all)).orderBy(asc(items.id))
    return rows.all().map((row) => row.entity as Approval)
  }

  question(id: QuestionId): Question | undefined {
    const row = this.orm.select().from(items).where(eq(items.id, id)).get()
    return row?.kind === 'question' ? (row.entity as Question) : undefined
  }

  /** Questions, oldest first: the pending ones, or all. */
  questions(all: boolean): Question[] {
    const rows = this.orm.select().from(items).where(asked('question', all)).orderBy(asc(items.id))
    return rows.all().map((row) => row.entity as Question)
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

  /** The last `limit` items before position `before` (null: of all), ascending, and what lies around them. */
  page(sessionId: SessionId, before: number | null, limit: number): ItemsPage {
    const { items: found, more } = this.#upTo(sessionId, before === null ? null : before - 1, limit)
    return { items: found, more, moreAfter: before !== null && this.#isMore(sessionId, before - 1) }
  }

  /** The first `limit` items after position `after`, ascending. */
  pageAfter(sessionId: SessionId, after: number, limit: number): ItemsPage {
    const { items: found, more } = this.#from(sessionId, after, limit)
    return { items: found, more: this.#upTo(sessionId, after, 1).items.length > 0, moreAfter: more }
  }

  /** About `limit` items with position `around` in their middle. */
  pageAround(sessionId: SessionId, around: number, limit: number): ItemsPage {
    const before = this.#upTo(sessionId, around, Math.ceil(limit / 2))
    const after = this.#from(sessionId, around, Math.max(1, Math.floor(limit / 2)))
    return { items: [...before.items, ...after.items], more: before.more, moreAfter: after.more }
  }

  /** The last `limit` items up to and with `position` (null: of all), and whether older ones exist. */
  #upTo(sessionId: SessionId, position: number | null, limit: number): Omit<ItemsPage, 'moreAfter'> {
    const own = eq(items.sessionId, sessionId)
    const rows = this.orm
      .select({ entity: items.entity })
      .from(items)
      .where(position === null ? own : and(own, lte(items.position, position)))
      .orderBy(desc(items.position))
      .limit(limit + 1)
      .all()
    const found = rows.slice(0, limit).map((row) => row.entity)
    return { items: found.reverse(), more: rows.length > limit }
  }

  /** The first `limit` items behind `position`, and whether newer ones exist. */
  #from(sessionId: SessionId, position: number, limit: number): Omit<ItemsPage, 'moreAfter'> {
    const rows = this.orm
      .select({ entity: items.entity })
      .from(items)
      .where(and(eq(items.sessionId, sessionId), gt(items.position, position)))
      .orderBy(asc(items.position))
      .limit(limit + 1)
      .all()
    return { items: rows.slice(0, limit).map((row) => row.entity), more: rows.length > limit }
  }

  #isMore(sessionId: SessionId, after: number): boolean {
    return this.#from(sessionId, after, 1).items.length > 0
  }

  countPending(): number {
    return this.orm.select({ n: count() }).from(items).where(asked('approval', false)).get()?.n ?? 0
  }
}

export class ItemsWriter extends ItemsReader {
  put(entity: TranscriptItem): boolean {
    const { id, sessionId, turnId, position, kind, revision } = entity
    const status = entity.kind === 'approval' || entity.kind === 'question' ? entity.status : null
    const changed = putFedRow(
      this.orm,
      items,
      { id, sessionId, turnId, position, kind, status, revision, entity },
      endedAnswers,
    )
    if (changed) indexItem(this.orm, entity)
    return changed
  }
}
