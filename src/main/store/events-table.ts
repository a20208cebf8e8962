import { desc, eq } from 'drizzle-orm'
import type { Event, NodeId, WorkspaceId } from '../../contracts/index.ts'
import type { Orm } from './open.ts'
import { backups, events, type StoredBackup } from './schema.ts'

export class EventsReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  /** Newest first, of one workspace or of all. */
  list(workspaceId: WorkspaceId | null, limit: number): Event[] {
    return this.orm
      .select()
      .from(events)
      .where(workspaceId ? eq(events.workspaceId, workspaceId) : undefined)
      .orderBy(desc(events.createdAt), desc(events.id))
      .limit(limit)
      .all()
      .map((row) => row.entity)
  }

  backupsOf(workspaceId: WorkspaceId): StoredBackup[] {
    const rows = this.orm.select().from(backups).where(eq(backups.workspaceId, workspaceId)).all()
    return rows.map((row) => row.entity)
  }
}

export class EventsWriter extends EventsReader {
  /** False when the event is known already. */
  insert(nodeId: NodeId, entity: Event): boolean {
    const { id, workspaceId, createdAt } = entity
    const row = { id, nodeId, workspaceId, createdAt, entity }
    return this.orm.insert(events).values(row).onConflictDoNothing().run().changes === 1
  }

  insertBackup(entity: StoredBackup): boolean {
    const { workspaceId, repositoryId, ref, createdAt } = entity
    const row = { workspaceId, repositoryId, ref, createdAt, entity }
    return this.orm.insert(backups).values(row).onConflictDoNothing().run().changes === 1
  }
}
