import { and, asc, eq, sql } from 'drizzle-orm'
import type { QueuedMessage, QueuedMessageId, SessionId, TurnId } from '../../contracts/index.ts'
import { upsertRow } from './entity-table.ts'
import type { Orm } from './open.ts'
import { queuedMessages } from './schema.ts'

/** Written out: with bound values SQLite does not know that the index of waiting messages fits. */
const waits = sql`${queuedMessages.status} in ('queued', 'held')`

export class QueueTable {
  readonly #orm: Orm

  constructor(orm: Orm) {
    this.#orm = orm
  }

  get(id: QueuedMessageId): QueuedMessage | undefined {
    return this.#orm.select().from(queuedMessages).where(eq(queuedMessages.id, id)).get()?.entity
  }

  /** The message that is to become, or became, a turn. */
  ofTurn(turnId: TurnId): QueuedMessage | undefined {
    return this.#orm.select().from(queuedMessages).where(eq(queuedMessages.turnId, turnId)).get()?.entity
  }

  /** Queued and held messages of a session, in the order in which they go. */
  waiting(sessionId: SessionId): QueuedMessage[] {
    return this.#orm
      .select()
      .from(queuedMessages)
      .where(and(eq(queuedMessages.sessionId, sessionId), waits))
      .orderBy(asc(queuedMessages.place))
      .all()
      .map((row) => row.entity)
  }

  put(entity: QueuedMessage): void {
    const { id, sessionId, turnId, status, place } = entity
    upsertRow(this.#orm, queuedMessages, { id, sessionId, turnId, status, place, entity })
  }
}
