import { asc, desc, eq, ne, sql } from 'drizzle-orm'
import {
  terminalTurnStatuses,
  type Session,
  type SessionId,
  type SessionView,
  type TurnId,
  type WorkspaceId,
} from '../../contracts/index.ts'
import { putFedRow } from './fed-table.ts'
import type { Orm } from './open.ts'
import { sessions, workspaces } from './schema.ts'

type SessionRow = typeof sessions.$inferSelect
const ended: ReadonlySet<string> = new Set(terminalTurnStatuses)

/** A turn that ended after the person last looked. */
function view({ entity, seenTurn }: Pick<SessionRow, 'entity' | 'seenTurn'>): SessionView {
  const { lastTurn } = entity
  return { ...entity, unseen: lastTurn !== null && ended.has(lastTurn.status) && lastTurn.id !== seenTurn }
}

export class SessionsReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  get(id: SessionId): SessionView | undefined {
    const row = this.orm.select().from(sessions).where(eq(sessions.id, id)).get()
    return row && view(row)
  }

  /** Those of workspaces that are not deleted, oldest first. */
  list(): SessionView[] {
    return this.orm
      .select({ entity: sessions.entity, seenTurn: sessions.seenTurn })
      .from(sessions)
      .innerJoin(workspaces, eq(workspaces.id, sessions.workspaceId))
      .where(ne(workspaces.status, 'deleted'))
      .orderBy(asc(sessions.id))
      .all()
      .map(view)
  }

  /** Those of deleted workspaces, last touched first. */
  listDeleted(limit: number): SessionView[] {
    return this.orm
      .select({ entity: sessions.entity, seenTurn: sessions.seenTurn })
      .from(sessions)
      .innerJoin(workspaces, eq(workspaces.id, sessions.workspaceId))
      .where(eq(workspaces.status, 'deleted'))
      .orderBy(desc(sql`${sessions.entity} ->> '$.updatedAt'`), desc(sessions.id))
      .limit(limit)
      .all()
      .map(view)
  }

  listIn(workspaceId: WorkspaceId): SessionView[] {
    return this.orm
      .select()
      .from(sessions)
      .where(eq(sessions.workspaceId, workspaceId))
      .orderBy(asc(sessions.id))
      .all()
      .map(view)
  }
}

export class SessionsWriter extends SessionsReader {
  put(entity: Session): boolean {
    const { id, workspaceId, status, revision } = entity
    return putFedRow(this.orm, sessions, { id, workspaceId, status, revision, entity })
  }

  markSeen(id: SessionId, turnId: TurnId): void {
    const result = this.orm.update(sessions).set({ seenTurn: turnId }).where(eq(sessions.id, id)).run()
    if (result.changes !== 1) throw new Error(`marking ${id} seen changed ${result.changes} rows`)
  }
}
