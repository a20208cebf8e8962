import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { expect } from 'vitest'
import type { Connection } from '../../src/cli/connect.ts'
import { followSession } from '../../src/cli/follow-session.ts'
import {
  terminalTurnStatuses,
  toFailure,
  type Approval,
  type MessageDelta,
  type SessionId,
  type TurnDetail,
  type TurnId,
  type Workspace,
} from '../../src/contracts/index.ts'
import { ModelHost, type Script } from '../hosts/model/index.ts'
import { Installation, makeRepository } from '../hosts/switchyard/index.ts'
import type { PublishedAgent } from './catalogue.ts'

/** Facts of a real agent come within seconds; a loaded machine may need many. */
const soon = { timeout: 90_000, interval: 50 }

/** One published agent in an installation of its own, talking to a model of its own. */
export class Stage {
  readonly installation: Installation
  readonly model: ModelHost
  readonly #agent: PublishedAgent
  #connection!: Connection
  workspace!: Workspace
  sessionId!: SessionId

  private constructor(installation: Installation, model: ModelHost, agent: PublishedAgent) {
    this.installation = installation
    this.model = model
    this.#agent = agent
  }

  /** `programs`: the folder that holds the agent's command. */
  static async open(agent: PublishedAgent, programs: string, script: Script): Promise<Stage> {
    const path = [programs, process.env['PATH']].join(delimiter)
    return new Stage(new Installation({ PATH: path }), await ModelHost.start(script), agent)
  }

  get client(): Connection['client'] {
    return this.#connection.client
  }

  get worktree(): string {
    return this.workspace.repositories[0]!.worktree
  }

  async connect(): Promise<void> {
    this.#connection = await this.installation.connect()
  }

  /** A workspace and a session in it; the agent is pointed at the model as a user would do it, by settings. */
  async begin(): Promise<void> {
    const { installation, client } = this
    const { profile } = this.#agent
    const repository = await makeRepository(join(installation.folder, 'repo'), { 'README.md': '# Demo\n' })
    await client.settings.set({ agentEnv: { [profile]: this.#env() } })
    const project = await client.project.add({ path: repository })
    this.workspace = await client.workspace.create({ project: project.id, branch: 'agents/try' })
    const session = await client.session.create({ workspace: this.workspace.id, agent: profile })
    this.sessionId = session.id
    expect(session, JSON.stringify(session.error)).toMatchObject({ status: 'idle', error: null })
  }

  /** The profile's variables: the model's address, an empty home, and no way out of this machine. */
  #env(): Record<string, string> {
    const home = join(this.installation.folder, 'agent-home')
    const around = { modelUrl: this.model.url, home }
    mkdirSync(home, { recursive: true })
    for (const [path, content] of Object.entries(this.#agent.files?.(around) ?? {})) {
      mkdirSync(dirname(join(home, path)), { recursive: true })
      writeFileSync(join(home, path), content)
    }
    const proxy = Object.fromEntries(
      ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, this.model.url]),
    )
    const direct = { NO_PROXY: '127.0.0.1,localhost', no_proxy: '127.0.0.1,localhost' }
    return { HOME: home, ...proxy, ...direct, ...this.#agent.env(around) }
  }

  /** As a client does: asked again with the same key when the node agent was not there, it is the same turn. */
  async prompt(text: string): Promise<TurnId> {
    const request = { sessionId: this.sessionId, text, idempotencyKey: randomUUID() }
    for (;;) {
      try {
        const prompted = await this.client.session.prompt(request)
        if (prompted.kind !== 'turn') throw new Error('the prompt was queued: an earlier turn still runs')
        return prompted.turn.id
      } catch (error) {
        if (toFailure(error).code !== 'node_unreachable') throw error
      }
    }
  }

  turn(turnId: TurnId): Promise<TurnDetail> {
    return this.client.session.turn({ sessionId: this.sessionId, turnId })
  }

  async untilEnded(turnId: TurnId): Promise<TurnDetail> {
    const ends: readonly string[] = terminalTurnStatuses
    await expect.poll(async () => ends.includes((await this.turn(turnId)).status), soon).toBe(true)
    return this.turn(turnId)
  }

  /** The approval the turn waits for. */
  async untilAsked(turnId: TurnId): Promise<Approval> {
    const pending = async (): Promise<Approval[]> =>
      (await this.turn(turnId)).approvals.filter(({ status }) => status === 'pending')
    const ended = async (): Promise<boolean> => (await this.turn(turnId)).endedAt !== null
    await expect.poll(async () => (await ended()) || (await pending()).length > 0, soon).toBe(true)
    const [approval] = await pending()
    if (!approval) throw new Error(`ended unasked: ${JSON.stringify(await this.turn(turnId))}`)
    return approval
  }

  /** Live text of the agent from now on, as it streams; resolves with all of it once it holds `words`. */
  async follow(
    words: string,
    begin: () => Promise<TurnId>,
  ): Promise<{ turnId: TurnId; deltas: MessageDelta[] }> {
    const done = new AbortController()
    const deltas: MessageDelta[] = []
    let turnId: TurnId | undefined
    for await (const event of followSession(this.client, this.sessionId, null, done.signal)) {
      turnId ??= await begin()
      if (event.type === 'delta' && event.delta.role === 'agent') deltas.push(event.delta)
      if (
        deltas
          .map(({ text }) => text)
          .join('')
          .includes(words)
      )
        break
      if (event.type === 'change' && event.change.type === 'turn' && event.change.entity.endedAt !== null)
        break
    }
    done.abort()
    return { turnId: turnId!, deltas }
  }

  /** Waits where the agent cannot load a session that has only begun. */
  async untilResumable(): Promise<void> {
    if (!this.#agent.losesYoungSessions) return
    const minuteOf = (time: number): number => Math.floor(time / 60_000)
    const { turns } = await this.client.session.show({ sessionId: this.sessionId })
    // The first turn, and not the session: an agent begins its file while it starts, which takes seconds.
    await expect.poll(() => minuteOf(Date.now()) > minuteOf(turns[0]!.createdAt), soon).toBe(true)
  }

  /** Processes that carry the session's mark. */
  agentPids(): number[] {
    const mark = `SWITCHYARD_SESSION=${this.sessionId}`
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && environment(name).includes(mark))
      .map(Number)
  }

  async close(): Promise<void> {
    await this.installation.remove()
    await this.model.close()
  }
}

function environment(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    // It ended between listing and reading, or is a zombie.
    return []
  }
}

/** What the agent said in a turn. */
export const said = ({ messages }: TurnDetail): string =>
  messages
    .filter(({ role }) => role === 'agent')
    .map(({ content }) => content)
    .join('')
