import { Failure, type Session } from '../../contracts/index.ts'

const again = 'Start it again to go on.'

/** A program that ended by itself and not well; null when it ended well. `output` are its last lines. */
export function endFailure(agentName: string, exitCode: number | null, output: string): Failure | null {
  if (exitCode === 0) return null
  const how = exitCode === null ? 'was ended by a signal' : `exited with code ${exitCode}`
  return new Failure('agent_failed', `${agentName} ${how}`, {
    hint: again,
    details: { exitCode, ...(output ? { output } : {}) },
  })
}

/** A program that ended because the node agent did. */
export const interrupted = ({ agentName, status }: Session): Failure =>
  new Failure(
    'agent_failed',
    `The node agent ended while ${agentName} ${status === 'starting' ? 'was being started' : 'ran'}, which ended with it`,
    { hint: again, details: { interrupted: true } },
  )

export const notRunning = (session: Session): Failure =>
  new Failure('session_not_running', `${session.agentName} has ended in session ${session.title}`, {
    hint: again,
  })
