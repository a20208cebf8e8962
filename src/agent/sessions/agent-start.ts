import type { Logger } from '../../base/index.ts'
import type { SessionId } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'
import type { AgentSlot } from './agent-slot.ts'
import type { LiveAgent } from './live-agent.ts'
import type { MessageQueue } from './queue.ts'
import type { ReplayWriter } from './replay-writer.ts'
import type { SessionRecords } from './session-records.ts'
import { unexpectedFailure } from './turn-outcome.ts'
import type { UpdateSink } from './update-sink.ts'

interface AgentStartDeps {
  store: AgentStore
  records: SessionRecords
  queue: MessageQueue
  slot: AgentSlot
  sink: UpdateSink
  replay: ReplayWriter
  log: Logger
}

/** Starts the agent of one session outside a turn, and records how that went. */
export class AgentStart {
  readonly #deps: AgentStartDeps
  readonly #id: SessionId

  constructor(deps: AgentStartDeps, id: SessionId) {
    this.#deps = deps
    this.#id = id
  }

  /**
   * A session in `error` is `starting` again. Resolves to whether an agent is there; if not, a session that
   * starts or rests is in `error` with the reason.
   */
  async run(methodId: string | null): Promise<boolean> {
    const { store, records, queue, slot, log } = this.#deps
    if (records.session(this.#id).status === 'error')
      store.change((change) => records.moveSession(change, this.#id, { type: 'start' }))
    try {
      await (methodId === null ? slot.ensure() : slot.signIn(methodId))
      return true
    } catch (error) {
      const failure = unexpectedFailure(error, log)
      // Stopped while it started: that is its state now.
      const { status } = records.session(this.#id)
      if (status === 'starting' || status === 'idle')
        store.change((change) => {
          queue.holdInto(change, 'failed')
          records.moveSession(change, this.#id, { type: 'fail', error: failure.toJSON() })
        })
      return false
    }
  }

  /** Records what is known of an agent that has become ready. */
  ready(agent: LiveAgent): void {
    const { store, records, sink, replay } = this.#deps
    store.change((change) => {
      replay.write(change, sink.takeReplay(), agent.conversation.acpSessionId)
      records.patchSession(change, this.#id, {
        agentVersion: agent.version,
        configOptions: agent.config.options,
      })
      if (records.session(this.#id).status === 'starting')
        records.moveSession(change, this.#id, { type: 'ready' })
    })
  }
}
