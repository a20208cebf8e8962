import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type {
  Approval,
  ApprovalId,
  ItemId,
  Question,
  QuestionId,
  SessionId,
  TranscriptItem,
  Turn,
  TurnId,
} from '../../contracts/index.ts'
import { updateRow, upsertRow } from './entity-table.ts'
import type { Orm } from './open.ts'
import { items, turns } from './schema.ts'

export class TurnsTable {
  readonly #orm: Orm

  constructor(orm: Orm) {
    this.#orm = orm
  }

  get(id: TurnId): Turn | undefined {
    return this.#orm.select().from(turns).where(eq(turns.id, id)).get()?.entity
  }

  /** Turns whose status is `running`, of all sessions. */
  running(): Turn[] {
    return this.#orm
      .select()
      .from(turns)
      .where(eq(turns.status, 'running'))
      .all()
      .map((row) => row.entity)
  }

  /** All turns of a session, oldest first. */
  ofSession(sessionId: SessionId): Turn[] {
    return this.#orm
      .select()
      .from(turns)
      .where(eq(turns.sessionId, sessionId))
      .orderBy(asc(turns.ordinal))
      .all()
      .map((row) => row.entity)
  }

  /** ACP's id of the conversation a turn was part of; null when the agent never got its prompt. */
  conversationOf(id: TurnId): string | null {
    return this.#orm.select().from(turns).where(eq(turns.id, id)).get()?.acpSessionId ?? null
  }

  /** The newest turn of a session that was part of a conversation with the agent. */
  newestIn(sessionId: SessionId, acpSessionId: string): TurnId | undefined {
    return this.#orm
      .select()
      .from(turns)
      .where(and(eq(turns.sessionId, sessionId), eq(turns.acpSessionId, acpSessionId)))
      .orderBy(desc(turns.ordinal))
      .limit(1)
      .get()?.entity.id
  }

  putConversation(id: TurnId, acpSessionId: string): void {
    updateRow(this.#orm, turns, id, { acpSessionId })
  }

  nextOrdinal(sessionId: SessionId): number {
    const row = this.#orm
      .select({ last: sql<number | null>`max(${turns.ordinal})` })
      .from(turns)
      .where(eq(turns.sessionId, sessionId))
      .get()
    return (row?.last ?? 0) + 1
  }

  put(entity: Turn): void {
    const { id, sessionId, ordinal, status } = entity
    upsertRow(this.#orm, turns, { id, sessionId, ordinal, status, entity })
  }
}

export class ItemsTable {
  readonly #orm: Orm

  constructor(orm: Orm) {
    this.#orm = orm
  }

  get(id: ItemId | ApprovalId | QuestionId): TranscriptItem | undefined {
    return this.#orm.select().from(items).where(eq(items.id, id)).get()?.entity
  }

  /** Items of a turn in order of position. */
  ofTurn(turnId: TurnId): TranscriptItem[] {
    return this.#orm
      .select()
      .from(items)
      .where(eq(items.turnId, turnId))
      .orderBy(asc(items.position))
      .all()
      .map((row) => row.entity)
  }

  /** Pending approvals, of one session or of all. */
  pendingApprovals(sessionId?: SessionId): Approval[] {
    return this.#pending('approval', sessionId) as Approval[]
  }

  pendingQuestions(sessionId: SessionId): Question[] {
    return this.#pending('question', sessionId) as Question[]
  }

  /** Whether anything of the session waits for the user's answer. */
  isAnyPending(sessionId: SessionId): boolean {
    const pending = and(eq(items.status, 'pending'), eq(items.sessionId, sessionId))
    return this.#orm.select({ id: items.id }).from(items).where(pending).limit(1).get() !== undefined
  }

  #pending(kind: TranscriptItem['kind'], sessionId?: SessionId): TranscriptItem[] {
    const pending = and(eq(items.status, 'pending'), eq(items.kind, kind))
    const rows = this.#orm
      .select()
      .from(items)
      .where(sessionId ? and(pending, eq(items.sessionId, sessionId)) : pending)
      .orderBy(asc(items.position))
      .all()
    return rows.map((row) => row.entity)
  }

  nextPosition(sessionId: SessionId): number {
    const row = this.#orm
      .select({ last: sql<number | null>`max(${items.position})` })
      .from(items)
      .where(eq(items.sessionId, sessionId))
      .get()
    return (row?.last ?? 0) + 1
  }

  put(entity: TranscriptItem): void {
    const { id, sessionId, turnId, position, kind } = entity
    upsertRow(this.#orm, items, {
      id,
      sessionId,
      turnId,
      position,
      kind,
      status: entity.kind === 'approval' || entity.kind === 'question' ? entity.status : null,
      toolCallId: entity.kind === 'approval' || entity.kind === 'tool_call' ? entity.toolCallId : null,
      entity,
    })
  }
}
