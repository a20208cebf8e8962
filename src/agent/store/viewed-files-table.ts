import { and, count, desc, eq, lt } from 'drizzle-orm'
import type { RepositoryId, WorkspaceId } from '../../contracts/index.ts'
import type { Orm } from './open.ts'
import { viewedFiles } from './schema.ts'

export interface ViewedFile {
  workspaceId: WorkspaceId
  repositoryId: RepositoryId
  /** The bytes of the name, one letter each. */
  path: string
}

export class ViewedFilesTable {
  readonly #orm: Orm

  constructor(orm: Orm) {
    this.#orm = orm
  }

  /** The content each file was viewed at, by the bytes of its name. */
  of(workspaceId: WorkspaceId, repositoryId: RepositoryId): Map<string, string> {
    const rows = this.#orm
      .select()
      .from(viewedFiles)
      .where(and(eq(viewedFiles.workspaceId, workspaceId), eq(viewedFiles.repositoryId, repositoryId)))
      .all()
    return new Map(rows.map(({ path, content }) => [path, content]))
  }

  /** `most` of a workspace are kept; the oldest go. */
  put(file: ViewedFile, content: string, viewedAt: number, most: number): void {
    this.#orm
      .insert(viewedFiles)
      .values({ ...file, content, viewedAt })
      .onConflictDoUpdate({
        target: [viewedFiles.workspaceId, viewedFiles.repositoryId, viewedFiles.path],
        set: { content, viewedAt },
      })
      .run()
    const ofWorkspace = eq(viewedFiles.workspaceId, file.workspaceId)
    const kept = this.#orm.select({ rows: count() }).from(viewedFiles).where(ofWorkspace).get()?.rows ?? 0
    if (kept <= most) return
    const oldest = this.#orm
      .select({ viewedAt: viewedFiles.viewedAt })
      .from(viewedFiles)
      .where(ofWorkspace)
      .orderBy(desc(viewedFiles.viewedAt))
      .offset(most - 1)
      .limit(1)
      .get()
    if (oldest)
      this.#orm
        .delete(viewedFiles)
        .where(and(ofWorkspace, lt(viewedFiles.viewedAt, oldest.viewedAt)))
        .run()
  }

  remove({ workspaceId, repositoryId, path }: ViewedFile): void {
    this.#orm
      .delete(viewedFiles)
      .where(
        and(
          eq(viewedFiles.workspaceId, workspaceId),
          eq(viewedFiles.repositoryId, repositoryId),
          eq(viewedFiles.path, path),
        ),
      )
      .run()
  }

  dropWorkspace(workspaceId: WorkspaceId): void {
    this.#orm.delete(viewedFiles).where(eq(viewedFiles.workspaceId, workspaceId)).run()
  }
}
