import { eq } from 'drizzle-orm'
import type { Terminal, TerminalId, WorkspaceId } from '../../contracts/index.ts'
import { upsertRow } from './entity-table.ts'
import type { Orm } from './open.ts'
import { terminals } from './schema.ts'

export class TerminalsTable {
  readonly #orm: Orm

  constructor(orm: Orm) {
    this.#orm = orm
  }

  get(id: TerminalId): Terminal | undefined {
    return this.#orm.select().from(terminals).where(eq(terminals.id, id)).get()?.entity
  }

  listIn(workspaceId: WorkspaceId): Terminal[] {
    return this.#orm
      .select()
      .from(terminals)
      .where(eq(terminals.workspaceId, workspaceId))
      .all()
      .map((row) => row.entity)
  }

  running(): Terminal[] {
    return this.#orm
      .select()
      .from(terminals)
      .where(eq(terminals.status, 'running'))
      .all()
      .map((row) => row.entity)
  }

  put(entity: Terminal): void {
    upsertRow(this.#orm, terminals, {
      id: entity.id,
      workspaceId: entity.workspaceId,
      status: entity.status,
      entity,
    })
  }
}
