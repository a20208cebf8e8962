import { RequestError } from '@agentclientprotocol/sdk'
import { Failure } from '../../contracts/index.ts'

/** JSON-RPC code by which an agent says that the user must sign in first (ACP). */
const authRequired = -32_000

export interface FailedAgent {
  name: string
  stderr: string
  /** Ways to sign in that the agent offered. */
  authMethods: readonly string[]
  /** Takes secrets out of the agent's own words. */
  redact(text: string): string
}

const details = ({ stderr }: FailedAgent, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...(stderr ? { stderr } : {}),
  ...more,
})

/** What an agent's own error says, in one line. Agents put the cause into `data` in several ways. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!(error instanceof RequestError)) return error.message
  const { data } = error
  if (typeof data === 'string') return `${error.message}: ${data}`
  const inner = (data as { details?: unknown; message?: unknown } | null | undefined) ?? {}
  const cause = inner.details ?? inner.message
  return typeof cause === 'string' ? `${error.message}: ${cause}` : error.message
}

/** An agent that answered with an error. */
export function agentError(agent: FailedAgent, what: string, error: unknown): Failure {
  if (error instanceof Failure) return error
  const needsSignIn = error instanceof RequestError && error.code === authRequired
  const ways = agent.authMethods.length > 0 ? ` (${agent.authMethods.join(', ')})` : ''
  return new Failure('agent_failed', `${agent.name} ${what}: ${agent.redact(wordsOf(error))}`, {
    hint: needsSignIn
      ? `Sign in with the agent's own command line${ways}, then prompt again.`
      : 'Prompt again to try once more; the details hold what the agent printed.',
    details: details(agent, error instanceof RequestError ? { code: error.code } : {}),
    cause: error,
  })
}

/** An agent whose process ended; `how` as `AgentProcess.exited` says it. */
export const agentDied = (agent: FailedAgent, how: string, when: string): Failure =>
  new Failure('agent_failed', `${agent.name} ${how} ${when}`, {
    hint: 'The next prompt starts it again; the details hold what it printed last.',
    details: details(agent),
  })

export const agentTimedOut = (agent: FailedAgent, ms: number): Failure =>
  new Failure('agent_failed', `${agent.name} was not ready within ${Math.round(ms / 1000)} s`, {
    hint: 'Try again, or start its command in a terminal to see what it waits for.',
    details: details(agent),
  })
