import { eq } from 'drizzle-orm'
import type { FileLock, FileLockId, WorkspaceId } from '../../contracts/index.ts'
import { upsertRow } from './entity-table.ts'
import type { Orm } from './open.ts'
import { fileLocks } from './schema.ts'

/** Locks that are held; a row goes when its file is free. */
export class FileLocksTable {
  readonly #orm: Orm

  constructor(orm: Orm) {
    this.#orm = orm
  }

  list(): FileLock[] {
    return this.#orm
      .select()
      .from(fileLocks)
      .orderBy(fileLocks.id)
      .all()
      .map((row) => row.entity)
  }

  listIn(workspaceId: WorkspaceId): FileLock[] {
    return this.list().filter((lock) => lock.workspaceId === workspaceId)
  }

  /** `key` is what two locks of a workspace may not share. */
  put(entity: FileLock, key: string): void {
    const { id, workspaceId } = entity
    upsertRow(this.#orm, fileLocks, { id, workspaceId, key, entity })
  }

  delete(id: FileLockId): void {
    this.#orm.delete(fileLocks).where(eq(fileLocks.id, id)).run()
  }
}
