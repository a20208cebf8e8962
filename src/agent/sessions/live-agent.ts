import type { ContentBlock, McpServer } from '@agentclientprotocol/sdk'
import type { Logger } from '../../base/index.ts'
import type { AgentCapabilities, Failure } from '../../contracts/index.ts'
import type { AgentFolders } from './agent-folders.ts'
import {
  capabilitiesOf,
  type AgentConnection,
  type Conversation,
  type Initialized,
} from './agent-connection.ts'
import { agentDeaf, agentDied, agentError, agentFlooded, type FailedAgent } from './agent-failures.ts'
import type { AgentProcess } from './agent-process.ts'
import { modeOption, withConfigOptions, withValue, type AgentConfig } from './config-options.ts'
import type { McpServersForAgent } from './mcp-servers.ts'
import { prepareAgent } from './prepare-agent.ts'
import type { PromptResult } from './turn-outcome.ts'

/** A running agent with one open conversation. */
export class LiveAgent {
  readonly process: AgentProcess
  readonly version: string | null
  readonly capabilities: AgentCapabilities
  conversation: Conversation
  readonly #connection: AgentConnection
  readonly #initialized: Initialized
  readonly #folders: AgentFolders
  readonly #log: Logger
  readonly #failed: () => FailedAgent
  readonly #broken: () => Failure | null
  readonly #mcpServers: McpServer[]
  readonly #notices: string[]
  config: AgentConfig

  constructor(
    process: AgentProcess,
    connection: AgentConnection,
    initialized: Initialized,
    conversation: Conversation,
    failed: () => FailedAgent,
    { cwd, additional, log }: AgentFolders & { log: Logger },
    mcp: McpServersForAgent,
    broken: () => Failure | null,
  ) {
    this.#initialized = initialized
    this.#folders = { cwd, additional }
    this.#log = log
    this.process = process
    this.#connection = connection
    this.version = initialized.agentInfo?.version ?? null
    this.conversation = conversation
    this.config = conversation.config
    this.#failed = failed
    this.#broken = broken
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
        this.#folders,
        this.#initialized,
        previous,
        this.#mcpServers,
      )
      this.config = this.conversation.config
      await prepareAgent(this, wanted, this.#log)
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
      const how = await this.#howItEnded()
      return { failure: this.#broken() ?? agentDied(this.#failed(), how, 'during the turn'), died: true }
    }
  }

  /** Why it lost its process: it did not end a turn in time. */
  deaf(ms: number): Failure {
    return agentDeaf(this.#failed(), ms)
  }

  /** Why it lost its process: it filled a turn with more entries than are kept. */
  flooded(entries: number): Failure {
    return agentFlooded(this.#failed(), `more than ${entries} entries in one turn`)
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
