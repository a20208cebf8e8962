import {
  client,
  methods,
  PROTOCOL_VERSION,
  RequestError,
  type ClientConnection,
  type ContentBlock,
  type CreateElicitationResponse,
  type McpServer,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
  type Stream,
} from '@agentclientprotocol/sdk'
import { z } from 'zod'
import { whereOf, type AgentFolders } from './agent-folders.ts'
import type { Logger } from '../../base/index.ts'
import type { AgentCapabilities } from '../../contracts/index.ts'
import { updateMethod } from './acp-stream.ts'
import { isAuthRequired } from './agent-failures.ts'
import type { FileAccess } from './file-access.ts'
import { readConfig, withConfigOptions, withValue, type AgentConfig } from './config-options.ts'

/** What a session wants to hear. Updates must be handled synchronously: that is what keeps their order. */
export interface AgentHandlers {
  update(acpSessionId: string, update: unknown): void
  permission(request: RequestPermissionRequest): Promise<RequestPermissionResponse>
  /** Files of the workspace, where the profile offers them. */
  files?: FileAccess | undefined
  /** Takes the lock of a file that the agent writes through us. Throws `file_locked`. */
  lockFile(path: string): void
  /** A question to the user, as it came. */
  question(request: unknown): Promise<CreateElicitationResponse>
  /** The user is done with the page of an earlier question. */
  questionDone(elicitationId: string): void
}

const flag = z.boolean().nullish().catch(false)

