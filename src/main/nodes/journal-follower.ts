import type { Clock, Logger, NewId } from '../../base/index.ts'
import type { NodeId } from '../../contracts/index.ts'
import type { Store } from '../store/index.ts'
import type { AgentConnection } from './agent-connection.ts'
import { applyJournal } from './apply-journal.ts'

interface Deps {
  store: Store
  nodeId: NodeId
  clock: Clock
  newId: NewId
  log: Logger
}

/** A command's answer waits this long for its journal records; then it goes out with what the agent said. */
const waitLimitMs = 10_000

/** Applies a node's journal from the stored cursor, exactly once and in order, over one connection after another. */
export class JournalFollower {
  readonly #deps: Deps
  #cursor: number
  #waiting: { seq: number; resolve: () => void }[] = []

  constructor(deps: Deps) {
    this.#deps = deps
    this.#cursor = deps.store.read.nodes.cursor(deps.nodeId)
  }

  get cursor(): number {
    return this.#cursor
  }

  /** Resolves once the record `seq` has been applied, or after ten seconds without it. */
  waitApplied(seq: number): Promise<void> {
    if (this.#cursor >= seq) return Promise.resolve()
    return new Promise((resolve) => {
      const waiter = { seq, resolve: () => (cancel(), resolve()) }
      const cancel = this.#deps.clock.after(waitLimitMs, () => {
        this.#deps.log.warn({ seq, cursor: this.#cursor }, 'answered before the journal was applied')
        this.#waiting = this.#waiting.filter((other) => other !== waiter)
        resolve()
      })
      this.#waiting.push(waiter)
    })
  }

  /** Follows until the connection closes. A gap is refetched from the cursor, never skipped. */
  async follow(connection: AgentConnection): Promise<void> {
    const { journal } = connection.handshake
    // Before the cursor moves: where it fails, the next connection finds the same hole.
    if (this.#isMissing(journal.first, journal.last)) await connection.client.journal.retell()
    this.#meetAgent(journal.first, journal.last)
    const acks = new Acknowledger(connection)
    while (!connection.closed.aborted) {
      const cursor = this.#cursor
      const batches = await connection.client.journal.follow({ after: cursor })
      let gap: number | undefined
      for await (const { records } of batches) {
        const applied = applyJournal(this.#deps.store, this.#deps.nodeId, records)
        this.#advance(applied.cursor)
        acks.acknowledge(applied.cursor)
        if (applied.kind === 'applied') continue
        gap = applied.got
        break
      }
      if (gap === undefined) throw new Error('the journal ended')
      // The same hole twice in a row means that the agent no longer has what is missing.
      if (this.#cursor === cursor) throw new Error(`journal record ${cursor + 1} is missing, got ${gap}`)
    }
  }

  /**
   * Where the agent's journal cannot continue from our cursor, one of the two databases was lost or put back.
   * What can be read is read, and an event says what happened.
   */
  #meetAgent(first: number, last: number): void {
    if (last < this.#cursor) {
      this.#moveCursor(0, `The node's journal starts anew (it ends at ${last}, ${this.#cursor} was applied)`)
    } else if (this.#isMissing(first, last)) {
      this.#moveCursor(
        first - 1,
        `Records ${this.#cursor + 1} to ${first - 1} of the node's journal are gone; the node told all it knows again`,
      )
    }
  }

  /** The agent let go of records that were never applied here: our database was put back. */
  #isMissing(first: number, last: number): boolean {
    return last >= this.#cursor && first > this.#cursor + 1
  }

  #moveCursor(seq: number, message: string): void {
    const { store, nodeId, clock, newId, log } = this.#deps
    log.warn({ from: this.#cursor, to: seq }, message)
    const entity = {
      id: newId('event'),
      workspaceId: null,
      level: 'warning' as const,
      type: 'journal.gap',
      message,
      details: { from: this.#cursor, to: seq },
      createdAt: clock.now(),
    }
    store.write((writer) => {
      writer.nodes.setCursor(nodeId, seq)
      writer.events.insert(nodeId, entity)
      writer.tell({ type: 'event', entity })
    })
    this.#cursor = seq
  }

  #advance(cursor: number): void {
    this.#cursor = cursor
    const due = this.#waiting.filter(({ seq }) => seq <= cursor)
    if (due.length === 0) return
    this.#waiting = this.#waiting.filter(({ seq }) => seq > cursor)
    for (const { resolve } of due) resolve()
  }
}

/** Sends the newest cursor, one request at a time: batches that arrive meanwhile share the next one. */
class Acknowledger {
  readonly #connection: AgentConnection
  #newest = 0
  #busy = false

  constructor(connection: AgentConnection) {
    this.#connection = connection
  }

  acknowledge(seq: number): void {
    this.#newest = Math.max(this.#newest, seq)
    if (this.#busy) return
    this.#busy = true
    this.#send().catch(() => this.#connection.close())
  }

  async #send(): Promise<void> {
    let sent = -1
    while (sent < this.#newest) {
      sent = this.#newest
      await this.#connection.client.journal.ack({ seq: sent })
    }
    this.#busy = false
  }
}
