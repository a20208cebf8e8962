import type { Clock, Logger, Redactor } from '../../base/index.ts'
import {
  Failure,
  type AgentCapabilities,
  type AgentProfile,
  type AuthMethod,
  type ConfigOption,
  type SessionId,
} from '../../contracts/index.ts'
import { acpStream } from './acp-stream.ts'
import { AgentConnection, capabilitiesOf, type AgentHandlers } from './agent-connection.ts'
import { agentEnvironment } from './agent-environment.ts'
import { agentDied, agentError, agentFlooded, agentTimedOut, type FailedAgent } from './agent-failures.ts'
import { startAgentProcess, type AgentCommandLine, type AgentProcess } from './agent-process.ts'
import { readAuthMethods } from './auth-methods.ts'
import { LiveAgent } from './live-agent.ts'
import { mcpServersFor } from './mcp-servers.ts'
import { prepareAgent } from './prepare-agent.ts'

interface StartAgent {
  clock: Clock
  log: Logger
  redactor: Redactor
  sessionId: SessionId
  profile: AgentProfile
  commandLine: AgentCommandLine
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  /** Worktrees beside it that the agent is given as well. */
  additional: readonly string[]
  appVersion: string
  startMs: number
  /** Sign in by this method before the conversation is opened, and how long that may take. */
  signIn: { methodId: string; ms: number } | null
  /** ACP's id of the conversation to go on with. */
  previous: string | null
  /** That conversation is not ours yet: it is gone on with, or the start fails. */
  adopt: boolean
  /** Switches as they were when the agent last ran; empty at the first start. */
  wanted: readonly ConfigOption[]
  handlers: AgentHandlers
  /** Gives up starting. */
  signal: AbortSignal
  /** Called as soon as the process runs, so that it can be found again after a crash of ours. */
  started(process: AgentProcess): void
  /** Called once the agent has said what it can do, also when it does not become ready. */
  introduced(facts: { capabilities: AgentCapabilities; authMethods: AuthMethod[] }): void
}

/**
 * Starts an agent and opens a conversation in `cwd`, in its asking mode. All or nothing: on failure the process
 * is gone. Throws `agent_unavailable` or `agent_failed`.
 */
export async function startAgent(request: StartAgent): Promise<LiveAgent> {
  const { clock, profile, commandLine, sessionId, redactor } = request
  const process = await startAgentProcess({
    clock,
    redactor,
    profile,
    sessionId,
    commandLine,
    env: agentEnvironment(request.env, { ...commandLine.env, ...profile.env }, sessionId),
    cwd: request.cwd,
  })
  let authMethods: AuthMethod[] = []
  let overLong: Failure | null = null
  const failed = (): FailedAgent => ({
    name: profile.name,
    stderr: process.stderrTail(),
    authMethods,
    redact: (text) => redactor.text(text),
  })
  const connection: AgentConnection = new AgentConnection(
    acpStream(process.input, process.output, request.log, (bytes) => {
      overLong ??= agentFlooded(failed(), `a message of more than ${Math.floor(bytes / 1024 / 1024)} MiB`)
      connection.close()
    }),
    request.handlers,
    request.log,
  )
  /** Why the connection ended, where that was not the process's doing. */
  const broken = (): Failure | null => overLong
  let stopClock: (() => void) | undefined
  try {
    request.started(process)
    const timeOut = new Promise<never>((_, reject) => {
      const ms = request.startMs + (request.signIn?.ms ?? 0)
      stopClock = clock.after(ms, () => reject(agentTimedOut(failed(), ms)))
      const giveUp = (): void =>
        reject(new Failure('session_not_running', 'The session was stopped while it started'))
      if (request.signal.aborted) giveUp()
      request.signal.addEventListener('abort', giveUp, { once: true })
    })
    const ready = (async (): Promise<LiveAgent> => {
      const initialized = await connection.initialize(request.appVersion)
      authMethods = readAuthMethods(initialized.authMethods)
      const capabilities = capabilitiesOf(initialized)
      request.introduced({ capabilities, authMethods })
      if (request.signIn) await connection.authenticate(request.signIn.methodId)
      const mcp = mcpServersFor(profile.mcpServers, capabilities, profile.name)
      const { previous } = request
      const conversation =
        request.adopt && previous !== null
          ? await connection.adopt(request, initialized, previous, mcp.servers)
          : await connection.open(request, initialized, previous, mcp.servers)
      const agent = new LiveAgent(
        process,
        connection,
        initialized,
        conversation,
        failed,
        request,
        mcp,
        broken,
      )
      await prepareAgent(agent, request.wanted, request.log)
      return agent
    })()
    // When time is up first, its own failure is of no interest.
    ready.catch(() => undefined)
    return await Promise.race([ready, timeOut])
  } catch (error) {
    const died = connection.isClosed
    await process.kill()
    connection.close()
    const flood = broken()
    if (flood) throw flood
    throw died && !(error instanceof Failure)
      ? agentDied(failed(), await process.exited, 'before it was ready')
      : agentError(failed(), 'could not be started', error)
  } finally {
    stopClock?.()
  }
}
