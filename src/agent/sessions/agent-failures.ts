import { RequestError } from '@agentclientprotocol/sdk'
import { Failure, type AuthMethod } from '../../contracts/index.ts'
import { bounded } from './bounded-text.ts'

/** JSON-RPC code by which an agent says that the user must sign in first (ACP). */
const authRequired = -32_000

export const isAuthRequired = (error: unknown): boolean =>
  error instanceof RequestError && error.code === authRequired

export interface FailedAgent {
  name: string
  stderr: string
  /** Ways to sign in that the agent offered. */
  authMethods: readonly AuthMethod[]
  /** Takes secrets out of the agent's own words. */
  redact(text: string): string
}

const details = ({ stderr }: FailedAgent, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...(stderr ? { stderr } : {}),
  ...more,
})

/** Of an agent's own words in an error; what is longer is no message. In bytes. */
const mostWords = 4096

/** What an agent's own error says, in one line. Agents put the cause into `data` in several ways. */
const wordsOf = (error: unknown): string => bounded(allWordsOf(error), mostWords).text

function allWordsOf(error: unknown): string {
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
  if (isAuthRequired(error)) return signInNeeded(agent, error)
  return new Failure('agent_failed', `${agent.name} ${what}: ${agent.redact(wordsOf(error))}`, {
    hint: 'Prompt again to try once more; the details hold what the agent printed.',
    details: details(agent, error instanceof RequestError ? { code: error.code } : {}),
    cause: error,
  })
}

function signInNeeded(agent: FailedAgent, error: unknown): Failure {
  const names = agent.authMethods.map(({ name }) => name)
  return new Failure('auth_required', `${agent.name} needs you to sign in: ${agent.redact(wordsOf(error))}`, {
    hint:
      names.length > 0
        ? `Sign in here (${names.join(', ')}) or with the agent's own command line, then prompt again.`
        : "Sign in with the agent's own command line, then start the agent again.",
    details: details(agent, { authMethods: agent.authMethods }),
    cause: error,
  })
}

/** An agent whose process ended; `how` as `AgentProcess.exited` says it. */
export const agentDied = (agent: FailedAgent, how: string, when: string): Failure =>
  new Failure('agent_failed', `${agent.name} ${how} ${when}`, {
    hint: 'The next prompt starts it again; the details hold what it printed last.',
    details: details(agent),
  })

/** An agent that did not end its turn on being asked to. */
export const agentDeaf = (agent: FailedAgent, ms: number): Failure =>
  new Failure(
    'agent_failed',
    `${agent.name} did not stop within ${Math.round(ms / 100) / 10} s, so its process was ended`,
    { hint: 'The next prompt starts it again.', details: details(agent) },
  )

/** An agent that says more than anybody can read; `what` it said. */
export const agentFlooded = (agent: FailedAgent, what: string): Failure =>
  new Failure('agent_failed', `${agent.name} sent ${what}, so its process was ended`, {
    hint: 'What it did until then is kept. The next prompt starts it again.',
    details: details(agent),
  })

export const agentTimedOut = (agent: FailedAgent, ms: number): Failure =>
  new Failure('agent_failed', `${agent.name} was not ready within ${Math.round(ms / 1000)} s`, {
    hint: 'Try again, or start its command in a terminal to see what it waits for.',
    details: details(agent),
  })
