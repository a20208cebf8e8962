import type { Node, SessionView, Workspace } from '../../contracts/index.ts'
import { sessionsOf } from './selectors.ts'
import type { Entities } from './entities.ts'

/** The eight statuses a dot can show. One colour and one meaning each, everywhere. */
export type Status = 'running' | 'attention' | 'error' | 'queued' | 'idle' | 'stale' | 'done' | 'off'

/** A status with the word that says it to those who do not see the colour. */
export interface Shown {
  status: Status
  word: string
}

export function sessionStatus(session: SessionView, waiting: number): Shown {
  if (waiting > 0) return { status: 'attention', word: 'waits for your answer' }
  switch (session.status) {
    case 'starting':
      return { status: 'queued', word: 'starting' }
    case 'running':
      return { status: 'running', word: 'running' }
    case 'error':
      return { status: 'error', word: 'failed' }
    case 'needs_attention':
    case 'idle':
    case 'stopped':
      return restingStatus(session)
    default:
      return session.status satisfies never
  }
}

/** A session in which nothing runs: what its last turn left behind, as long as nobody has seen it. */
function restingStatus({ status, unseen, lastTurn }: SessionView): Shown {
  if (unseen && lastTurn) {
    if (lastTurn.status === 'failed') return { status: 'error', word: 'failed' }
    if (lastTurn.status === 'interrupted') return { status: 'error', word: 'interrupted' }
    if (lastTurn.status === 'succeeded') return { status: 'done', word: 'finished, not seen yet' }
  }
  if (status === 'needs_attention') return { status: 'attention', word: 'needs attention' }
  return status === 'stopped' ? { status: 'off', word: 'stopped' } : { status: 'idle', word: 'idle' }
}

/** What of several statuses a parent shows: the one that most wants eyes. */
const order: readonly Status[] = ['attention', 'error', 'running', 'done', 'queued', 'stale', 'idle', 'off']

export function workspaceStatus(entities: Entities, workspace: Workspace): Shown {
  switch (workspace.status) {
    case 'pending':
    case 'creating':
      return { status: 'queued', word: 'creating' }
    case 'stopping':
      return { status: 'queued', word: 'stopping' }
    case 'deleting':
      return { status: 'queued', word: 'deleting' }
    case 'stopped':
    case 'deleted':
      return { status: 'off', word: workspace.status }
    case 'error':
      return { status: 'error', word: 'failed' }
    case 'running':
      return busiest(entities, workspace)
    default:
      return workspace.status satisfies never
  }
}

function busiest(entities: Entities, workspace: Workspace): Shown {
  const waiting = new Map<string, number>()
  for (const { sessionId } of [...Object.values(entities.approvals), ...Object.values(entities.questions)])
    waiting.set(sessionId, (waiting.get(sessionId) ?? 0) + 1)
  const shown = sessionsOf(entities, workspace.id)
    .map((session) => sessionStatus(session, waiting.get(session.id) ?? 0))
    // A session that was ended says nothing of a workspace that is ready for another.
    .filter(({ status }) => status !== 'off')
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  return shown[0] ?? { status: 'idle', word: 'idle' }
}

export function nodeStatus({ status, health, link }: Node): Shown {
  if (status === 'error') return { status: 'error', word: 'failed' }
  if (status !== 'running') return { status: 'off', word: status }
  if (link === 'connecting') return { status: 'queued', word: 'connecting' }
  if (link === 'offline') return { status: 'off', word: 'offline' }
  switch (health) {
    case 'healthy':
      return { status: 'running', word: 'healthy' }
    case 'stale':
      return { status: 'stale', word: 'stale' }
    case 'unhealthy':
      return { status: 'error', word: 'unhealthy' }
    default:
      return health satisfies never
  }
}
