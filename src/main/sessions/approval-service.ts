import { Failure, type Approval, type ApprovalId } from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  store: Store
  audit: Audit
  workspaces: WorkspaceService
}

export class ApprovalService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  list(all: boolean): Approval[] {
    return this.#deps.store.read.items.approvals(all)
  }

  /** Answers with one of the approval's options, by id or kind. A second answer returns the first outcome. */
  answer(approvalId: ApprovalId, optionId: string): Promise<Approval> {
    const { store, audit, workspaces } = this.#deps
    const approval = store.read.items.approval(approvalId)
    if (!approval) throw new Failure('approval_not_found', `There is no approval ${approvalId}`)
    const { workspaceId } = approval
    const workspace = workspaces.find(workspaceId)
    const act = { what: 'approval.answer', nodeId: workspace.nodeId, target: approvalId }
    return audit.record(act, async () => {
      const entity = await workspaces
        .link(workspace)
        .command((client) => client.approval.answer({ workspaceId, approvalId, optionId }))
      return store.read.items.approval(approvalId) ?? entity
    })
  }
}
