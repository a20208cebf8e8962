import type { RequestPermissionRequest, RequestPermissionResponse } from '@agentclientprotocol/sdk'
import type { Clock, NewId } from '../../base/index.ts'
import type {
  Approval,
  ApprovalId,
  Approve,
  Limits,
  SessionId,
  TurnId,
  WorkspaceId,
} from '../../contracts/index.ts'
import type { AgentStore, Change } from '../store/index.ts'
import { readToolPatch } from './agent-updates.ts'
import { approvalDetail } from './approval-detail.ts'
import { automaticOption, moveApproval, type ApprovalCommand } from './approval-state.ts'
import type { SessionRecords } from './session-records.ts'
import type { Transcript } from './transcript.ts'

interface PermissionDeps {
  store: AgentStore
  clock: Clock
  newId: NewId
  limits: () => Limits
  records: SessionRecords
  transcript: Transcript
}

const cancelled: RequestPermissionResponse = { outcome: { outcome: 'cancelled' } }

/** What the agent is told of an approval's outcome. */
const answerOf = ({ status, chosenOption }: Approval): RequestPermissionResponse =>
  chosenOption !== null && (status === 'approved' || status === 'denied')
    ? { outcome: { outcome: 'selected', optionId: chosenOption } }
    : cancelled

/** Permission requests of one session: each is an approval in the transcript, and the agent waits for its outcome. */
export class Permissions {
  readonly #deps: PermissionDeps
  readonly #sessionId: SessionId
  readonly #workspaceId: WorkspaceId
  readonly #waiting = new Map<ApprovalId, (answer: RequestPermissionResponse) => void>()

  constructor(deps: PermissionDeps, sessionId: SessionId, workspaceId: WorkspaceId) {
    this.#deps = deps
    this.#sessionId = sessionId
    this.#workspaceId = workspaceId
  }

  /** Records the request for the running turn and resolves when it has an outcome. */
  request(
    raw: RequestPermissionRequest,
    turnId: TurnId,
    approve: Approve,
  ): Promise<RequestPermissionResponse> {
    const { store, clock } = this.#deps
    const approval = this.#newApproval(raw, turnId)
    if (!approval) return Promise.resolve(cancelled)
    const automatic = automaticOption(approval, approve)
    if (automatic !== null) {
      const command: ApprovalCommand = { type: 'answer', option: automatic }
      const answered = moveApproval(approval, command, clock.now()) ?? approval
      store.change((change) => this.#put(change, answered))
      return Promise.resolve(answerOf(answered))
    }
    return new Promise((resolve) => {
      store.change((change) => {
        this.#put(change, approval)
        this.#deps.records.moveSession(change, this.#sessionId, { type: 'ask' })
      })
      this.#waiting.set(approval.id, resolve)
      this.#expireLater(approval.id)
    })
  }

  /** Answers by option id or kind; a second answer returns the first outcome. Throws `invalid_input`. */
  answer(id: ApprovalId, option: string): Approval {
    return this.#move(id, { type: 'answer', option })
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

  #move(id: ApprovalId, command: ApprovalCommand): Approval {
    const { store, clock, records } = this.#deps
    const current = store.items.get(id) as Approval
    const moved = moveApproval(current, command, clock.now())
    if (!moved) return current
    store.change((change) => {
      this.#put(change, moved)
      if (store.items.pendingApprovals(this.#sessionId).length === 0)
        records.moveSession(change, this.#sessionId, { type: 'answered' })
    })
    this.#tellAgent(moved)
    return moved
  }

  #tellAgent(approval: Approval): void {
    this.#waiting.get(approval.id)?.(answerOf(approval))
    this.#waiting.delete(approval.id)
  }

  #expireLater(id: ApprovalId): void {
    const ms = this.#deps.limits().approvalExpiryMs
    if (ms === 0) return
    const stop = this.#deps.clock.after(ms, () => {
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
    const { clock, newId, limits, transcript } = this.#deps
    const patch = readToolPatch(raw.toolCall)
    if (!patch || raw.options.length === 0) return null
    const call = transcript.tool(patch)
    const now = clock.now()
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
      detail: approvalDetail(call, patch.rawInput, limits().messageContentBytes),
      options: raw.options.map(({ optionId, name, kind }) => ({ id: optionId, name, kind })),
      status: 'pending',
      chosenOption: null,
      answeredAt: null,
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
