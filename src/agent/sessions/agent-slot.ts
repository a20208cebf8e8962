import { addMcpSecrets, type Logger } from '../../base/index.ts'
import type { ConfigOption, SessionId, WorkspaceId } from '../../contracts/index.ts'
import type { AgentHandlers } from './agent-connection.ts'
import { checkOption } from './check-option.ts'
import type { SessionHostDeps } from './deps.ts'
import { additionalFolders, assertWorkingFolder, hiddenFolders, workingFolder } from '../workspaces/index.ts'
import { createFileAccess } from './file-access.ts'
import type { LiveAgent } from './live-agent.ts'
import { startAgent } from './start-agent.ts'
import type { SessionRecords } from './session-records.ts'

interface AgentSlotOwner {
  sessionId: SessionId
  workspaceId: WorkspaceId
  log: Logger
  handlers: AgentHandlers
  /** Whether a turn runs; an agent that has nothing to do has no business with files. */
  isWorking(): boolean
  /** The agent is about to repeat an earlier conversation. */
  adopts(): void
  /** An agent is there. */
  ready(agent: LiveAgent): void
}

/**
 * The one agent process of a session: started when needed, dropped when it dies. A new one is started only when
 * nothing of the one before is left, because both carry the session's mark.
 */
export class AgentSlot {
  readonly #deps: SessionHostDeps
  readonly #records: SessionRecords
  readonly #owner: AgentSlotOwner
  readonly #stopping = new AbortController()
  #agent: LiveAgent | null = null
  #starting: Promise<LiveAgent> | null = null
  /** The way to sign in by which the next start begins. */
  #signIn: string | null = null
  #endings: Promise<unknown> = Promise.resolve()

  constructor(deps: SessionHostDeps, records: SessionRecords, owner: AgentSlotOwner) {
    this.#deps = deps
    this.#records = records
    this.#owner = owner
  }

  /** The agent that runs and has been heard ready; null while starting. */
  get current(): LiveAgent | null {
    return this.#agent
  }

  get isStarting(): boolean {
    return this.#starting !== null
  }

  /** The running agent, started when there is none. Throws `agent_unavailable` or `agent_failed`. */
  ensure(): Promise<LiveAgent> {
    if (this.#agent) return Promise.resolve(this.#agent)
    this.#starting ??= this.#start().finally(() => (this.#starting = null))
    return this.#starting
  }

  /** As `ensure`, signed in by one of the agent's ways. */
  async signIn(methodId: string): Promise<LiveAgent> {
    if (this.#agent) {
      await this.#agent.authenticate(methodId)
      return this.#agent
    }
    this.#signIn = methodId
    return this.ensure()
  }

  /** Sets one of the agent's switches; the complete new list. Throws `invalid_input`, `agent_failed`, as `ensure`. */
  async setOption(optionId: string, value: string): Promise<ConfigOption[]> {
    const agent = await this.ensure()
    checkOption(agent.config, optionId, value)
    return (await agent.setOption(optionId, value)).options
  }

  /** Forgets the agent and ends what is left of its process. */
  drop(agent: LiveAgent): void {
    if (this.#agent !== agent) return
    this.#agent = null
    this.#end(agent, true)
  }

  /** Ends the agent for good, politely; resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#starting?.catch(() => undefined)
    const agent = this.#agent
    this.#agent = null
    if (agent) this.#end(agent, false)
    await this.#endings
  }

  #end(agent: LiveAgent, now: boolean): void {
    const { log } = this.#owner
    const ended = agent.end(now).catch((error: unknown) => {
      log.error({ err: error }, 'an agent process could not be ended')
    })
    this.#endings = Promise.all([this.#endings, ended])
      .then(() => this.#noProcess())
      // A full disk: the row then names a process that is gone, which the next start of an agent overwrites.
      .catch((error: unknown) =>
        log.error({ err: error }, 'the end of an agent process could not be recorded'),
      )
  }

  async #start(): Promise<LiveAgent> {
    await this.#endings
    const { sessionId, workspaceId, log, handlers, isWorking } = this.#owner
    const { store, clock, limits, env, appVersion, redactor } = this.#deps
    const row = this.#records.row(sessionId)
    const root = this.#deps.workspaceRoot(workspaceId)
    redactor.addEnvironment(row.profile.env, row.profile.secretEnv)
    addMcpSecrets(redactor, row.profile.mcpServers)
    const methodId = this.#signIn
    this.#signIn = null
    // A conversation that no turn was part of is an earlier one to go on with.
    const adopt = row.acpSessionId !== null && store.turns.newestIn(sessionId, row.acpSessionId) === undefined
    if (adopt) this.#owner.adopts()
    try {
      assertWorkingFolder(root)
      const agent = await startAgent({
        clock,
        log,
        redactor,
        sessionId,
        profile: row.profile,
        commandLine: await this.#deps.profileCommand(row.profile),
        env,
        cwd: workingFolder(root),
        additional: additionalFolders(root),
        appVersion,
        startMs: limits().agentStartMs,
        signIn: methodId === null ? null : { methodId, ms: limits().agentSignInMs },
        previous: row.acpSessionId,
        adopt,
        wanted: row.entity.configOptions,
        handlers: {
          ...handlers,
          files: row.profile.fileAccess
            ? createFileAccess({
                folder: root.folder,
                hidden: hiddenFolders(root),
                log,
                isWorking,
                lockFile: handlers.lockFile,
              })
            : undefined,
        },
        signal: this.#stopping.signal,
        introduced: (facts) => store.change((change) => this.#records.patchSession(change, sessionId, facts)),
        started: ({ pid, startedAt }) =>
          store.change(() =>
            store.sessions.putProcess(sessionId, { processGroup: pid, processStartedAt: startedAt }),
          ),
      })
      this.#agent = agent
      void agent.closed.then(() => this.drop(agent))
      this.#owner.ready(agent)
      return agent
    } catch (error) {
      if (!this.#agent) this.#noProcess()
      throw error
    }
  }

  #noProcess(): void {
    const { store } = this.#deps
    store.change(() =>
      store.sessions.putProcess(this.#owner.sessionId, { processGroup: null, processStartedAt: null }),
    )
  }
}
