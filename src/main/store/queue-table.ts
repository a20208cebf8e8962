import { and, asc, eq, sql } from 'drizzle-orm'
import type { QueuedMessage, QueuedMessageId, SessionId } from '../../contracts/index.ts'
import { putFedRow } from './fed-table.ts'
import type { Orm } from './open.ts'
import { queuedMessages } from './schema.ts'

/** Written out: with bound values SQLite does not know that the index of waiting messages fits. */
const waits = sql`${queuedMessages.status} in ('queued', 'held')`

export class QueueReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  get(id: QueuedMessageId): QueuedMessage | undefined {
    return this.orm.select().from(queuedMessages).where(eq(queuedMessages.id, id)).get()?.entity
  }

  /** Waiting messages of one session, or of all, in the order in which they go. */
  waiting(sessionId?: SessionId): QueuedMessage[] {
    return this.orm
      .select()
      .from(queuedMessages)
      .where(sessionId === undefined ? waits : and(waits, eq(queuedMessages.sessionId, sessionId)))
      .orderBy(asc(queuedMessages.sessionId), asc(queuedMessages.place))
      .all()
      .map((row) => row.entity)
  }
}

export class QueueWriter extends QueueReader {
  put(entity: QueuedMessage): boolean {
    const { id, sessionId, status, place, revision } = entity
    const row = { id, sessionId, status, place, revision, entity }
    return putFedRow(this.orm, queuedMessages, row, ['sent', 'discarded'])
  }
}
