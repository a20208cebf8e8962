import type { Clock, NewId } from '../../base/index.ts'
import {
  Failure,
  ruleWords,
  type Approval,
  type ApprovalRule,
  type RuleId,
  type Session,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { AgentStore, Change } from '../store/index.ts'
import { ruleKey } from './rule-match.ts'

interface Deps {
  store: AgentStore
  clock: Clock
  newId: NewId
}

type Asker = Pick<Session, 'agent' | 'agentName'>
interface RuleRef {
  workspaceId: WorkspaceId
  ruleId: RuleId
}

const keyOf = ({ agent, toolKind, match }: ApprovalRule): string => ruleKey(agent, toolKind, match)

/** The approval rules of this node's workspaces: standing answers, each for exactly one kind of request. */
export class ApprovalRules {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The rule in force that answers this request of `agent`. */
  covering({ workspaceId, toolKind, remembers }: Approval, agent: string): ApprovalRule | undefined {
    if (remembers === null) return undefined
    return this.#deps.store.rules.byKey(workspaceId, ruleKey(agent, toolKind, remembers))
  }

  /**
   * Records what an "always" answer says inside the caller's change; other answers record nothing. A rule of the
   * same match gives way: the latest word counts.
   */
  learn(change: Change, approval: Approval, { agent, agentName }: Asker): void {
    const chosen = approval.options.find(({ id }) => id === approval.chosenOption)
    const { workspaceId, toolKind, remembers: match } = approval
    if (match === null || (chosen?.kind !== 'allow_always' && chosen?.kind !== 'reject_always')) return
    const decision = chosen.kind === 'allow_always' ? 'allow' : 'reject'
    const old = this.#deps.store.rules.byKey(workspaceId, ruleKey(agent, toolKind, match))
    if (old?.decision === decision) return
    if (old) this.#put(change, { ...old, revokedAt: this.#deps.clock.now() })
    const now = this.#deps.clock.now()
    const rule = this.#put(change, {
      id: this.#deps.newId('rule'),
      workspaceId,
      agent,
      agentName,
      toolKind,
      match,
      decision,
      approvalId: approval.id,
      uses: 0,
      lastUsedAt: null,
      revokedAt: null,
      createdAt: now,
      updatedAt: now,
      revision: 0,
    })
    this.#note(
      change,
      rule,
      `${agentName} is ${decision === 'allow' ? 'allowed' : 'refused'} this from now on`,
    )
  }

  /** Counts a use inside the caller's change. */
  used(change: Change, rule: ApprovalRule): void {
    this.#put(change, { ...rule, uses: rule.uses + 1, lastUsedAt: this.#deps.clock.now() })
  }

  /** From now on it answers nothing. Revoking twice changes nothing. Throws `rule_not_found`. */
  revoke(ref: RuleRef): ApprovalRule {
    const rule = this.#find(ref)
    if (rule.revokedAt !== null) return rule
    return this.#deps.store.change((change) => {
      const revoked = this.#put(change, { ...rule, revokedAt: this.#deps.clock.now() })
      this.#note(change, revoked, 'An approval rule was revoked')
      return revoked
    })
  }

  /**
   * Puts a revoked rule in force again. Where a newer one of the same match stands in its place, that one is
   * returned and nothing changes. Throws `rule_not_found`.
   */
  restore(ref: RuleRef): ApprovalRule {
    const rule = this.#find(ref)
    if (rule.revokedAt === null) return rule
    const newer = this.#deps.store.rules.byKey(rule.workspaceId, keyOf(rule))
    if (newer) return newer
    return this.#deps.store.change((change) => {
      const restored = this.#put(change, { ...rule, revokedAt: null })
      this.#note(change, restored, 'An approval rule was restored')
      return restored
    })
  }

  #find({ workspaceId, ruleId }: RuleRef): ApprovalRule {
    const rule = this.#deps.store.rules.get(ruleId)
    if (rule?.workspaceId !== workspaceId)
      throw new Failure('rule_not_found', `Rule ${ruleId} does not exist in this workspace`)
    return rule
  }

  #put(change: Change, rule: ApprovalRule): ApprovalRule {
    const written = { ...rule, updatedAt: this.#deps.clock.now(), revision: rule.revision + 1 }
    this.#deps.store.rules.put(written, keyOf(written))
    change.tell({ type: 'rule', entity: written })
    return written
  }

  #note(change: Change, rule: ApprovalRule, said: string): void {
    const { what, exactly } = ruleWords(rule)
    change.note(rule.workspaceId, {
      level: 'info',
      type: 'approval.rule',
      message: `${said}: ${what.toLowerCase()} ${exactly.split('\n')[0]}`,
      details: { ruleId: rule.id, decision: rule.decision, revoked: rule.revokedAt !== null },
    })
  }
}
