import type { Clock, Logger, Scope } from '../../base/index.ts'
import {
  Failure,
  toFailure,
  type LimitOverrides,
  type Limits,
  type LinkState,
  type LiveUpdate,
} from '../../contracts/index.ts'
import type { AgentClient } from './agent-client.ts'
import { connectAgent, type AgentConnection, type Handshake } from './agent-connection.ts'
import { backoffMs } from './backoff.ts'
import type { JournalFollower } from './journal-follower.ts'
import type { SignJob } from './job-tokens.ts'
import type { Transport } from './transports/transport.ts'

export interface LinkEvents {
  /** The state changed; `reason` says why it is not connected. */
  state(state: LinkState, reason: string | null): void
  connected(handshake: Handshake): void
  /** The agent gave a sign of life. */
  seen(): void
  live(update: LiveUpdate): void
  /** The agent says that it was revoked; nothing is tried any more. */
  revoked(): void
}

export interface AgentLinkOptions {
  nodeName: string
  transport: Transport
  sign: SignJob
  journal: JournalFollower
  appVersion: string
  /** Limits as set by the user, told to the agent at every handshake. */
  limitOverrides(): LimitOverrides
  limits: Limits
  clock: Clock
  /** In [0, 1), for jitter. */
  random(): number
  log: Logger
  events: LinkEvents
}

interface Waiter {
  resolve(connection: AgentConnection): void
  reject(reason: Failure): void
}

/** The connection to one node agent: made, resumed and made again without end, until its scope closes. */
export class AgentLink {
  readonly #options: AgentLinkOptions
  readonly #scope: Scope
  readonly #running: Promise<void>
  #connection: AgentConnection | undefined
  #waiters: Waiter[] = []
  #wake: (() => void) | undefined
  #reason = 'it has not been reached yet'
  /** Why there will never be a connection again. */
  #over: Failure | null = null

