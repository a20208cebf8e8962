import { and, asc, count, eq } from 'drizzle-orm'
import type { Seal } from '../../base/index.ts'
import type {
  McpServers,
  NodeId,
  Project,
  ProjectId,
  Repository,
  RepositoryId,
} from '../../contracts/index.ts'
import { nameKey } from './name-key.ts'
import type { Orm } from './open.ts'
import { projects, repositories } from './schema.ts'

type ProjectRow = typeof projects.$inferSelect

export class ProjectsReader {
  protected readonly orm: Orm

  /** MCP servers hold secrets: they stand sealed in the row. */
  protected readonly seal: Seal

  constructor(orm: Orm, seal: Seal) {
    this.orm = orm
    this.seal = seal
  }

  get(id: ProjectId): Project | undefined {
    return this.#whole(this.orm.select().from(projects).where(eq(projects.id, id)).get())
  }

  /** By display name, without regard to case. */
  named(name: string): Project | undefined {
    return this.#whole(
      this.orm
        .select()
        .from(projects)
        .where(eq(projects.nameKey, nameKey(name)))
        .get(),
    )
  }

  list(): Project[] {
    const rows = this.orm.select().from(projects).orderBy(asc(projects.nameKey)).all()
    const all = Map.groupBy(this.#repositories(), (repository) => repository.projectId)
    return rows.map((row) => this.#project(row, all.get(row.id as ProjectId) ?? []))
  }

  count(): number {
    return this.orm.select({ n: count() }).from(projects).get()?.n ?? 0
  }

  repository(id: RepositoryId): Repository | undefined {
    const row = this.orm.select().from(repositories).where(eq(repositories.id, id)).get()
    return row as Repository | undefined
  }

  /** The repository at a path of a node, whatever project it belongs to. */
  repositoryAt(nodeId: NodeId, path: string): Repository | undefined {
    const at = and(eq(repositories.nodeId, nodeId), eq(repositories.path, path))
    return this.orm.select().from(repositories).where(at).get() as Repository | undefined
  }

  #repositories(): Repository[] {
    return this.orm.select().from(repositories).orderBy(asc(repositories.id)).all() as Repository[]
  }

  #whole(row: ProjectRow | undefined): Project | undefined {
    if (!row) return undefined
    const own = this.orm
      .select()
      .from(repositories)
      .where(eq(repositories.projectId, row.id))
      .orderBy(asc(repositories.id))
      .all()
    return this.#project(row, own as Repository[])
  }

  #project({ nameKey: _key, mcpServers, ...row }: ProjectRow, own: Repository[]): Project {
    return {
      ...(row as Omit<Project, 'repositories' | 'mcpServers'>),
      mcpServers: this.seal.open(mcpServers),
      repositories: own,
    }
  }
}

export class ProjectsWriter extends ProjectsReader {
  insert(project: Project): void {
    const { repositories: own, ...row } = project
    this.orm
      .insert(projects)
      .values({ ...row, mcpServers: this.seal.close(row.mcpServers), nameKey: nameKey(row.name) })
      .run()
    for (const repository of own) this.orm.insert(repositories).values(repository).run()
  }

  rename(id: ProjectId, name: string, updatedAt: number): void {
    const set = { name, nameKey: nameKey(name), updatedAt }
    const result = this.orm.update(projects).set(set).where(eq(projects.id, id)).run()
    if (result.changes !== 1) throw new Error(`rename of ${id} changed ${result.changes} rows`)
  }

  setMcpServers(id: ProjectId, servers: McpServers, updatedAt: number): void {
    const mcpServers = this.seal.close(servers)
    const result = this.orm.update(projects).set({ mcpServers, updatedAt }).where(eq(projects.id, id)).run()
    if (result.changes !== 1) throw new Error(`servers of ${id} changed ${result.changes} rows`)
  }

  remove(id: ProjectId): void {
    this.orm.delete(repositories).where(eq(repositories.projectId, id)).run()
    const result = this.orm.delete(projects).where(eq(projects.id, id)).run()
    if (result.changes !== 1) throw new Error(`removal of ${id} changed ${result.changes} rows`)
  }
}
