import { and, asc, eq } from 'drizzle-orm'
import type { PullRequest, PullRequestComment, RepositoryId, WorkspaceId } from '../../contracts/index.ts'
import type { Orm } from './open.ts'
import { pullRequests } from './schema.ts'

const at = (workspaceId: WorkspaceId, repositoryId: RepositoryId) =>
  and(eq(pullRequests.workspaceId, workspaceId), eq(pullRequests.repositoryId, repositoryId))

/** What was last heard of pull requests: one for each repository of a workspace. */
export class PullRequestsReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  get(workspaceId: WorkspaceId, repositoryId: RepositoryId): PullRequest | undefined {
    return this.orm.select().from(pullRequests).where(at(workspaceId, repositoryId)).get()?.entity
  }

  /** Of one workspace or of all, also of deleted ones. */
  list(workspaceId?: WorkspaceId): PullRequest[] {
    return this.orm
      .select({ entity: pullRequests.entity })
      .from(pullRequests)
      .where(workspaceId ? eq(pullRequests.workspaceId, workspaceId) : undefined)
      .orderBy(asc(pullRequests.workspaceId), asc(pullRequests.repositoryId))
      .all()
      .map((row) => row.entity)
  }

  /** Open ones of a workspace: its branch cannot be renamed while there is one. */
  openOf(workspaceId: WorkspaceId): PullRequest[] {
    return this.list(workspaceId).filter(({ state }) => state === 'open')
  }

  comments(workspaceId: WorkspaceId, repositoryId: RepositoryId): PullRequestComment[] {
    return this.orm.select().from(pullRequests).where(at(workspaceId, repositoryId)).get()?.comments ?? []
  }
}

export class PullRequestsWriter extends PullRequestsReader {
  /** Without `comments` those known stay. */
  put(entity: PullRequest, comments?: PullRequestComment[]): void {
    const { workspaceId, repositoryId } = entity
    this.orm
      .insert(pullRequests)
      .values({ workspaceId, repositoryId, entity, comments: comments ?? [] })
      .onConflictDoUpdate({
        target: [pullRequests.workspaceId, pullRequests.repositoryId],
        set: comments ? { entity, comments } : { entity },
      })
      .run()
  }

  remove(workspaceId: WorkspaceId, repositoryId: RepositoryId): void {
    this.orm.delete(pullRequests).where(at(workspaceId, repositoryId)).run()
  }
}
