import type { Approval, SessionView } from '../../../contracts/index.ts'

/** One line that says where a session stands. */
export function lastWords(session: SessionView, approvals: readonly Approval[]): string {
  const [approval] = approvals
  if (approval) return approval.title
  if (session.error) return session.error.message
  switch (session.status) {
    case 'starting':
      return `Starting ${session.agentName}`
    case 'running':
      return `${session.agentName} works`
    case 'stopped':
      return 'Stopped'
    case 'error':
      return 'Failed'
    case 'idle':
    case 'needs_attention':
      return ended(session)
    default:
      return session.status satisfies never
  }
}

function ended({ lastTurn, agentName }: SessionView): string {
  if (!lastTurn) return `${agentName} waits for a prompt`
  switch (lastTurn.status) {
    case 'queued':
    case 'running':
      return `${agentName} works`
    case 'succeeded':
      return 'Finished'
    case 'failed':
      return 'The last turn failed'
    case 'cancelled':
      return 'Cancelled'
    case 'interrupted':
      return 'The last turn was interrupted'
    default:
      return lastTurn.status satisfies never
  }
}
