import { randomUUID } from 'node:crypto'
import {
  agent,
  methods,
  PROTOCOL_VERSION,
  RequestError,
  type AgentApp,
  type AgentContext,
  type NewSessionResponse,
  type PromptRequest,
  type PromptResponse,
} from '@agentclientprotocol/sdk'
import { configOptions, isMode, modeState, type Mode } from './modes.ts'
import { parseRunbook, UnclosedFence, type Step } from './parse.ts'
import { help, promptText, titleOfPrompt } from './prompt-text.ts'
import { RunbookTurn } from './turn.ts'

interface RunbookSession {
  cwd: string
  mode: Mode
  allowed: Set<string>
  titled: boolean
  running: AbortController | null
}

export interface RunbookOptions {
  version: string
  /** Pause between pieces of echoed prose, and words in each: for showing and testing streams. */
  chunkDelayMs: number
  chunkWords: number
}

/** The built-in agent: any number of sessions on one connection, each with one turn at a time. */
export class RunbookAgent {
  readonly #sessions = new Map<string, RunbookSession>()
  readonly #options: RunbookOptions

  constructor(options: RunbookOptions) {
    this.#options = options
  }

  /** The agent with its handlers, ready to be connected to a stream. */
  app(): AgentApp {
    return (
      agent({ name: 'Runbook' })
        .onRequest(methods.agent.initialize, () => ({
          protocolVersion: PROTOCOL_VERSION,
          agentInfo: { name: 'runbook', title: 'Runbook', version: this.#options.version },
          agentCapabilities: {
            loadSession: true,
            promptCapabilities: { embeddedContext: true, image: false, audio: false },
          },
          authMethods: [],
        }))
        .onRequest(methods.agent.session.new, ({ params, client }) => ({
          sessionId: this.#open(randomUUID(), params.cwd, client),
          ...setup('ask'),
        }))
        // There is nothing to remember, and so nothing to replay: each prompt stands for itself.
        .onRequest(methods.agent.session.load, ({ params, client }) => {
          this.#open(params.sessionId, params.cwd, client)
          return setup('ask')
        })
        .onRequest(methods.agent.session.setConfigOption, ({ params }) => {
          const session = this.#session(params.sessionId)
          if (params.configId !== 'mode' || !isMode(params.value))
            throw RequestError.invalidParams({ option: params.configId })
          session.mode = params.value
          return { configOptions: configOptions(session.mode) }
        })
        .onRequest(methods.agent.session.setMode, ({ params }) => {
          if (!isMode(params.modeId)) throw RequestError.invalidParams({ mode: params.modeId })
          this.#session(params.sessionId).mode = params.modeId
          return {}
        })
        .onRequest(methods.agent.session.prompt, ({ params, client }) => this.#prompt(params, client))
        .onNotification(methods.agent.session.cancel, ({ params }) => {
          this.#sessions.get(params.sessionId)?.running?.abort()
        })
    )
  }

  /** Cancels every turn; their commands end with them. */
  stop(): void {
    for (const session of this.#sessions.values()) session.running?.abort()
  }

  #session(id: string): RunbookSession {
    const session = this.#sessions.get(id)
    if (!session) throw RequestError.invalidParams({ sessionId: id })
    return session
  }

  #open(sessionId: string, cwd: string, client: AgentContext): string {
    const session: RunbookSession = { cwd, mode: 'ask', allowed: new Set(), titled: false, running: null }
    this.#sessions.set(sessionId, session)
    // After the answer: the client learns the session's id from it.
    setImmediate(() => {
      const availableCommands = [{ name: 'steps', description: 'How to write a runbook' }]
      void client.notify(methods.client.session.update, {
        sessionId,
        update: { sessionUpdate: 'available_commands_update', availableCommands },
      })
    })
    return sessionId
  }

  async #prompt({ sessionId, prompt }: PromptRequest, client: AgentContext): Promise<PromptResponse> {
    const session = this.#session(sessionId)
    if (session.running) throw RequestError.invalidRequest({ reason: 'a turn is running in this session' })
    const text = promptText(prompt)
    if (!text.trim()) throw RequestError.invalidParams({ reason: 'the prompt is empty' })
    const running = new AbortController()
    session.running = running
    const options = this.#options
    const update = (value: Parameters<RunbookTurnUpdate>[0]): Promise<void> =>
      client.notify(methods.client.session.update, { sessionId, update: value })
    try {
      if (!session.titled) await update({ sessionUpdate: 'session_info_update', title: titleOfPrompt(text) })
      session.titled = true
      const turn = new RunbookTurn(
        {
          cwd: session.cwd,
          mode: () => session.mode,
          signal: running.signal,
          update,
          askPermission: (toolCall, permissions) =>
            client.request(methods.client.session.requestPermission, {
              sessionId,
              toolCall,
              options: permissions,
            }),
          allowed: session.allowed,
          chunkDelayMs: options.chunkDelayMs,
          chunkWords: options.chunkWords,
        },
        stepsOf(text),
      )
      return { stopReason: await turn.run() }
    } finally {
      session.running = null
    }
  }
}

/** The switches of a session that begins, or goes on after the agent was started again. */
const setup = (mode: Mode): Pick<NewSessionResponse, 'configOptions' | 'modes'> => ({
  configOptions: configOptions(mode),
  modes: modeState(mode),
})

type RunbookTurnUpdate = ConstructorParameters<typeof RunbookTurn>[0]['update']

/** The steps of a prompt; what cannot be carried out is answered in words instead. */
function stepsOf(text: string): Step[] {
  if (text.trim() === '/steps') return [{ type: 'prose', text: help }]
  try {
    const steps = parseRunbook(text)
    if (steps.some((step) => step.type !== 'prose')) return steps
    return [
      ...steps,
      { type: 'prose', text: 'There is nothing to carry out here. Send `/steps` for what I can do.' },
    ]
  } catch (error) {
    if (!(error instanceof UnclosedFence)) throw error
    return [{ type: 'prose', text: `${error.message}. Nothing was carried out.` }]
  }
}
