import type { RequestPermissionRequest, RequestPermissionResponse } from '@agentclientprotocol/sdk'
import { redactedMark, type Clock, type Logger, type NewId, type Redactor } from '../../base/index.ts'
import type {
  AnsweredApproval,
  AnswerSource,
  Approval,
  ApprovalId,
  ApprovalRule,
  Approve,
  Limits,
  RuleMatch,
  SessionId,
  TurnId,
  WorkspaceId,
} from '../../contracts/index.ts'
import { ApprovalRules, onceOption, ruleMatch, toldOption } from '../approval-rules/index.ts'
import type { SessionLocks } from '../file-locks/index.ts'
import type { AgentStore, Change } from '../store/index.ts'
import type { AgentImages } from './agent-images.ts'
import { readToolPatch } from './agent-updates.ts'
import { approvalDetail, commandOf, inputOf } from './approval-detail.ts'
import { automaticOption, moveApproval, type ApprovalCommand } from './approval-state.ts'
import type { SessionHostDeps } from './deps.ts'
import { workingFolder } from '../workspaces/index.ts'
import type { SessionRecords } from './session-records.ts'
import type { Transcript } from './transcript.ts'

interface PermissionDeps {
  store: AgentStore
  clock: Clock
  newId: NewId
  limits: () => Limits
  records: SessionRecords
  transcript: Transcript
  images: AgentImages
  locks: SessionLocks
  workspaceRoot: SessionHostDeps['workspaceRoot']
  redactor: Redactor
  log: Logger
}

const cancelled: RequestPermissionResponse = { outcome: { outcome: 'cancelled' } }

/**
 * A request that holds a secret is not remembered: a rule is written down and shown, and without the secret it
 * would also cover other requests than this one.
 */
function withoutSecrets(match: RuleMatch | null, redactor: Redactor): RuleMatch | null {
  const text = JSON.stringify(match)
  return text.includes(redactedMark) || redactor.text(text) !== text ? null : match
}

/** What the agent is told of an approval's outcome. */
function answerOf(approval: Approval): RequestPermissionResponse {
  const optionId = toldOption(approval)
  return optionId === null ? cancelled : { outcome: { outcome: 'selected', optionId } }
}

/** An answer given before the question. */
interface Standing {
  command: ApprovalCommand
  rule?: ApprovalRule
}

/** Permission requests of one session: each is an approval in the transcript, and the agent waits for its outcome. */
export class Permissions {
  readonly #deps: PermissionDeps
  readonly #sessionId: SessionId
  readonly #workspaceId: WorkspaceId
  readonly #rules: ApprovalRules
  /** Approvals that wait for file locks, with what was said of their prompt beforehand. */
  readonly #held = new Map<ApprovalId, Approve>()
  readonly #waiting = new Map<ApprovalId, (answer: RequestPermissionResponse) => void>()

  constructor(deps: PermissionDeps, sessionId: SessionId, workspaceId: WorkspaceId) {
    this.#deps = deps
    this.#sessionId = sessionId
    this.#workspaceId = workspaceId
    this.#rules = new ApprovalRules(deps)
  }

  /** Records the request for the running turn and resolves when it has an outcome. Throws `TooManyItems`. */
  async request(
    raw: RequestPermissionRequest,
    turnId: TurnId,
    approve: Approve,
  ): Promise<RequestPermissionResponse> {
    const { store, clock, transcript } = this.#deps
    transcript.admit(1)
    const approval = this.#newApproval(raw, turnId)
    if (!approval) return cancelled
    const standing = this.#standing(approval, approve)
    const answered = standing && (moveApproval(approval, standing.command, clock.now()) ?? approval)
    const isHeld = answered?.status !== 'denied' && this.#hold(raw, approval, approve)
    if (answered && !isHeld) {
      store.change((change) => {
        this.#put(change, answered)
        if (standing?.rule) this.#rules.used(change, standing.rule)
      })
      this.#deps.locks.answered(answered.id, answered.status === 'approved')
      return answerOf(answered)
    }
    return new Promise((resolve) => {
      store.change((change) => {
        this.#put(change, approval)
        this.#deps.records.moveSession(change, this.#sessionId, { type: 'ask' })
      })
      this.#waiting.set(approval.id, resolve)
      this.#expireLater(approval)
    })
  }

  /** Answers by option id or kind; a second answer returns the first outcome. Throws `invalid_input`, `file_locked`. */
  answer(id: ApprovalId, option: string, from: AnswerSource): AnsweredApproval {
    const command: ApprovalCommand = { type: 'answer', option, from }
    const { store, clock, locks } = this.#deps
    const outcome = moveApproval(store.items.get(id) as Approval, command, clock.now())
    if (outcome?.status === 'approved') locks.checkFree(id)
    return this.#move(id, command)
  }

  /** The user lets it go on although another session holds its files; nothing where it is not held. */
  goOn(id: ApprovalId): Approval {
    this.#deps.locks.letGo(id)
    this.#free(id)
    return this.#deps.store.items.get(id) as Approval
  }

