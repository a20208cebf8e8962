import { eq, ne } from 'drizzle-orm'
import type { Workspace, WorkspaceId } from '../../contracts/index.ts'
import { upsertRow } from './entity-table.ts'
import type { Orm } from './open.ts'
import { workspaces } from './schema.ts'

/** How names are compared: without regard to case, compatibility forms folded. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase()

export class WorkspacesTable {
  readonly #orm: Orm

  constructor(orm: Orm) {
    this.#orm = orm
  }

  get(id: WorkspaceId): Workspace | undefined {
    return this.#orm.select().from(workspaces).where(eq(workspaces.id, id)).get()?.entity
  }

  /** All but deleted ones. */
  list(): Workspace[] {
    return this.#orm
      .select()
      .from(workspaces)
      .where(ne(workspaces.status, 'deleted'))
      .all()
      .map((row) => row.entity)
  }

  /** Deleted ones too. */
  listEver(): Workspace[] {
    return this.#orm
      .select()
      .from(workspaces)
      .all()
      .map((row) => row.entity)
  }

  nameTaken(name: string): boolean {
    return (
      this.#orm
        .select()
        .from(workspaces)
        .where(eq(workspaces.nameKey, nameKey(name)))
        .get() !== undefined
    )
  }

  put(entity: Workspace): void {
    upsertRow(this.#orm, workspaces, {
      id: entity.id,
      nameKey: entity.status === 'deleted' ? null : nameKey(entity.name),
      status: entity.status,
      entity,
    })
  }
}
