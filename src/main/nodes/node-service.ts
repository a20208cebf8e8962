import { timeLimit, type Clock, type Logger, type NewId, type Scope } from '../../base/index.ts'
import {
  Failure,
  type Limits,
  type LinkState,
  type LiveUpdate,
  type Node,
  type NodeHealth,
  type NodeHealthReport,
  type NodeId,
} from '../../contracts/index.ts'
import type { EventLog } from '../events/index.ts'
import type { Store, StoredNode } from '../store/index.ts'
import type { Handshake } from './agent-connection.ts'
import { AgentLink } from './agent-link.ts'
import { healthOf } from './health.ts'
import { JournalFollower } from './journal-follower.ts'
import type { SignJob } from './job-tokens.ts'
import type { Transport } from './transports/transport.ts'

export interface NodeServiceOptions {
  nodeId: NodeId
  name: string
  transport: Transport
  sign: SignJob
  store: Store
  events: EventLog
  appVersion: string
  limits: Limits
  clock: Clock
  newId: NewId
  random(): number
  log: Logger
  onConnected(): void
  onLive(update: LiveUpdate): void
}

/** How long the node agent may take to end all that runs, and how often it is looked for. */
const shutdownLimitMs = 25_000
const askEveryMs = 25

/** What the control plane knows of its nodes, and the way to each. There is the local one so far. */
export class NodeService {
  readonly localNodeId: NodeId
  readonly #options: NodeServiceOptions
  readonly #link: AgentLink
  readonly #listeningSince: number
  #stored: StoredNode
  #linkState: { state: LinkState; reason: string | null } = { state: 'connecting', reason: null }
  #health: NodeHealth
  #cancelCheck: () => void = () => {}

  constructor(options: NodeServiceOptions, scope: Scope) {
    const { store, nodeId, name, clock } = options
    this.#options = options
    this.localNodeId = nodeId
    this.#stored = store.read.nodes.get(nodeId) ?? newLocalNode(nodeId, name, clock.now())
    store.write((writer) => writer.nodes.put(this.#stored))
    this.#listeningSince = clock.now()
    this.#health = this.#healthNow()
    const journal = new JournalFollower(options)
    this.#link = new AgentLink(
      {
        ...options,
        nodeName: name,
        journal,
        limitOverrides: () => store.read.settings.get().limits,
        events: {
          state: (state, reason) => this.#setLink(state, reason),
          connected: (handshake) => this.#met(handshake),
          seen: () => this.#seen(),
          live: (update) => options.onLive(update),
        },
      },
      scope,
    )
    scope.add(() => this.#cancelCheck())
    this.#watchHealth()
  }

  list(): Node[] {
    return [this.#node()]
  }

  /** The way to a node. Throws `node_not_found`. */
  link(nodeId: NodeId): AgentLink {
    if (nodeId === this.localNodeId) return this.#link
    throw new Failure('node_not_found', `There is no node ${nodeId}`)
  }

  transport(nodeId: NodeId): { transport: Transport; sign: SignJob } {
    if (nodeId === this.localNodeId) return this.#options
    throw new Failure('node_not_found', `There is no node ${nodeId}`)
  }

  /** Ends the local node agent and stops looking for it. False when none ran. */
  async shutDownLocal(): Promise<boolean> {
    // One that is just being started does not answer yet, and must not be left behind.
    const runs = this.#linkState.state === 'connecting' || (await this.#options.transport.answers())
    const pid = runs ? await this.#tellToEnd() : null
    // Before the agent is gone: a link that loses its agent starts another.
    await this.#link.close()
    if (pid !== null) await this.#untilGone(pid)
    return pid !== null
  }

  /** The node agent's pid, once it has been told to end; null when it could not be reached or started. */
  async #tellToEnd(): Promise<number | null> {
    const health = await this.#link
      .call((client) => client.health())
      .catch(async (error: unknown) => {
        if (await this.#options.transport.answers()) throw error
        return null
      })
    if (health === null) return null
    const { pid } = health
    await this.#link.call((client) => client.shutdown())
    return pid
  }

  /** Waits for the end of a process of this machine, which closes its sessions and terminals first. */
  async #untilGone(pid: number): Promise<void> {
    const { clock } = this.#options
    const limit = timeLimit(clock, shutdownLimitMs)
    try {
      while (isAlive(pid)) {
        if (limit.passed) throw new Failure('agent_failed', `The node agent (pid ${pid}) has not ended`)
        await new Promise<void>((resolve) => clock.after(askEveryMs, resolve))
      }
    } finally {
      limit.cancel()
    }
  }

  /** What runs on the local node now; null while it is not connected. */
  async localHealth(): Promise<NodeHealthReport | null> {
    if (this.#linkState.state !== 'connected') return null
    return this.#link.call((client) => client.health())
  }

  #node(): Node {
    return {
      ...this.#stored,
      health: this.#health,
      link: this.#linkState.state,
      linkReason: this.#linkState.reason,
    }
  }

  #met(handshake: Handshake): void {
    const { agentVersion, platform, arch } = handshake
    this.#stored = { ...this.#stored, status: 'running', agentVersion, platform: `${platform}-${arch}` }
    this.#save()
    this.#options.onConnected()
  }

  #setLink(state: LinkState, reason: string | null): void {
    if (state === this.#linkState.state && reason === this.#linkState.reason) return
    this.#linkState = { state, reason }
    this.#save()
    this.#publish()
  }

  #seen(): void {
    this.#stored = { ...this.#stored, lastSeenAt: this.#options.clock.now() }
    this.#checkHealth()
  }

  #checkHealth(): void {
    const health = this.#healthNow()
    if (health === this.#health) return
    this.#health = health
    this.#publish()
  }

  #healthNow(): NodeHealth {
    const { clock, limits } = this.#options
    const { status, lastSeenAt } = this.#stored
    return healthOf(status, lastSeenAt, this.#listeningSince, clock.now(), limits)
  }

  #watchHealth(): void {
    this.#cancelCheck = this.#options.clock.after(this.#options.limits.heartbeatIntervalMs, () => {
      this.#checkHealth()
      this.#watchHealth()
    })
  }

  #save(): void {
    this.#options.store.write((writer) => writer.nodes.put(this.#stored))
  }

  #publish(): void {
    this.#options.events.append([{ session: null, change: { type: 'node', entity: this.#node() } }])
  }
}

const newLocalNode = (id: NodeId, name: string, createdAt: number): StoredNode => ({
  id,
  kind: 'local',
  name,
  status: 'running',
  agentVersion: null,
  platform: null,
  lastSeenAt: null,
  createdAt,
})

/** Signal 0 only asks whether the process exists. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