  /** Cancels what is pending inside the caller's change; the agent is told by the function returned. */
  cancelInto(change: Change): () => void {
    const now = this.#deps.clock.now()
    const moved = this.#deps.store.items
      .pendingApprovals(this.#sessionId)
      .map((approval) => moveApproval(approval, { type: 'cancel' }, now))
      .filter((approval) => approval !== null)
    for (const approval of moved) this.#put(change, approval)
    return () => moved.forEach((approval) => this.#tellAgent(approval))
  }

  /** Cancels what is pending; the session works on until its turn ends. */
  cancelAll(): void {
    const { store, records } = this.#deps
    if (store.items.pendingApprovals(this.#sessionId).length === 0) return
    const tellAgent = store.change((change) => {
      const tell = this.cancelInto(change)
      records.moveSession(change, this.#sessionId, { type: 'answered' })
      return tell
    })
    tellAgent()
  }

  /** What answers without asking: first whatever refuses, then what was said for this prompt, then a rule. */
  #standing(approval: Approval, approve: Approve): Standing | null {
    const rule = this.#rules.covering(approval, this.#deps.records.session(this.#sessionId).agent)
    const option = rule ? onceOption(approval, rule.decision) : null
    const byRule: Standing | null =
      rule && option !== null
        ? { command: { type: 'answer', option, from: 'rule', rule: rule.id }, rule }
        : null
    if (byRule && rule?.decision === 'reject') return byRule
    const automatic = automaticOption(approval, approve)
    if (automatic !== null) return { command: { type: 'answer', option: automatic, from: 'prompt' } }
    return byRule
  }

  /** Whether it has to wait for a file that another session holds; else the file is ours from now on. */
  #hold(raw: RequestPermissionRequest, { id }: Approval, approve: Approve): boolean {
    const patch = readToolPatch(raw.toolCall)
    const isHeld = patch !== null && this.#deps.locks.ask(patch, id, () => this.#free(id)) === 'held'
    if (isHeld) this.#held.set(id, approve)
    return isHeld
  }

  /** Its files are free: what would have answered it at once does so now, else it waits for the user as any other. */
  #free(id: ApprovalId): void {
    const approve = this.#held.get(id)
    this.#held.delete(id)
    if (approve === undefined || !this.#waiting.has(id)) return
    const { store, log } = this.#deps
    try {
      const standing = this.#standing(store.items.get(id) as Approval, approve)
      if (!standing) return
      this.#move(id, standing.command)
      const { rule } = standing
      if (rule) store.change((change) => this.#rules.used(change, rule))
    } catch (error) {
      log.error({ err: error, approval: id }, 'an approval whose files are free could not go on by itself')
    }
  }

  #move(id: ApprovalId, command: ApprovalCommand): AnsweredApproval {
    const { store, clock, records } = this.#deps
    const current = store.items.get(id) as Approval
    const moved = moveApproval(current, command, clock.now())
    if (!moved) return { ...current, first: false }
    store.change((change) => {
      this.#put(change, moved)
      this.#rules.learn(change, moved, records.session(this.#sessionId))
      if (!store.items.isAnyPending(this.#sessionId))
        records.moveSession(change, this.#sessionId, { type: 'answered' })
    })
    this.#deps.locks.answered(id, moved.status === 'approved')
    this.#tellAgent(moved)
    return { ...moved, first: true }
  }

  #tellAgent(approval: Approval): void {
    this.#waiting.get(approval.id)?.(answerOf(approval))
    this.#waiting.delete(approval.id)
  }

  #expireLater({ id, expiresAt }: Approval): void {
    const { clock } = this.#deps
    if (expiresAt === null) return
    const stop = clock.after(expiresAt - clock.now(), () => {
      if (this.#waiting.has(id)) this.#move(id, { type: 'expire' })
    })
    const resolve = this.#waiting.get(id)
    if (resolve)
      this.#waiting.set(id, (answer) => {
        stop()
        resolve(answer)
      })
  }

  #newApproval(raw: RequestPermissionRequest, turnId: TurnId): Approval | null {
    const { clock, newId, limits, transcript, images, redactor } = this.#deps
    const patch = readToolPatch(raw.toolCall)
    if (!patch || raw.options.length === 0) return null
    const call = transcript.tool(images.keepIn(patch, turnId))
    const now = clock.now()
    const { approvalExpiryMs, messageContentBytes } = limits()
    const root = this.#deps.workspaceRoot(this.#workspaceId)
    const input = inputOf(call, patch.rawInput)
    return {
      kind: 'approval',
      id: newId('approval'),
      sessionId: this.#sessionId,
      workspaceId: this.#workspaceId,
      turnId,
      position: 0,
      createdAt: now,
      updatedAt: now,
      revision: 1,
      toolCallId: call.toolCallId,
      title: call.title,
      toolKind: call.toolKind,
      detail: approvalDetail(call, redactor.deep(patch.rawInput), messageContentBytes),
      options: raw.options.map(({ optionId, name, kind }) => ({
        id: optionId,
        name: redactor.text(name),
        kind,
      })),
      status: 'pending',
      chosenOption: null,
      answeredAt: null,
      answeredFrom: null,
      rule: null,
      remembers: withoutSecrets(
        ruleMatch({ call, input, command: commandOf(input), cwd: workingFolder(root), folder: root.folder }),
        redactor,
      ),
      expiresAt: approvalExpiryMs === 0 ? null : now + approvalExpiryMs,
    }
  }

  #put(change: Change, approval: Approval): void {
    const { store, transcript } = this.#deps
    transcript.flushInto(change)
    const position = approval.position || store.items.nextPosition(this.#sessionId)
    const written = { ...approval, position }
    store.items.put(written)
    change.tell({ type: 'item', entity: written })
  }
}
