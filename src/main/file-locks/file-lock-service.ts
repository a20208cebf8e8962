import { Failure, type Approval, type ApprovalId, type FileLock } from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  store: Store
  audit: Audit
  workspaces: WorkspaceService
}

/** Files that sessions hold, and the approvals that wait for them. */
export class FileLockService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Of one workspace (id or name) or of all, oldest first. Throws `workspace_not_found`. */
  list(workspace: string | undefined): FileLock[] {
    const { store, workspaces } = this.#deps
    return store.read.fileLocks.held(workspace === undefined ? undefined : workspaces.find(workspace).id)
  }

  /** A held approval waits no longer. Throws `approval_not_found`, `approval_not_pending`. */
  goOn(approvalId: ApprovalId): Promise<Approval> {
    const { store, audit, workspaces } = this.#deps
    const approval = store.read.items.approval(approvalId)
    if (!approval) throw new Failure('approval_not_found', `There is no approval ${approvalId}`)
    const { workspaceId } = approval
    const workspace = workspaces.find(workspaceId)
    const act = { what: 'approval.goOn', nodeId: workspace.nodeId, target: approvalId }
    return audit.record(act, async () => {
      const entity = await workspaces
        .link(workspace)
        .command((client) => client.approval.goOn({ workspaceId, approvalId }))
      return store.read.items.approval(approvalId) ?? entity
    })
  }
}
