import type { AgentProfile, Session, SessionId, TerminalId, WorkspaceId } from '../../contracts/index.ts'
import { checkSessionLimit, runningWorkspace } from './guards.ts'
import type { SessionHostDeps } from './deps.ts'

export interface NewSession {
  id: SessionId
  workspaceId: WorkspaceId
  profile: AgentProfile
  title: string | null
}

/**
 * Records a session as `starting`. `resume` is the conversation of the agent that it goes on with.
 * Throws `workspace_not_found`, `workspace_not_running`, `session_limit`.
 */
export function insertSession(
  { store, clock, limits }: Pick<SessionHostDeps, 'store' | 'clock' | 'limits'>,
  { id, workspaceId, profile, title }: NewSession,
  { terminalId, resume }: { terminalId: TerminalId | null; resume?: string | null | undefined },
): Session {
  runningWorkspace(store, workspaceId)
  checkSessionLimit(store, limits(), workspaceId)
  const now = clock.now()
  const session: Session = {
    id,
    workspaceId,
    agent: profile.id,
    agentName: profile.name,
    agentVersion: null,
    terminalId,
    attention: null,
    title: title ?? profile.name,
    status: 'starting',
    error: null,
    configOptions: [],
    commands: [],
    usage: null,
    capabilities: null,
    authMethods: [],
    turnCount: 0,
    lastTurn: null,
    createdAt: now,
    updatedAt: now,
    revision: 1,
  }
  store.change((change) => {
    store.sessions.insert(session, profile)
    if (resume) store.sessions.putProcess(session.id, { acpSessionId: resume })
    change.tell({ type: 'session', entity: session })
    change.note(workspaceId, {
      level: 'info',
      type: 'session.created',
      message: `Session with ${session.agentName} was created`,
      details: { sessionId: session.id },
    })
  })
  return session
}
