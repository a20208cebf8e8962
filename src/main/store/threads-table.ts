import { asc, eq, getTableColumns, ne } from 'drizzle-orm'
import type { ReviewThread, ThreadId, WorkspaceId } from '../../contracts/index.ts'
import type { Orm } from './open.ts'
import { reviewThreads, workspaces } from './schema.ts'

export class ThreadsReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  get(id: ThreadId): ReviewThread | undefined {
    return this.orm.select().from(reviewThreads).where(eq(reviewThreads.id, id)).get()?.entity
  }

  /** All of a workspace, oldest first. */
  listIn(workspaceId: WorkspaceId): ReviewThread[] {
    return this.orm
      .select()
      .from(reviewThreads)
      .where(eq(reviewThreads.workspaceId, workspaceId))
      .orderBy(asc(reviewThreads.id))
      .all()
      .map((row) => row.entity)
  }

  /** All of workspaces that are not deleted, oldest first. */
  ofLiving(): ReviewThread[] {
    return this.orm
      .select(getTableColumns(reviewThreads))
      .from(reviewThreads)
      .innerJoin(workspaces, eq(workspaces.id, reviewThreads.workspaceId))
      .where(ne(workspaces.status, 'deleted'))
      .orderBy(asc(reviewThreads.id))
      .all()
      .map((row) => row.entity)
  }
}

export class ThreadsWriter extends ThreadsReader {
  put(entity: ReviewThread): void {
    const { id, workspaceId } = entity
    this.orm
      .insert(reviewThreads)
      .values({ id, workspaceId, entity })
      .onConflictDoUpdate({ target: reviewThreads.id, set: { entity } })
      .run()
  }

  remove(id: ThreadId): void {
    this.orm.delete(reviewThreads).where(eq(reviewThreads.id, id)).run()
  }
}
