import { and, eq, inArray } from 'drizzle-orm'
import type { FileLock, FileLockId, WorkspaceId } from '../../contracts/index.ts'
import { putFedRow } from './fed-table.ts'
import type { Orm } from './open.ts'
import { fileLocks } from './file-locks-schema.ts'
import { sessions } from './schema.ts'

/** Only a session at work holds files; a lock left behind by a journal that was cut says nothing. */
const atWork = ['running', 'needs_attention']

export class FileLocksReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  /** Those held, of one workspace or of all, oldest first. */
  held(workspaceId?: WorkspaceId): FileLock[] {
    return this.orm
      .select({ entity: fileLocks.entity })
      .from(fileLocks)
      .innerJoin(sessions, eq(sessions.id, fileLocks.sessionId))
      .where(
        and(
          inArray(sessions.status, atWork),
          workspaceId === undefined ? undefined : eq(fileLocks.workspaceId, workspaceId),
        ),
      )
      .orderBy(fileLocks.id)
      .all()
      .map((row) => row.entity)
  }
}

export class FileLocksWriter extends FileLocksReader {
  put(entity: FileLock): boolean {
    const { id, workspaceId, sessionId, revision } = entity
    return putFedRow(this.orm, fileLocks, { id, workspaceId, sessionId, revision, entity })
  }

  delete(id: FileLockId): void {
    this.orm.delete(fileLocks).where(eq(fileLocks.id, id)).run()
  }
}
