import {
  Failure,
  type Question,
  type QueuedMessage,
  type QueuedMessageId,
  type Session,
  type SessionId,
  type Turn,
  type TurnId,
} from '../../contracts/index.ts'
import type { Change } from '../store/index.ts'
import { AgentSlot } from './agent-slot.ts'
import { AgentStart } from './agent-start.ts'
import { askingHandlers } from './asking-handlers.ts'
import type { LiveSessionDeps } from './deps.ts'
import { busy, isFree } from './guards.ts'
import type { LiveAgent } from './live-agent.ts'
import type { Permissions } from './permissions.ts'
import type { Questions } from './questions.ts'
import type { MessageQueue, NewMessage } from './queue.ts'
import type { RunningTurn } from './running-turn.ts'
import { makeSessionParts, type SessionParts } from './session-parts.ts'
import type { SessionRecords } from './session-records.ts'
import {
  brokenOutcome,
  cancelledOutcome,
  failedOutcome,
  outcomeOf,
  shutDownOutcome,
  unwrittenFailure,
  unwrittenRetryMs,
} from './turn-outcome.ts'
import type { TurnOutcome } from './turn-state.ts'

// What a turn that is being stopped for good gets to end by itself.
const stopGraceMs = 1_000

/** One session while the daemon runs: its agent, its running turn, what it says and asks. */
export class LiveSession {
  readonly #deps: LiveSessionDeps
  readonly #records: SessionRecords
  readonly #id: SessionId
  readonly #parts: SessionParts
  readonly #slot: AgentSlot
  readonly #starting: AgentStart
  #running: RunningTurn | null = null
  #closing = false
  #cancelRetry = (): void => undefined

