import type { Logger, Redactor } from '../../base/index.ts'
import type { SessionId } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'
import { readUpdate, type AgentUpdate } from './agent-updates.ts'
import type { LiveAgent } from './live-agent.ts'
import type { SessionFacts, SessionRecords } from './session-records.ts'
import type { SessionTitle } from './session-title.ts'
import type { Transcript } from './transcript.ts'

interface SinkDeps {
  store: AgentStore
  records: SessionRecords
  transcript: Transcript
  title: SessionTitle
  redactor: Redactor
  log: Logger
  /** Something could not be written. */
  deaf(agent: LiveAgent | null): void
}

/** Where each thing an agent says belongs: the transcript, or the facts of its session. */
export class UpdateSink {
  readonly #deps: SinkDeps
  readonly #id: SessionId

  constructor(deps: SinkDeps, id: SessionId) {
    this.#deps = deps
    this.#id = id
  }

  /** An update of the conversation `acpSessionId` as the agent sent it; `agent` is null while it starts. */
  hear(agent: LiveAgent | null, acpSessionId: string, raw: unknown): void {
    const { log, deaf } = this.#deps
    if (agent && agent.conversation.acpSessionId !== acpSessionId) {
      log.debug({ acpSessionId }, 'update of another conversation ignored')
      return
    }
    try {
      this.#apply(readUpdate(raw), agent)
    } catch (error) {
      log.error({ err: error }, 'an update could not be recorded')
      deaf(agent)
    }
  }

  /** `agent` is null while it starts: `session/load` then repeats what the transcript holds already. */
  #apply(update: AgentUpdate, agent: LiveAgent | null): void {
    const { store, transcript, title, redactor, log } = this.#deps
    switch (update.type) {
      case 'text':
      case 'tool':
      case 'plan':
      case 'notice':
        if (agent && !transcript.apply(update)) log.debug(update, 'said before the first turn')
        return
      case 'commands':
        this.#patch({ commands: redactor.deep(update.commands) })
        return
      case 'usage':
        this.#patch({ usage: update.usage })
        return
      case 'title':
        store.change((change) => title.suggest(change, redactor.text(update.title)))
        return
      case 'mode':
        if (agent) this.#patch({ configOptions: agent.modeChanged(update.modeId).options })
        return
      case 'config':
        if (agent) this.#patch({ configOptions: agent.configChanged(update.configOptions).options })
        return
      case 'ignored':
        log.debug({ why: update.why }, 'update ignored')
        return
    }
  }

  #patch(facts: SessionFacts): void {
    const { store, records } = this.#deps
    store.change((change) => records.patchSession(change, this.#id, facts))
  }
}
