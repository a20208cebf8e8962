import { and, asc, eq, ne } from 'drizzle-orm'
import type { ProjectId, Workspace, WorkspaceId } from '../../contracts/index.ts'
import { putFedRow } from './fed-table.ts'
import type { Orm } from './open.ts'
import { workspaces } from './schema.ts'

export class WorkspacesReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  get(id: WorkspaceId): Workspace | undefined {
    return this.orm.select().from(workspaces).where(eq(workspaces.id, id)).get()?.entity
  }

  /** All but deleted ones, oldest first. */
  list(projectId?: ProjectId): Workspace[] {
    const alive = ne(workspaces.status, 'deleted')
    return this.orm
      .select()
      .from(workspaces)
      .where(projectId ? and(alive, eq(workspaces.projectId, projectId)) : alive)
      .orderBy(asc(workspaces.id))
      .all()
      .map((row) => row.entity)
  }
}

export class WorkspacesWriter extends WorkspacesReader {
  put(entity: Workspace): boolean {
    const { id, projectId, nodeId, status, revision } = entity
    return putFedRow(this.orm, workspaces, { id, projectId, nodeId, status, revision, entity }, ['deleted'])
  }
}
