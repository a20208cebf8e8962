import { eq } from 'drizzle-orm'
import type { NodeId } from '../../contracts/index.ts'
import type { Orm } from './open.ts'
import { journalCursors, nodes, type StoredNode } from './schema.ts'

export class NodesReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  get(id: NodeId): StoredNode | undefined {
    return this.orm.select().from(nodes).where(eq(nodes.id, id)).get()?.entity
  }

  /** Seq of the last record of the node's journal that has been applied; 0 when none. */
  cursor(id: NodeId): number {
    return this.orm.select().from(journalCursors).where(eq(journalCursors.nodeId, id)).get()?.seq ?? 0
  }
}

export class NodesWriter extends NodesReader {
  put(entity: StoredNode): void {
    const row = { id: entity.id, entity }
    this.orm.insert(nodes).values(row).onConflictDoUpdate({ target: nodes.id, set: { entity } }).run()
  }

  setCursor(nodeId: NodeId, seq: number): void {
    this.orm
      .insert(journalCursors)
      .values({ nodeId, seq })
      .onConflictDoUpdate({ target: journalCursors.nodeId, set: { seq } })
      .run()
  }
}
