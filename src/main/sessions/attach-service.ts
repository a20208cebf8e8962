import type { AttachEvent, AttachMode, Seat, SessionId } from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import type { SessionService } from './session-service.ts'

interface Deps {
  sessions: SessionService
  audit: Audit
  workspaces: WorkspaceService
}

export interface Attach {
  sessionId: SessionId
  seat: Seat
  mode: AttachMode
  takeover: boolean
}

/** Who sits at a session. Its node decides; this passes it on. */
export class AttachService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /**
   * Sits down at a session until the iterator or `signal` ends. Only taking over is audited: it is what somebody
   * else notices. Throws `session_not_found`, `session_not_running`, `session_already_attached`, `node_unreachable`.
   */
  attach(
    { sessionId, ...how }: Attach,
    signal?: AbortSignal,
  ): Promise<AsyncIteratorObject<AttachEvent, unknown, void>> {
    const { sessions, audit, workspaces } = this.#deps
    const { workspaceId } = sessions.get(sessionId)
    const workspace = workspaces.find(workspaceId)
    const sit = () =>
      workspaces
        .link(workspace)
        .call((client) => client.session.attach({ workspaceId, sessionId, ...how }, signal ? { signal } : {}))
    return how.takeover
      ? audit.record({ what: 'session.takeover', nodeId: workspace.nodeId, target: sessionId }, sit)
      : sit()
  }
}
