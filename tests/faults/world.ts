import { join, resolve } from 'node:path'
import type { AppClient, Connection } from '../../src/cli/connect.ts'
import { toFailure, type AgentProfile } from '../../src/contracts/index.ts'
import { Installation, makeRepository, seededRandom } from '../hosts/switchyard/index.ts'
import { markedProcesses } from './processes.ts'

/** What a run kills: the control plane (the app), the node agent, or the coding agents. */
export const victims = ['serve', 'agent', 'coding agent'] as const
export type Victim = (typeof victims)[number]

const scriptedAgent = resolve(import.meta.dirname, '../integration/sessions/scripted-agent.ts')

/** A coding agent whose prompt is a JSON list of steps; see its file. */
export const scriptedProfile: AgentProfile = {
  id: 'scripted',
  name: 'Scripted',
  kind: 'acp',
  promptArgs: [],
  command: process.execPath,
  args: [scriptedAgent, '{"load":true}'],
  env: {},
  secretEnv: [],
  fileAccess: false,
  versionArgs: null,
  install: null,
  homepage: null,
  mcpServers: [],
}

/** One installation under fire. Calls survive what is killed: they are repeated, as a client repeats them. */
export class World {
  readonly seed: number
  readonly random: () => number
  readonly installation = new Installation({ SWITCHYARD_RECONNECT_FIRST_MS: '20' })
  repository = ''
  #connection: Connection | undefined
  #gone = false

  constructor(seed: number) {
    this.seed = seed
    this.random = seededRandom(seed)
  }

  /** A home with one project on one repository, and the scripted agent known. */
  async prepare(): Promise<void> {
    this.repository = await makeRepository(join(this.installation.folder, 'repo'), {
      'a.txt': 'a\n',
      'b/c.txt': 'c\n',
    })
    await this.call((client) => client.settings.set({ customAgents: [scriptedProfile] }))
    await this.call((client) =>
      client.project.add({ path: this.repository, name: 'repo', idempotencyKey: 'project-key-0' }),
    )
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.random() * values.length)] as Value
  }

  /**
   * A call that is made again when what answers it dies. Commands take an idempotency key, so that once it
   * returns it has been done once.
   */
  async call<Value>(work: (client: AppClient) => Promise<Value>): Promise<Value> {
    for (;;) {
      try {
        const connection = await this.#connect()
        const lost = connection.closed.then(() => {
          throw new Error('the control plane is gone')
        })
        return await Promise.race([work(connection.client), lost])
      } catch (error) {
        const { code, message } = toFailure(error)
        // A node agent that is killed while it starts is told of once; the link starts the next one.
        const started = code === 'agent_failed' && message.startsWith('The node agent ended at start')
        // Its end is noticed by the socket before it is told.
        if (message.includes('WebSocket is not open')) this.#gone = true
        if (!this.#gone && code !== 'node_unreachable' && !started) throw error
      }
    }
  }

  async #connect(): Promise<Connection> {
    if (this.#connection && !this.#gone) return this.#connection
    const connection = await this.installation.connect()
    this.#connection = connection
    this.#gone = false
    void this.#watch(connection)
    return connection
  }

  async #watch(connection: Connection): Promise<void> {
    await connection.closed
    if (this.#connection === connection) this.#gone = true
  }

  /** Ends the victim without warning, `ms` from now; resolves when it is gone. */
  async kill(victim: Victim, ms: number): Promise<void> {
    await new Promise((later) => setTimeout(later, ms))
    if (victim !== 'coding agent') return this.installation.kill(victim)
    for (const { pid, command, folder } of markedProcesses())
      if (command.includes(scriptedAgent) && folder.startsWith(this.installation.folder)) signal(pid)
  }

  remove(): Promise<void> {
    return this.installation.remove()
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
