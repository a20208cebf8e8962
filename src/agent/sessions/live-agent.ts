import type { ContentBlock, McpServer } from '@agentclientprotocol/sdk'
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
import {
  AgentConnection,
  capabilitiesOf,
  type AgentHandlers,
  type Conversation,
  type Initialized,
} from './agent-connection.ts'
import { agentEnvironment } from './agent-environment.ts'
import { agentDeaf, agentDied, agentError, agentTimedOut, type FailedAgent } from './agent-failures.ts'
import { startAgentProcess, type AgentCommandLine, type AgentProcess } from './agent-process.ts'
import { askingValue } from './asking-mode.ts'
import { readAuthMethods } from './auth-methods.ts'
import { modeOption, withConfigOptions, withValue, type AgentConfig } from './config-options.ts'
import { mcpServersFor, type McpServersForAgent } from './mcp-servers.ts'
import type { PromptResult } from './turn-outcome.ts'

export interface StartAgent {
  clock: Clock
  log: Logger
  redactor: Redactor
  sessionId: SessionId
  profile: AgentProfile
  commandLine: AgentCommandLine
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  appVersion: string
  startMs: number
  /** Sign in by this method before the conversation is opened, and how long that may take. */
  signIn: { methodId: string; ms: number } | null
  /** ACP's id of the conversation to go on with. */
  previous: string | null
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

/** A running agent with one open conversation. */
export class LiveAgent {
  readonly process: AgentProcess
  readonly version: string | null
  readonly capabilities: AgentCapabilities
  conversation: Conversation
  readonly #connection: AgentConnection
  readonly #initialized: Initialized
  readonly #cwd: string
  readonly #log: Logger
  readonly #failed: () => FailedAgent
  readonly #mcpServers: McpServer[]
  readonly #notices: string[]
  config: AgentConfig

  constructor(
    process: AgentProcess,
    connection: AgentConnection,
    initialized: Initialized,
    conversation: Conversation,
    failed: () => FailedAgent,
    { cwd, log }: Pick<StartAgent, 'cwd' | 'log'>,
    mcp: McpServersForAgent,
  ) {
    this.#initialized = initialized
    this.#cwd = cwd
    this.#log = log
    this.process = process
    this.#connection = connection
    this.version = initialized.agentInfo?.version ?? null
    this.conversation = conversation
    this.config = conversation.config
    this.#failed = failed
    this.capabilities = capabilitiesOf(initialized)
    this.#mcpServers = mcp.servers
    this.#notices = mcp.notices
  }

  /** Resolves when all the agent said has been handled and it can say no more. */
  get closed(): Promise<void> {
    return this.#connection.closed
  }

  /** What the user should be told of how it was started; each is given once. */
  takeNotices(): string[] {
    return this.#notices.splice(0)
  }

  /** Signs in by one of the agent's ways. Throws `agent_failed`. */
  async authenticate(methodId: string): Promise<void> {
    try {
      await this.#connection.authenticate(methodId)
    } catch (error) {
      throw agentError(this.#failed(), 'did not sign in', error)
    }
  }

  /**
   * Leaves its conversation for an earlier one (null: for a new one), with the same switches; where it lost that one
   * it begins a new one. Throws `agent_failed`.
   */
  async turnTo(previous: string | null): Promise<void> {
    try {
      const wanted = this.config.options
      this.conversation = await this.#connection.open(
        this.#cwd,
        this.#initialized,
        previous,
        this.#mcpServers,
      )
      this.config = this.conversation.config
      await prepare(this, wanted, this.#log)
    } catch (error) {
      throw agentError(this.#failed(), 'could not change the conversation', error)
    }
  }

  /** Runs one turn: the stop reason, or how it failed; `died` when the process ended under it. */
  async prompt(prompt: ContentBlock[]): Promise<PromptResult> {
    try {
      return { stopReason: await this.#connection.prompt(this.conversation.acpSessionId, prompt) }
    } catch (error) {
      if (!this.#connection.isClosed)
        return { failure: agentError(this.#failed(), 'failed', error), died: false }
      return { failure: agentDied(this.#failed(), await this.#howItEnded(), 'during the turn'), died: true }
    }
  }

  /** Why it lost its process: it did not end a turn in time. */
  deaf(ms: number): Failure {
    return agentDeaf(this.#failed(), ms)
  }

  /** Asks the agent to end the turn. An agent that is gone needs no asking. */
  async cancel(): Promise<void> {
    if (!this.#connection.isClosed) await this.#connection.cancel(this.conversation.acpSessionId)
  }

  /** Throws `agent_failed` when the agent refuses. */
  async setOption(id: string, value: string): Promise<AgentConfig> {
    try {
      this.config = await this.#connection.setOption(this.conversation.acpSessionId, this.config, id, value)
      return this.config
    } catch (error) {
      throw agentError(this.#failed(), `refused to set ${id} to ${value}`, error)
    }
  }

  modeChanged(modeId: string): AgentConfig {
    const option = modeOption(this.config)
    if (option) this.config = withValue(this.config, option.id, modeId)
    return this.config
  }

  configChanged(configOptions: unknown[]): AgentConfig {
    this.config = withConfigOptions(this.config, configOptions)
    return this.config
  }

  /** Ends the process, politely unless `now`. Resolves when nothing of it is left. */
  async end(now = false): Promise<void> {
    await (now ? this.process.kill() : this.process.end())
    this.#connection.close()
  }

  /** A process that closed its output but lives on is of no use; its end is waited for by whoever sweeps. */
  async #howItEnded(): Promise<string> {
    void this.process.kill()
    return this.process.exited
  }
}

/** Restores the switches the user chose, else makes the agent ask before it acts. */
async function prepare(agent: LiveAgent, wanted: readonly ConfigOption[], log: Logger): Promise<void> {
  for (const { id, value } of wanted) {
    const option = agent.config.options.find((candidate) => candidate.id === id)
    if (!option || option.value === value || !option.choices.some((choice) => choice.value === value))
      continue
    try {
      await agent.setOption(id, value)
    } catch (error) {
      log.warn({ err: error, option: id }, 'agent refused a switch it had before')
    }
  }
  const mode = modeOption(agent.config)
  if (!mode || wanted.some(({ id, value }) => id === mode.id && value === mode.value)) return
  const asking = askingValue(mode)
  if (asking === null)
    throw new Failure(
      'agent_failed',
      `${mode.value} is a mode that acts without asking, and the agent has no other`,
      {
        hint: 'Configure the agent so that it offers a mode that asks.',
        details: { modes: mode.choices.map(({ value }) => value) },
      },
    )
  if (asking !== mode.value) await agent.setOption(mode.id, asking)
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
  const failed = (): FailedAgent => ({
    name: profile.name,
    stderr: process.stderrTail(),
    authMethods,
    redact: (text) => redactor.text(text),
  })
  const connection = new AgentConnection(
    acpStream(process.input, process.output, request.log),
    request.handlers,
    request.log,
  )
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
      const conversation = await connection.open(request.cwd, initialized, request.previous, mcp.servers)
      const agent = new LiveAgent(process, connection, initialized, conversation, failed, request, mcp)
      await prepare(agent, request.wanted, request.log)
      return agent
    })()
    // When time is up first, its own failure is of no interest.
    ready.catch(() => undefined)
    return await Promise.race([ready, timeOut])
  } catch (error) {
    const died = connection.isClosed
    await process.kill()
    connection.close()
    throw died && !(error instanceof Failure)
      ? agentDied(failed(), await process.exited, 'before it was ready')
      : agentError(failed(), 'could not be started', error)
  } finally {
    stopClock?.()
  }
}
