import {
  Failure,
  type Limits,
  type PromptContent,
  type Session,
  type Workspace,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'

/** Throws `workspace_not_found`, `workspace_not_running`. */
export function runningWorkspace(store: AgentStore, id: WorkspaceId): Workspace {
  const workspace = store.workspaces.get(id)
  if (!workspace || workspace.status === 'deleted')
    throw new Failure('workspace_not_found', `Workspace ${id} does not exist`)
  if (workspace.status !== 'running')
    throw new Failure('workspace_not_running', `Workspace ${workspace.name} is ${workspace.status}`, {
      hint: 'Restart it first.',
    })
  return workspace
}

/** A session that can have turns. Throws `session_not_running`, `workspace_not_running`. */
export function checkAlive(store: AgentStore, session: Session): void {
  if (session.status === 'stopped')
    throw new Failure('session_not_running', `Session ${session.title} is stopped`, {
      hint: 'Create a new session.',
    })
  runningWorkspace(store, session.workspaceId)
}

/** Throws `session_limit` when the workspace has all the sessions it may have; ended ones do not count. */
export function checkSessionLimit(store: AgentStore, limits: Limits, workspaceId: WorkspaceId): void {
  const limit = limits.sessionsPerWorkspace
  const alive = store.sessions
    .listIn(workspaceId)
    .filter(({ entity }) => entity.status !== 'stopped' && entity.status !== 'error')
  if (alive.length >= limit)
    throw new Failure('session_limit', `The workspace has ${alive.length} sessions; ${limit} is the limit`, {
      hint: 'Stop a session, or raise the limit in the settings.',
      details: { limit },
    })
}

/** True when a turn can begin at once. */
export const isFree = ({ status }: Session): boolean => status === 'idle' || status === 'error'

export const busy = (session: Session): Failure =>
  new Failure('session_busy', `Session ${session.title} is ${session.status.replace('_', ' ')}`, {
    hint: 'Wait for its turn to end, or cancel it.',
    details: { status: session.status },
  })

/** Throws `invalid_input` when the text is longer than `promptBytes`. */
export function checkPrompt({ text }: PromptContent, { promptBytes }: Limits): void {
  const bytes = Buffer.byteLength(text)
  if (bytes <= promptBytes) return
  throw new Failure('invalid_input', `text: is ${bytes} bytes long; ${promptBytes} is the limit`, {
    hint: 'Put long material into a file of the workspace and name it in the prompt.',
    details: { path: 'text', bytes, limit: promptBytes },
  })
}
