import { and, desc, eq, isNotNull } from 'drizzle-orm'
import type { ApprovalRule, RuleId, WorkspaceId } from '../../contracts/index.ts'
import { upsertRow } from './entity-table.ts'
import type { Orm } from './open.ts'
import { approvalRules } from './schema.ts'

export class ApprovalRulesTable {
  readonly #orm: Orm

  constructor(orm: Orm) {
    this.#orm = orm
  }

  get(id: RuleId): ApprovalRule | undefined {
    return this.#orm.select().from(approvalRules).where(eq(approvalRules.id, id)).get()?.entity
  }

  /** Those of a workspace that are in force, newest first. */
  inForce(workspaceId: WorkspaceId): ApprovalRule[] {
    return this.#orm
      .select()
      .from(approvalRules)
      .where(and(eq(approvalRules.workspaceId, workspaceId), isNotNull(approvalRules.key)))
      .orderBy(desc(approvalRules.id))
      .all()
      .map((row) => row.entity)
  }

  /** The one in force with this key. */
  byKey(workspaceId: WorkspaceId, key: string): ApprovalRule | undefined {
    return this.#orm
      .select()
      .from(approvalRules)
      .where(and(eq(approvalRules.workspaceId, workspaceId), eq(approvalRules.key, key)))
      .get()?.entity
  }

  /** `key` is what two rules in force may not share. */
  put(entity: ApprovalRule, key: string): void {
    const { id, workspaceId, revokedAt } = entity
    upsertRow(this.#orm, approvalRules, {
      id,
      workspaceId,
      key: revokedAt === null ? key : null,
      entity,
    })
  }
}
