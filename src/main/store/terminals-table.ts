import { and, asc, eq, ne } from 'drizzle-orm'
import type { Terminal, TerminalId, WorkspaceId } from '../../contracts/index.ts'
import { putFedRow } from './fed-table.ts'
import type { Orm } from './open.ts'
import { terminals, workspaces } from './schema.ts'

/** What the user closed is put away. */
const listed = ne(terminals.status, 'closed')

export class TerminalsReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  get(id: TerminalId): Terminal | undefined {
    return this.orm.select().from(terminals).where(eq(terminals.id, id)).get()?.entity
  }

  /** Those not closed, of workspaces that are not deleted, oldest first. */
  list(): Terminal[] {
    return this.orm
      .select({ entity: terminals.entity })
      .from(terminals)
      .innerJoin(workspaces, eq(workspaces.id, terminals.workspaceId))
      .where(and(ne(workspaces.status, 'deleted'), listed))
      .orderBy(asc(terminals.id))
      .all()
      .map((row) => row.entity)
  }

  /** Those of a workspace that are not closed, oldest first. */
  listIn(workspaceId: WorkspaceId): Terminal[] {
    return this.orm
      .select()
      .from(terminals)
      .where(and(eq(terminals.workspaceId, workspaceId), listed))
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
