import { and, desc, eq, isNull, ne } from 'drizzle-orm'
import type { ApprovalRule, RuleId, WorkspaceId } from '../../contracts/index.ts'
import { putFedRow } from './fed-table.ts'
import type { Orm } from './open.ts'
import { approvalRules, workspaces } from './schema.ts'

export class ApprovalRulesReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  get(id: RuleId): ApprovalRule | undefined {
    return this.orm.select().from(approvalRules).where(eq(approvalRules.id, id)).get()?.entity
  }

  /** Those in force, of workspaces that are not deleted. */
  inForce(): ApprovalRule[] {
    return this.orm
      .select({ entity: approvalRules.entity })
      .from(approvalRules)
      .innerJoin(workspaces, eq(workspaces.id, approvalRules.workspaceId))
      .where(and(ne(workspaces.status, 'deleted'), isNull(approvalRules.revokedAt)))
      .orderBy(desc(approvalRules.id))
      .all()
      .map((row) => row.entity)
  }

  /** All of a workspace, revoked ones too, newest first. */
  listIn(workspaceId: WorkspaceId): ApprovalRule[] {
    return this.orm
      .select()
      .from(approvalRules)
      .where(eq(approvalRules.workspaceId, workspaceId))
      .orderBy(desc(approvalRules.id))
      .all()
      .map((row) => row.entity)
  }
}

export class ApprovalRulesWriter extends ApprovalRulesReader {
  put(entity: ApprovalRule): boolean {
    const { id, workspaceId, revokedAt, revision } = entity
    return putFedRow(this.orm, approvalRules, { id, workspaceId, revokedAt, revision, entity })
  }
}
