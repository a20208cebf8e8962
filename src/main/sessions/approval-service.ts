import {
  Failure,
  type AnsweredApproval,
  type AnswerSource,
  type Approval,
  type ApprovalId,
  type ApprovalRule,
  type RuleId,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentClient } from '../nodes/index.ts'
import type { Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  store: Store
  audit: Audit
  workspaces: WorkspaceService
}

export interface Answer {
  approvalId: ApprovalId
  /** One of the approval's options, by id or kind. */
  option: string
  from: Exclude<AnswerSource, 'rule' | 'prompt'>
}

export class ApprovalService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  list(all: boolean): Approval[] {
    return this.#deps.store.read.items.approvals(all)
  }

  /** A second answer returns the first outcome, and says so. */
  answer({ approvalId, option, from }: Answer): Promise<AnsweredApproval> {
    const { store, audit, workspaces } = this.#deps
    const approval = store.read.items.approval(approvalId)
    if (!approval) throw new Failure('approval_not_found', `There is no approval ${approvalId}`)
    const { workspaceId } = approval
    const workspace = workspaces.find(workspaceId)
    const act = { what: 'approval.answer', nodeId: workspace.nodeId, target: approvalId }
    return audit.record(act, async () => {
      const entity = await workspaces
        .link(workspace)
        .command((client) => client.approval.answer({ workspaceId, approvalId, optionId: option, from }))
      return { ...(store.read.items.approval(approvalId) ?? entity), first: entity.first }
    })
  }

  /** Rules of a workspace (id or name), newest first: those in force, or all. */
  rules(workspace: string, all: boolean): ApprovalRule[] {
    const rules = this.#deps.store.read.rules.listIn(this.#deps.workspaces.find(workspace).id)
    return all ? rules : rules.filter((rule) => rule.revokedAt === null)
  }

  /** Throws `rule_not_found`. */
  revokeRule(id: RuleId): Promise<ApprovalRule> {
    return this.#change('approval.revokeRule', id, (client, target) => client.approval.revokeRule(target))
  }

  /** Takes a revocation back; where a newer rule stands in its place, that one is returned. */
  restoreRule(id: RuleId): Promise<ApprovalRule> {
    return this.#change('approval.restoreRule', id, (client, target) => client.approval.restoreRule(target))
  }

  #change(
    what: string,
    ruleId: RuleId,
    work: (
      client: AgentClient,
      target: { workspaceId: WorkspaceId; ruleId: RuleId },
    ) => Promise<{ entity: ApprovalRule; journalSeq: number }>,
  ): Promise<ApprovalRule> {
    const { store, audit, workspaces } = this.#deps
    const rule = store.read.rules.get(ruleId)
    if (!rule) throw new Failure('rule_not_found', `There is no rule ${ruleId}`)
    const { workspaceId } = rule
    const workspace = workspaces.find(workspaceId)
    return audit.record({ what, nodeId: workspace.nodeId, target: ruleId }, async () => {
      const entity = await workspaces
        .link(workspace)
        .command((client) => work(client, { workspaceId, ruleId }))
      return store.read.rules.get(entity.id) ?? entity
    })
  }
}
