import { asc, eq, ne } from 'drizzle-orm'
import type { Terminal, TerminalId, WorkspaceId } from '../../contracts/index.ts'
import { putFedRow } from './fed-table.ts'
import type { Orm } from './open.ts'
import { terminals, workspaces } from './schema.ts'

export class TerminalsReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  get(id: TerminalId): Terminal | undefined {
    return this.orm.select().from(terminals).where(eq(terminals.id, id)).get()?.entity
  }

  /** Those of workspaces that are not deleted, oldest first. */
  list(): Terminal[] {
    return this.orm
      .select({ entity: terminals.entity })
      .from(terminals)
      .innerJoin(workspaces, eq(workspaces.id, terminals.workspaceId))
      .where(ne(workspaces.status, 'deleted'))
      .orderBy(asc(terminals.id))
      .all()
      .map((row) => row.entity)
  }

  listIn(workspaceId: WorkspaceId): Terminal[] {
    return this.orm
      .select()
      .from(terminals)
      .where(eq(terminals.workspaceId, workspaceId))
      .orderBy(asc(terminals.id))
      .all()
      .map((row) => row.entity)
  }
}

export class TerminalsWriter extends TerminalsReader {
  put(entity: Terminal): boolean {
    const { id, workspaceId, status, revision } = entity
    return putFedRow(this.orm, terminals, { id, workspaceId, status, revision, entity }, ['closed'])
  }
}