/** What the agent said of itself. Answers are not checked by the SDK (2.4.0), so they are read leniently here. */
const Initialized = z.object({
  protocolVersion: z.number(),
  agentInfo: z.object({ name: z.string(), version: z.string() }).nullish().catch(null),
  agentCapabilities: z
    .object({
      loadSession: flag,
      promptCapabilities: z.object({ image: flag, embeddedContext: flag }).nullish().catch(null),
      mcpCapabilities: z.object({ http: flag, sse: flag }).nullish().catch(null),
      sessionCapabilities: z
        .object({
          resume: z.unknown().optional(),
          list: z.unknown().optional(),
          additionalDirectories: z.unknown().optional(),
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  authMethods: z.unknown().optional(),
})
export type Initialized = z.infer<typeof Initialized>

export function capabilitiesOf({ agentCapabilities: said }: Initialized): AgentCapabilities {
  return {
    image: said?.promptCapabilities?.image ?? false,
    embeddedContext: said?.promptCapabilities?.embeddedContext ?? false,
    mcpHttp: said?.mcpCapabilities?.http ?? false,
    mcpSse: said?.mcpCapabilities?.sse ?? false,
    load: Boolean(said?.loadSession || said?.sessionCapabilities?.resume),
  }
}

const NewSession = z.object({ sessionId: z.string().min(1) })
const Listed = z.object({
  sessions: z.array(
    z.object({
      sessionId: z.string().min(1).max(500),
      cwd: z.string().catch(''),
      title: z.string().nullish().catch(null),
      updatedAt: z.string().nullish().catch(null),
    }),
  ),
  nextCursor: z.string().nullish().catch(null),
})

/** A conversation as the agent lists it; `updatedAt` in milliseconds. */
export interface ListedConversation {
  id: string
  cwd: string
  title: string | null
  updatedAt: number | null
}

const Prompted = z.object({ stopReason: z.string() })

/** Not in the SDK's stable schema any more; older agents (Gemini CLI) still offer models this way. */
const setModel = 'session/set_model'

const Update = z.object({ sessionId: z.string(), update: z.unknown().optional() })
/** What is no update at all is dropped: the SDK would print a refusal to stderr. */
const readNotification = (params: unknown): z.infer<typeof Update> | null =>
  Update.safeParse(params).data ?? null

/** A conversation that was opened: the agent's id of it, its switches, and whether it knows what was said before. */
export interface Conversation {
  acpSessionId: string
  config: AgentConfig
  remembers: boolean
}

/** The calls we make to an agent, and nothing else of the protocol. */
export class AgentConnection {
  readonly #connection: ClientConnection
  readonly #offersFiles: boolean
  readonly #log: Logger

  constructor(stream: Stream, handlers: AgentHandlers, log: Logger) {
    const { files } = handlers
    this.#log = log
    this.#offersFiles = files !== undefined
    const app = client({ name: 'Switchyard' })
      .onNotification(updateMethod, readNotification, ({ params }) => {
        if (params) handlers.update(params.sessionId, params.update)
      })
      .onRequest(methods.client.session.requestPermission, ({ params }) => handlers.permission(params))
      .onRequest(methods.client.elicitation.create, ({ params }) => handlers.question(params))
      .onNotification(methods.client.elicitation.complete, ({ params }) =>
        handlers.questionDone(params.elicitationId),
      )
      // Newer agents may tell us things we do not know; the SDK would print them to stderr.
      .onNotification('*', () => undefined)
    // What has no handler is answered with -32601.
    if (files)
      app
        .onRequest(methods.client.fs.readTextFile, ({ params }) => files.read(params))
        .onRequest(methods.client.fs.writeTextFile, ({ params }) => files.write(params))
    this.#connection = app.connect(stream)
  }

  /** Resolves when the agent's output has ended and all of it was handled. */
  get closed(): Promise<void> {
    return this.#connection.closed
  }

  get isClosed(): boolean {
    return this.#connection.signal.aborted
  }

  close(): void {
    this.#connection.close()
  }

  /**
   * Files are offered where the profile says so. No terminals: agents use their own, and the worktree is watched.
   */
  async initialize(version: string): Promise<Initialized> {
    const answer: unknown = await this.#connection.agent.request(methods.agent.initialize, {
      protocolVersion: PROTOCOL_VERSION,
      clientInfo: { name: 'switchyard', title: 'Switchyard', version },
      clientCapabilities: {
        fs: { readTextFile: this.#offersFiles, writeTextFile: this.#offersFiles },
        terminal: false,
        auth: { terminal: true },
        elicitation: { form: {}, url: {} },
        // Agents from before `auth.terminal` look here.
        _meta: { 'terminal-auth': true },
      },
    })
    const initialized = Initialized.parse(answer)
    if (initialized.protocolVersion !== PROTOCOL_VERSION)
      throw new Error(
        `it speaks version ${initialized.protocolVersion} of the protocol, not ${PROTOCOL_VERSION}`,
      )
    return initialized
  }

  /** Goes on with an earlier conversation where the agent can, else begins one. */
  async open(
    folders: AgentFolders,
    initialized: Initialized,
    previous: string | null,
    mcpServers: McpServer[],
  ): Promise<Conversation> {
    const { agent } = this.#connection
    const capabilities = initialized.agentCapabilities
    const where = whereOf(folders, capabilities?.sessionCapabilities)
    if (previous !== null) {
      const parameters = { sessionId: previous, ...where, mcpServers }
      // Resume first: it does not replay what our transcript holds already.
      const ways = [
        ...(capabilities?.sessionCapabilities?.resume ? [methods.agent.session.resume] : []),
        ...(capabilities?.loadSession ? [methods.agent.session.load] : []),
      ] as const
      for (const way of ways) {
        try {
          const answer: unknown = await agent.request(way, parameters)
          return { acpSessionId: previous, config: readConfig(answer ?? {}), remembers: true }
        } catch (error) {
          // The agent lost it (or cannot load it yet); a new conversation is the way on. Anything else is not.
          if (!(error instanceof RequestError) || isAuthRequired(error)) throw error
          this.#log.warn(
            { err: error, way, conversation: previous },
            'agent could not go on with a conversation',
          )
        }
      }
    }
    const answer: unknown = await agent.request(methods.agent.session.new, { ...where, mcpServers })
    return { acpSessionId: NewSession.parse(answer).sessionId, config: readConfig(answer), remembers: false }
  }

  /** Goes on with a conversation that is not ours yet: what was said in it is told, where the agent can. */
  async adopt(
    folders: AgentFolders,
    initialized: Initialized,
    sessionId: string,
    mcpServers: McpServer[],
  ): Promise<Conversation> {
    const said = initialized.agentCapabilities
    const { load, resume } = methods.agent.session
    const way = said?.loadSession ? load : said?.sessionCapabilities?.resume ? resume : null
    if (way === null) throw new Error('it cannot go on with an earlier conversation')
    const answer: unknown = await this.#connection.agent.request(way, {
      sessionId,
      ...whereOf(folders, said?.sessionCapabilities),
      mcpServers,
    })
    return { acpSessionId: sessionId, config: readConfig(answer ?? {}), remembers: true }
  }

  /** At most `most` conversations of these folders; null where the agent cannot list or go on with them. */
  async list(
    { agentCapabilities: said }: Initialized,
    folders: readonly string[],
    most: number,
  ): Promise<ListedConversation[] | null> {
    const offers = said?.sessionCapabilities
    if (!offers?.list || !(said?.loadSession || offers.resume)) return null
    const found = new Map<string, ListedConversation>()
    for (const cwd of folders) {
      let cursor: string | null = null
      do {
        const request: { cwd: string; cursor?: string } = { cwd, ...(cursor === null ? {} : { cursor }) }
        const answer: unknown = await this.#connection.agent.request(methods.agent.session.list, request)
        const { sessions, nextCursor } = Listed.parse(answer)
        for (const { sessionId: id, title, updatedAt, ...rest } of sessions) {
          const at = Date.parse(updatedAt ?? '')
          found.set(id, { id, ...rest, title: title ?? null, updatedAt: Number.isNaN(at) ? null : at })
        }
        // An agent that gives the same cursor or empty pages would go on for ever.
        cursor = sessions.length > 0 && nextCursor !== cursor ? (nextCursor ?? null) : null
      } while (cursor !== null && found.size < most)
    }
    return [...found.values()].slice(0, most)
  }

  /** One turn; resolves with the stop reason when the agent has ended it. */
  async prompt(sessionId: string, prompt: ContentBlock[]): Promise<string> {
    const answer: unknown = await this.#connection.agent.request(methods.agent.session.prompt, {
      sessionId,
      prompt,
    })
    return Prompted.parse(answer).stopReason
  }

  /** Signs in by one of the agent's ways; resolves when that is over. */
  async authenticate(methodId: string): Promise<void> {
    await this.#connection.agent.request(methods.agent.authenticate, { methodId })
  }

  cancel(sessionId: string): Promise<void> {
    return this.#connection.agent.notify(methods.agent.session.cancel, { sessionId })
  }

  /** Sets a switch the way the agent offers it; the complete new switches come back. */
  async setOption(sessionId: string, config: AgentConfig, id: string, value: string): Promise<AgentConfig> {
    const { agent } = this.#connection
    const way = config.ways[id]
    if (!way) throw new Error(`there is no option ${id}`)
    switch (way) {
      case 'mode':
        await agent.request(methods.agent.session.setMode, { sessionId, modeId: value })
        return withValue(config, id, value)
      case 'model':
        await agent.request(setModel, { sessionId, modelId: value })
        return withValue(config, id, value)
      case 'boolean':
      case 'select': {
        const setting = way === 'boolean' ? { type: 'boolean' as const, value: value === 'true' } : { value }
        const answer: unknown = await agent.request(methods.agent.session.setConfigOption, {
          sessionId,
          configId: id,
          ...setting,
        })
        return withConfigOptions(config, (answer as { configOptions?: unknown }).configOptions)
      }
    }
  }
}
