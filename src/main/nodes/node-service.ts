import { timeLimit, type Clock, type Logger, type NewId, type Scope } from '../../base/index.ts'
import {
  Failure,
  toFailure,
  type Limits,
  type LinkState,
  type LiveUpdate,
  type Node,
  type NodeHealth,
  type NodeHealthReport,
  type NodeId,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
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
  audit: Audit
  /** Makes a new key and gives it to the node, which works again from then on. */
  enrolAgain(): Promise<void>
}

/** How long the node agent may take to end all that runs, and how often it is looked for. */
const shutdownLimitMs = 25_000
const askEveryMs = 25

/** What the control plane knows of its nodes, and the way to each. There is the local one so far. */
export class NodeService {
  readonly localNodeId: NodeId
  readonly #options: NodeServiceOptions
  readonly #scope: Scope
  #link: AgentLink
  readonly #listeningSince: number
  #stored: StoredNode
  #linkState: { state: LinkState; reason: string | null } = { state: 'connecting', reason: null }
  #health: NodeHealth
  #cancelCheck: () => void = () => {}

  constructor(options: NodeServiceOptions, scope: Scope) {
    const { store, nodeId, name, clock } = options
    this.#options = options
    this.localNodeId = nodeId
    this.#scope = scope
    this.#stored = { ...newLocalNode(nodeId, name, clock.now()), ...store.read.nodes.get(nodeId) }
    store.write((writer) => writer.nodes.put(this.#stored))
    this.#listeningSince = clock.now()
    this.#health = this.#healthNow()
    this.#link = this.#openLink()
    scope.add(() => this.#cancelCheck())
    this.#watchHealth()
  }

  list(): Node[] {
    return [this.#node()]
  }

  /** The way to a node. Throws `node_not_found`, `node_revoked`. */
  link(nodeId: NodeId): AgentLink {
    this.#mustWork(nodeId)
    return this.#link
  }

  /** Throws `node_not_found`, `node_revoked`. */
  transport(nodeId: NodeId): { transport: Transport; sign: SignJob } {
    this.#mustWork(nodeId)
    return this.#options
  }

  /**
   * Takes a node's orders away, by id or name: nothing more is asked of it from here on, and it ends what runs. One
   * that cannot be reached is told as soon as it can. Throws `node_not_found`.
   */
  async revoke(reference: string): Promise<Node> {
    const { id } = this.#find(reference)
    return this.#options.audit.record({ what: 'node.revoke', nodeId: id, target: id }, async () => {
      this.#setRevoked(this.#stored.revokedAt ?? this.#options.clock.now())
      await this.#tellRevoked()
      return this.#node()
    })
  }

  /** Lets a revoked node work again, with a new key. Throws `node_not_found`. */
  async enrol(reference: string): Promise<Node> {
    const { id } = this.#find(reference)
    return this.#options.audit.record({ what: 'node.enrol', nodeId: id, target: id }, async () => {
      if (this.#stored.revokedAt === null) return this.#node()
      await this.#link.close()
      await this.#options.enrolAgain()
      this.#setRevoked(null)
      this.#link = this.#openLink()
      return this.#node()
    })
  }

  async #tellRevoked(): Promise<void> {
    const link = this.#link
    try {
      await link.revoke()
      await link.close()
      this.#setLink('offline', 'it was revoked')
    } catch (error) {
      // Told when it is reached; what counts here, that nothing more is asked of it, is done.
      this.#options.log.warn({ err: error }, 'a node could not be told that it was revoked')
    }
  }

  #openLink(): AgentLink {
    const { store, name, onLive } = this.#options
    return new AgentLink(
      {
        ...this.#options,
        nodeName: name,
        journal: new JournalFollower(this.#options),
        limitOverrides: () => store.read.settings.get().limits,
        events: {
          state: (state, reason) => this.#setLink(state, reason),
          connected: (handshake) => this.#met(handshake),
          seen: () => this.#seen(),
          live: onLive,
          revoked: () => this.#setRevoked(this.#stored.revokedAt ?? this.#options.clock.now()),
        },
      },
      this.#scope,
    )
  }

  #mustWork(nodeId: NodeId): void {
    if (nodeId !== this.localNodeId) throw new Failure('node_not_found', `There is no node ${nodeId}`)
    if (this.#stored.revokedAt === null) return
    throw new Failure('node_revoked', `Node "${this.#stored.name}" was revoked and takes no orders`, {
      hint: `Enrol it again with "switchyard node enrol ${this.#stored.name}", or in Settings, Security.`,
    })
  }

  #find(reference: string): StoredNode {
    const { id, name } = this.#stored
    if (reference === id || reference.toLowerCase() === name.toLowerCase()) return this.#stored
    throw new Failure('node_not_found', `There is no node ${reference}`)
  }

  #setRevoked(revokedAt: number | null): void {
    if (revokedAt === this.#stored.revokedAt) return
    this.#stored = { ...this.#stored, revokedAt }
    this.#save()
    this.#publish()
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
        // A revoked one takes no orders, not even this one; nothing runs on it.
        if (toFailure(error).code === 'node_revoked') return null
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
    // It could not be told when it was decided. Not from inside the link, which is still opening.
    if (this.#stored.revokedAt !== null) setImmediate(() => void this.#tellRevoked())
    else this.#options.onConnected()
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
  revokedAt: null,
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
