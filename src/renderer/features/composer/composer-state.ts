import type { SessionView, Workspace } from '../../../contracts/index.ts'

export interface ComposerState {
  /** Why nothing can be sent now; null when it can. */
  blocked: string | null
  /** True while there is a turn to stop. */
  stoppable: boolean
  /** What Enter does now, in a word on the button. */
  verb: string
}

/** What the composer offers for a session in a workspace. */
export function composerState(session: SessionView, workspace: Workspace | undefined): ComposerState {
  const running = session.status === 'running' || session.status === 'needs_attention'
  const idle: ComposerState = { blocked: null, stoppable: false, verb: 'Send' }
  if (workspace && workspace.status !== 'running')
    return { ...idle, blocked: `The workspace is ${workspace.status}. Restart it to go on.` }
  if (session.status === 'stopped')
    return { ...idle, blocked: 'This session was stopped. Start a new one to go on.' }
  if (session.status === 'starting') return { ...idle, verb: 'Queue' }
  if (running && session.lastTurn?.status === 'running')
    return { blocked: null, stoppable: true, verb: 'Queue' }
  return idle
}
