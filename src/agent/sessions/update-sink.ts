import type { Clock, Logger, Redactor } from '../../base/index.ts'
import type { Failure, Limits, SessionId } from '../../contracts/index.ts'
import type { SessionLocks } from '../file-locks/index.ts'
import type { AgentStore } from '../store/index.ts'
import type { AgentImages } from './agent-images.ts'
import { readUpdate, type AgentUpdate } from './agent-updates.ts'
import { LatestWrites } from './latest-writes.ts'
import type { LiveAgent } from './live-agent.ts'
import { Replay, type ReplayedTurn } from './replay.ts'
import type { SessionFacts, SessionRecords } from './session-records.ts'
import type { SessionTitle } from './session-title.ts'
import { unwrittenFailure } from './turn-outcome.ts'
import { TooManyItems } from './too-many-items.ts'
import type { TranscriptUpdate } from './transcript-update.ts'
import type { Transcript } from './transcript.ts'

interface SinkDeps {
  store: AgentStore
  records: SessionRecords
  transcript: Transcript
  images: AgentImages
  title: SessionTitle
  locks: SessionLocks
  redactor: Redactor
  log: Logger
  clock: Clock
  limits: () => Limits
  /** Something could not be written, by the agent's fault or ours. */
  deaf(agent: LiveAgent | null, failure: Failure): void
}

/** Where each thing an agent says belongs: the transcript, or the facts of its session. */
export class UpdateSink {
  readonly #deps: SinkDeps
  readonly #id: SessionId
  readonly #latest: LatestWrites
  #replay: Replay | null = null

  constructor(deps: SinkDeps, id: SessionId) {
    this.#deps = deps
    this.#id = id
    this.#latest = new LatestWrites(deps)
  }

  /** From now until it is taken, what is said while the agent starts is of an earlier conversation. */
  expectReplay(): void {
    this.#replay = new Replay(this.#deps.limits)
  }

  takeReplay(): ReplayedTurn[] {
    const turns = this.#replay?.take() ?? []
    this.#replay = null
    return turns
  }

  /** Writes what waits to be written. */
  flush(): void {
    this.#latest.flush()
    this.#deps.transcript.flush()
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
      deaf(
        agent,
        agent && error instanceof TooManyItems ? agent.flooded(error.limit) : unwrittenFailure(error),
      )
    }
  }

  /** `agent` is null while it starts: `session/load` then repeats what the transcript holds, or is to hold. */
  #apply(update: AgentUpdate, agent: LiveAgent | null): void {
    const { transcript, title, redactor, log } = this.#deps
    if (!agent) this.#replay?.hear(update)
    switch (update.type) {
      case 'text':
      case 'image':
      case 'tool':
      case 'plan':
      case 'notice':
        if (agent && !transcript.apply(this.#kept(update))) log.debug(update, 'said before the first turn')
        if (agent && update.type === 'tool') this.#deps.locks.heard(update.patch)
        return
      case 'user':
        // Our own prompt, echoed: the transcript has it.
        return
      case 'commands':
        this.#patchSoon('commands', { commands: redactor.deep(update.commands) })
        return
      case 'usage':
        this.#patchSoon('usage', { usage: update.usage })
        return
      case 'title':
        this.#latest.put('title', (change) => title.suggest(change, redactor.text(update.title)))
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

  /** The same with its images kept. */
  #kept(update: Extract<AgentUpdate, { type: TranscriptUpdate['type'] }>): TranscriptUpdate {
    const { images, transcript } = this.#deps
    if (update.type === 'tool') return { ...update, patch: images.keepIn(update.patch, transcript.turnId) }
    if (update.type !== 'image') return update
    const { role } = update
    const kept = images.keep(update.image, transcript.turnId)
    return typeof kept === 'string'
      ? { type: 'text', role, text: kept, messageId: null }
      : { type: 'image', role, image: kept }
  }

  #patchSoon(name: keyof SessionFacts, facts: SessionFacts): void {
    this.#latest.put(name, (change) => this.#deps.records.patchSession(change, this.#id, facts))
  }

  #patch(facts: SessionFacts): void {
    const { store, records } = this.#deps
    store.change((change) => records.patchSession(change, this.#id, facts))
  }
}