  constructor(deps: LiveSessionDeps, records: SessionRecords, session: Session) {
    this.#deps = deps
    this.#records = records
    this.#id = session.id
    this.#parts = makeSessionParts(deps, records, session, (...why) => this.#deaf(...why))
    this.#slot = new AgentSlot(deps, records, {
      sessionId: session.id,
      workspaceId: session.workspaceId,
      log: this.#parts.log,
      handlers: {
        update: (acpSessionId, update) => this.#parts.sink.hear(this.#slot.current, acpSessionId, update),
        ...askingHandlers(this.#parts, () => [this.#running, this.#slot.current]),
      },
      isWorking: () => this.#running !== null && this.#running.endAs === null,
      adopts: () => this.#parts.sink.expectReplay(),
      ready: (agent) => this.#starting.ready(agent),
    })
    this.#starting = new AgentStart({ ...deps, ...this.#parts, records, slot: this.#slot }, session.id)
  }

  get queue(): MessageQueue {
    return this.#parts.queue
  }

  get isRunning(): boolean {
    return this.#running !== null
  }

  get hasAgent(): boolean {
    return this.#slot.current !== null || this.#slot.isStarting
  }

  /** Starts the agent, also again. The session becomes `idle`, or `error` with the reason. */
  async start(methodId: string | null = null): Promise<Session> {
    if (await this.#starting.run(methodId)) this.sendNext()
    return this.#records.session(this.#id)
  }

  /** Signs in by one of the agent's ways; an agent that could not start is started so. Throws `agent_failed`. */
  async authenticate(methodId: string): Promise<Session> {
    this.#refuseWhenClosing()
    if (!this.#slot.current) return this.start(methodId)
    await this.#slot.signIn(methodId)
    return this.#change((change) => this.#records.patchSession(change, this.#id, { error: null }))
  }

  /** Ends a running turn and the agent's process, and starts the agent anew. */
  async restart(): Promise<Session> {
    this.#refuseWhenClosing()
    await this.cancel()
    if (this.#slot.current) this.#slot.drop(this.#slot.current)
    return this.start()
  }

  /** An answer to one of the agent's questions. Throws `question_not_pending`, `invalid_input`. */
  answerQuestion(...answer: Parameters<Questions['answer']>): Question {
    return this.#parts.questions.answer(...answer)
  }

  /** Records the turn and its prompt, then runs it; returns once it is recorded. Throws `session_not_running`. */
  prompt(message: NewMessage): Turn {
    this.#refuseWhenClosing()
    return this.#go(this.#change((change) => this.#parts.writer.begin(change, message)))
  }

  /** As `prompt`, after `parent` instead of the last turn; what followed there is folded away. */
  branch(message: NewMessage, parent: TurnId | null): Turn {
    this.#refuseWhenClosing()
    return this.#go(this.#change((change) => this.#parts.writer.branch(change, message, parent)))
  }

  /** The conversation goes on from this turn. */
  goTo(turn: Turn): Session {
    return this.#change((change) => this.#parts.writer.goTo(change, turn))
  }

  /**
   * Sends a waiting message before all others: a running turn is cancelled first. Resolves with its turn, also when
   * it was sent before. Throws `session_not_running`, `session_busy` while files are put back,
   * `queued_message_not_found`, `invalid_transition` when it was discarded.
   */
  async sendNow(id: QueuedMessageId): Promise<Turn> {
    const { queue } = this.#parts
    while (true) {
      const sent = queue.turnOf(id)
      if (sent) return sent
      this.#refuseWhenClosing()
      if (this.#deps.isPuttingBack(this.#id)) throw busy(this.#records.session(this.#id))
      if (!this.#running) return this.#send(queue.get(id))
      // Another message may have been told to go first as well: then this one interrupts that one's turn.
      this.#running.next ??= id
      await this.cancel()
      if (this.#running?.unwritten) throw this.#running.unwritten
    }
  }

  /** Held messages wait for their turn again; where no turn runs the first goes at once. */
  resume(): QueuedMessage[] {
    this.#refuseWhenClosing()
    const waiting = this.#change((change) => this.#parts.queue.resumeInto(change))
    this.sendNext()
    return waiting.map(({ id }) => this.#parts.queue.get(id))
  }

  /** Sends the first queued message when the session has nothing to do. */
  sendNext(): void {
    if (this.#running || this.#closing || !isFree(this.#records.session(this.#id))) return
    const message = this.#deps.isPuttingBack(this.#id) ? undefined : this.#parts.queue.first()
    if (message) this.#send(message)
  }

  get permissions(): Permissions {
    return this.#parts.permissions
  }

  /**
   * Ends the running turn; resolves when it has ended. An agent that does not end it within the grace time loses
   * its process, and the turn ends all the same.
   */
  async cancel(
    outcome: TurnOutcome = cancelledOutcome,
    graceMs = this.#deps.limits().agentCancelGraceMs,
  ): Promise<void> {
    const current = this.#running
    if (!current) return
    if (current.unwritten) return this.#end(current, outcome)
    current.endAs ??= outcome
    this.#parts.permissions.cancelAll()
    this.#parts.questions.cancelAll()
    const agent = this.#slot.current
    if (!agent) return this.#end(current, outcome)
    // Not awaited: an agent that reads nothing would hold us up here.
    agent
      .cancel()
      .catch((error: unknown) => this.#parts.log.debug({ err: error }, 'agent was gone before the cancel'))
    const giveUp = this.#deps.clock.after(graceMs, () => {
      this.#parts.log.warn('agent did not end its turn in time; its process is ended')
      current.endAs = { ...outcome, error: outcome.error ?? agent.deaf(graceMs).toJSON() }
      this.#slot.drop(agent)
      this.#end(current, outcome)
    })
    await current.ended
    giveUp()
  }

  /** Ends turn and agent; the session is `stopped`. Resolves when nothing of the process is left. */
  async stop(): Promise<void> {
    this.#closing = true
    await this.cancel(cancelledOutcome, stopGraceMs)
    this.#change((change) => {
      this.#parts.queue.holdInto(change, 'stopped')
      this.#records.moveSession(change, this.#id, { type: 'stop', turn: null })
    })
    await this.#slot.close()
    this.#parts.sink.flush()
  }

  /** The daemon ends: the turn is interrupted, the agent ended; the session stays and can be prompted again. */
  async shutDown(): Promise<void> {
    this.#closing = true
    await this.cancel(shutDownOutcome, stopGraceMs)
    await this.#slot.close()
    this.#parts.sink.flush()
  }

  /** Sets one of the agent's switches; the session then carries the complete new list. */
  async setOption(optionId: string, value: string): Promise<Session> {
    this.#refuseWhenClosing()
    const configOptions = await this.#slot.setOption(optionId, value)
    return this.#change((change) => this.#records.patchSession(change, this.#id, { configOptions }))
  }

  #send(message: QueuedMessage): Turn {
    return this.#go(this.#change((change) => this.#parts.writer.send(change, message)))
  }

  #go(current: RunningTurn): Turn {
    this.#running = current
    void this.#run(current)
    return current.turn
  }

  async #run(current: RunningTurn): Promise<void> {
    try {
      const agent = await this.#slot.ensure()
      // Cancelled while the agent started: it has ended, and another may have begun.
      if (this.#running !== current) return
      const [context] = await Promise.all([
        this.#parts.recall.prepare(agent, current.turn),
        this.#parts.snapshots.before(current.turn.id),
      ])
      if (current.endAs) return this.#end(current, current.endAs)
      const result = await agent.prompt(this.#parts.composer.compose(agent, current.content, context))
      if ('died' in result && result.died) this.#slot.drop(agent)
      // Tokens, commands and title of the turn are known when it has ended.
      this.#parts.sink.flush()
      if (this.#running === current) await this.#parts.snapshots.after(current.turn.id)
      this.#end(current, outcomeOf(result, this.#records.session(this.#id).agentName))
    } catch (error) {
      this.#end(current, brokenOutcome(error, this.#parts.log))
    }
  }

  /** Writes the end of the turn once, and the beginning of the next; later endings of it change nothing. */
  #end(current: RunningTurn, reported: TurnOutcome): void {
    if (this.#running !== current) return
    this.#running = null
    this.#cancelRetry()
    const outcome = current.endAs ?? reported
    try {
      const { tellAgent, next } = this.#change((change) => ({
        tellAgent: this.#parts.writer.end(change, current, outcome),
        next: this.#parts.writer.next(change, current, outcome, this.#closing),
      }))
      tellAgent()
      if (next) this.#go(next)
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the end of a turn could not be recorded')
      this.#keepUnwritten(current, outcome, unwrittenFailure(error))
    } finally {
      current.markEnded()
    }
  }

  /** The disk is full or worse: the turn stays the running one, and its end is written as soon as it can be. */
  #keepUnwritten(current: RunningTurn, outcome: TurnOutcome, failure: Failure): void {
    this.#running = current
    current.unwritten ??= failure
    // What the agent said last is lost with it: that was no success.
    current.endAs = outcome.status === 'succeeded' ? failedOutcome(failure) : outcome
    this.#parts.transcript.forget()
    if (!this.#closing)
      this.#cancelRetry = this.#deps.clock.after(unwrittenRetryMs, () => this.#end(current, outcome))
  }

  /** What the agent says cannot be kept (a full disk, too much): better no turn than one with holes. */
  #deaf(agent: LiveAgent | null, failure: Failure): void {
    if (this.#running) this.#end(this.#running, failedOutcome(failure))
    const deaf = agent ?? this.#slot.current
    if (deaf) this.#slot.drop(deaf)
  }

  #change<Result>(work: (change: Change) => Result): Result {
    return this.#deps.store.change(work)
  }

  #refuseWhenClosing(): void {
    if (this.#closing) throw new Failure('session_not_running', `Session ${this.#id} is being stopped`)
  }
}