  constructor(options: AgentLinkOptions, parent: Scope) {
    this.#options = options
    this.#scope = parent.child(`link ${options.nodeName}`)
    this.#running = this.#run()
    this.#scope.add(async () => {
      this.#connection?.close()
      this.#wake?.()
      await this.#running
    })
  }

  /**
   * Calls the agent. While offline it tries to connect at once and waits for that one attempt.
   * Throws the agent's declared failures; `node_unreachable` when there is no connection or it broke, in which
   * case the agent may or may not have done it.
   */
  async call<Result>(work: (client: AgentClient) => Promise<Result>): Promise<Result> {
    const connection = this.#connection ?? (await this.#nextConnection())
    try {
      return await work(connection.client)
    } catch (error) {
      const failure = toFailure(error)
      if (failure.code !== 'internal' || connection.isOpen()) throw failure
      throw this.#unreachable('the connection broke during the call', error)
    }
  }

  /** As `call`, for commands: returns when what the command changed has been applied here. */
  async command<Entity>(
    work: (client: AgentClient) => Promise<{ entity: Entity; journalSeq: number }>,
  ): Promise<Entity> {
    const { entity, journalSeq } = await this.call(work)
    await this.#options.journal.waitApplied(journalSeq)
    return entity
  }

  /** Tells the agent that it is revoked, and learns how its work ended. Throws as `call`. */
  async revoke(): Promise<void> {
    const { journalSeq } = await this.call((client) => client.revoke())
    await this.#options.journal.waitApplied(journalSeq)
  }

  /** Cuts a pause between two attempts short. */
  reconnectNow(): void {
    this.#wake?.()
  }

  /** Ends the link for good. */
  close(): Promise<void> {
    return this.#scope.close()
  }

  #nextConnection(): Promise<AgentConnection> {
    if (this.#over) return Promise.reject(this.#over)
    if (this.#scope.closed) return Promise.reject(this.#unreachable('it is not looked for any more'))
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
      this.reconnectNow()
    })
  }

  async #run(): Promise<void> {
    const { clock, limits, random, events } = this.#options
    let attempt = 0
    while (!this.#scope.signal.aborted) {
      const startedAt = clock.now()
      events.state('connecting', attempt === 0 ? null : this.#reason)
      try {
        await this.#connectAndServe()
        this.#reason = 'the connection was closed'
      } catch (error) {
        this.#reason = reasonOf(toFailure(error))
        if (!this.#scope.signal.aborted) this.#options.log.warn({ err: error }, 'the node agent link broke')
        this.#settle((waiter) => waiter.reject(asUnreachable(error, this.#unreachable(this.#reason, error))))
        this.#over = overBy(error)
      }
      if (this.#scope.signal.aborted) break
      if (this.#over) {
        events.state('offline', this.#reason)
        return events.revoked()
      }
      // A connection that held for a while was a good one: start over with short pauses.
      if (clock.now() - startedAt > limits.heartbeatIntervalMs) attempt = 0
      events.state('offline', this.#reason)
      await this.#pause(backoffMs(attempt++, limits, random()))
    }
    this.#settle((waiter) => waiter.reject(this.#unreachable('the control plane is stopping')))
    events.state('offline', 'the control plane is stopping')
  }

  async #connectAndServe(): Promise<void> {
    const { transport, sign, appVersion, limitOverrides, journal, events } = this.#options
    const hello = { appVersion, limits: limitOverrides() }
    const connection = await connectAgent(transport, sign, hello, this.#scope.signal)
    this.#connection = connection
    // The scope may have begun to close when the handshake had just come in.
    if (this.#scope.closed) connection.close()
    try {
      events.connected(connection.handshake)
      events.seen()
      events.state('connected', null)
      this.#settle((waiter) => waiter.resolve(connection))
      const parts = [journal.follow(connection), this.#followLive(connection), this.#heartbeat(connection)]
      await Promise.race(parts).finally(() => connection.close())
      await Promise.allSettled(parts)
    } catch (error) {
      // Once the socket is gone every part fails in its own words; that it is gone is what counts.
      if (connection.isOpen() || toFailure(error).code !== 'internal') throw error
      throw new Failure('node_unreachable', 'the connection to the node agent was lost', { cause: error })
    } finally {
      this.#connection = undefined
      connection.close()
    }
  }

  async #followLive(connection: AgentConnection): Promise<void> {
    const updates = await connection.client.live.follow()
    for await (const update of updates) {
      if (update.type === 'health') this.#options.events.seen()
      this.#options.events.live(update)
    }
  }

  /** Asks for health at every interval; an agent that does not answer in time is taken for gone. */
  async #heartbeat(connection: AgentConnection): Promise<void> {
    const { limits, clock, events } = this.#options
    while (!connection.closed.aborted) {
      const cancel = clock.after(limits.heartbeatStaleMs, () => connection.close())
      try {
        await connection.client.health()
      } finally {
        cancel()
      }
      events.seen()
      await this.#sleep(limits.heartbeatIntervalMs, connection.closed)
    }
  }

  #settle(act: (waiter: Waiter) => void): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const waiter of waiters) act(waiter)
  }

  async #pause(ms: number): Promise<void> {
    // Somebody already waits for a connection: no pause at all.
    if (this.#waiters.length > 0) return
    const cut = new AbortController()
    this.#wake = () => cut.abort()
    await this.#sleep(ms, cut.signal)
    this.#wake = undefined
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel()
        signal.removeEventListener('abort', finish)
        resolve()
      }
      const cancel = this.#options.clock.after(ms, finish)
      signal.addEventListener('abort', finish, { once: true })
    })
  }

  #unreachable(reason: string, cause?: unknown): Failure {
    return new Failure('node_unreachable', `Node "${this.#options.nodeName}" cannot be reached: ${reason}`, {
      hint: 'The app keeps trying; "switchyard status" shows the state of the connection.',
      cause,
    })
  }
}

/** Why there is no connection; a damaged database stays so until the user does what the hint says. */
const reasonOf = ({ code, message, hint }: Failure): string =>
  code === 'database_damaged' ? `${message}. ${hint}` : message

/** A revoked agent will not change its mind. */
function overBy(error: unknown): Failure | null {
  const failure = toFailure(error)
  return failure.code === 'node_revoked' ? failure : null
}

/** A failure that says more than "unreachable" reaches the caller as it is. */
function asUnreachable(error: unknown, fallback: Failure): Failure {
  const failure = toFailure(error)
  return failure.code === 'agent_version_mismatch' ||
    failure.code === 'node_revoked' ||
    failure.code === 'database_damaged' ||
    failure.code === 'agent_failed'
    ? failure
    : fallback
}
