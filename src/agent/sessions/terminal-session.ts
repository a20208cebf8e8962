import type { Logger } from '../../base/index.ts'
import type { Attention, Failure, Session, SessionId, TerminalId, TurnId } from '../../contracts/index.ts'
import type { RunningProgram } from '../terminals/index.ts'
import type { TerminalSessionDeps } from './deps.ts'
import { endGroup } from './end-processes.ts'
import { processStartedAt } from './process-identity.ts'
import type { SessionRecords } from './session-records.ts'
import { SessionTitle } from './session-title.ts'
import { TerminalActivity } from './terminal-activity.ts'
import { endFailure, interrupted, notRunning } from './terminal-failures.ts'
import { promptArguments, startProgram } from './terminal-program.ts'
import { isAlive, type TerminalSessionCommand } from './terminal-session-state.ts'
import { unexpectedFailure } from './turn-outcome.ts'

/** A program that says more than this lets the last word stand; in milliseconds. */
const signalEveryMs = 1_000
/** Prompts remembered, so that a retry types none twice. */
const rememberedPrompts = 200

/** One session in a terminal while the daemon runs: its program, whether that works, whether it rang. */
export class TerminalSession {
  readonly #deps: TerminalSessionDeps
  readonly #records: SessionRecords
  readonly #id: SessionId
  readonly #log: Logger
  readonly #title: SessionTitle
  readonly #typed = new Map<TurnId, Promise<boolean>>()
  #program: RunningProgram | null = null
  #activity: TerminalActivity | null = null
  #terminalId: TerminalId | null = null
  #attention: Attention | null = null
  /** Typed once the program waits for the first time. */
  #firstPrompt: string | null = null
  #typing: Promise<unknown> = Promise.resolve()
  #starting: Promise<void> | null = null
  /** Ends when nothing of the last program is left; the next one carries the same mark. */
  #ending: Promise<void> = Promise.resolve()

  constructor(deps: TerminalSessionDeps, records: SessionRecords, session: Session) {
    this.#deps = deps
    this.#records = records
    this.#id = session.id
    this.#log = deps.log.child({ session: session.id })
    this.#title = new SessionTitle(records, session)
  }

  get hasProgram(): boolean {
    return this.#program !== null || this.#starting !== null
  }

  /** Starts the program of a session that is `starting`, which becomes `running`, or `error` with the reason. */
  async start(prompt: string | null = null): Promise<Session> {
    this.#starting ??= this.#start(prompt).finally(() => (this.#starting = null))
    await this.#starting
    return this.#session()
  }

  /** The session, once it is not being started. */
  async settled(): Promise<Session> {
    await this.#starting
    return this.#session()
  }

  /** Ends the program where one runs, and starts it again in a new terminal, below what the last one showed. */
  async startAgain(): Promise<Session> {
    if (this.#starting) return this.start()
    if (isAlive(this.#session())) await this.stop()
    this.#move({ type: 'start' })
    return this.start()
  }

  /**
   * Types a prompt and Enter; resolves to whether it went as a marked paste. With the id of an earlier prompt it types
   * nothing. Throws `session_not_running`.
   */
  type(turnId: TurnId, text: string): Promise<boolean> {
    const known = this.#typed.get(turnId)
    if (known) return known
    const typing = this.#type(text)
    this.#typed.set(turnId, typing)
    // What failed may be tried again.
    typing.catch(() => this.#typed.delete(turnId))
    for (const oldest of this.#typed.keys()) {
      if (this.#typed.size <= rememberedPrompts) break
      this.#typed.delete(oldest)
    }
    return typing
  }

  /** The user has seen what it rang for, or reacted to it. */
  seen(): Session {
    if (this.#attention) {
      this.#attention = null
      this.#show()
    }
    return this.#session()
  }

  /** Ends the program; the session is `stopped`. Resolves when nothing of it is left. */
  stop(): Promise<void> {
    return this.#close(null)
  }

  /** The daemon ends: so does the program, and the session says why. */
  shutDown(): Promise<void> {
    return this.#close(isAlive(this.#session()) ? interrupted(this.#session()) : null)
  }

  async #close(error: Failure | null): Promise<void> {
    this.#attention = null
    if (error || this.#session().status !== 'stopped')
      this.#move({ type: 'end', error: error?.toJSON() ?? null })
    await this.#starting
    await this.#program?.end()
    await this.#ending
  }

  async #start(prompt: string | null): Promise<void> {
    await this.#ending
    try {
      const { profile } = this.#records.row(this.#id)
      const extra = prompt === null ? [] : promptArguments(profile, prompt)
      this.#firstPrompt = extra === null ? prompt : null
      const { id: terminalId, after } = this.#place()
      const program = await startProgram(this.#deps, this.#records, this.#id, extra ?? [], {
        id: terminalId,
        after,
        watch: {
          output: () => this.#activity?.printed(),
          signal: (text) => this.#signalled(text),
          typed: () => this.#touched(),
          resized: () => this.#activity?.touched(),
          exit: (exitCode, tail) => this.#exited(program.pid, exitCode, tail),
        },
      })
      this.#program = program
      this.#terminalId = terminalId
      this.#activity = new TerminalActivity(
        this.#deps.clock,
        () => this.#deps.limits().terminalQuietMs,
        (working) => this.#turned(working),
      )
      // Stopped while it started: whoever did that ends it.
      if (this.#session().status === 'starting') this.#show()
      if (prompt !== null) this.#entitle(prompt)
      this.#putProcess(program.pid, await processStartedAt(program.pid))
    } catch (error) {
      const failure = unexpectedFailure(error, this.#log)
      if (this.#session().status === 'starting') this.#move({ type: 'end', error: failure.toJSON() })
    }
  }

  /** The terminal for the next program: the one that was named at first, or a new one after one that was used. */
  #place(): { id: TerminalId; after: TerminalId | null } {
    const last = this.#session().terminalId
    const used = last !== null && this.#deps.store.terminals.get(last) !== undefined
    return { id: last === null || used ? this.#deps.newId('terminal') : last, after: used ? last : null }
  }

  async #type(text: string): Promise<boolean> {
    const program = this.#program
    if (!program) throw notRunning(this.#session())
    // One after the other: two at once would be typed into each other.
    const typing = this.#typing.then(() => program.type(text))
    this.#typing = typing
    const pasted = await typing
    if (this.#program !== program) throw notRunning(this.#session())
    this.#safely(() => this.#entitle(text))
    return pasted
  }

  /** The first prompt says what a session is about. */
  #entitle(prompt: string): void {
    const { title, agentName } = this.#session()
    const { store, redactor } = this.#deps
    if (title === agentName) store.change((change) => this.#title.suggest(change, redactor.text(prompt)))
  }

  #turned(working: boolean): void {
    this.#show()
    const prompt = this.#firstPrompt
    if (working || prompt === null || !this.#program) return
    this.#firstPrompt = null
    void this.#program.type(prompt)
  }

  #signalled(text: string): void {
    const { clock, redactor } = this.#deps
    const at = clock.now()
    const standing = this.#attention
    if (standing && (text === '' || Math.abs(at - standing.at) < signalEveryMs)) return
    this.#attention = { text: redactor.text(text), at }
    this.#show()
  }

  #touched(): void {
    this.#activity?.touched()
    this.seen()
  }

  #exited(pid: number, exitCode: number | null, tail: string): void {
    const { clock, redactor, store } = this.#deps
    this.#program = null
    this.#activity?.close()
    this.#activity = null
    this.#attention = null
    this.#ending = endGroup(clock, pid, this.#id)
      .catch((error: unknown) => this.#log.error({ err: error }, 'what a program left could not be ended'))
      .then(() => this.#safely(() => this.#putProcess(null, null)))
    this.#safely(() => {
      const session = this.#session()
      if (!isAlive(session)) return
      const error = endFailure(session.agentName, exitCode, redactor.text(tail))
      store.change((change) => {
        this.#records.moveTerminalSession(change, this.#id, { type: 'end', error: error?.toJSON() ?? null })
        change.note(session.workspaceId, {
          level: error ? 'error' : 'info',
          type: error ? 'session.failed' : 'session.ended',
          message: error?.message ?? `${session.agentName} ended`,
          details: { sessionId: this.#id, exitCode },
        })
      })
    })
  }

  /** Tells what the program does, as long as it lives. */
  #show(): void {
    const terminalId = this.#terminalId
    const activity = this.#activity
    if (!this.#program || !activity || terminalId === null) return
    this.#safely(() => {
      if (!isAlive(this.#session())) return
      this.#move({ type: 'live', working: activity.working, attention: this.#attention, terminalId })
    })
  }

  /** For what nobody waits for: a full disk must not end the terminal. The next change tells it all. */
  #safely(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#log.error({ err: error }, 'what a terminal did could not be recorded')
    }
  }

  #session(): Session {
    return this.#records.session(this.#id)
  }

  #move(command: TerminalSessionCommand): void {
    this.#deps.store.change((change) => this.#records.moveTerminalSession(change, this.#id, command))
  }

  #putProcess(processGroup: number | null, processStartedAt: string | null): void {
    this.#deps.store.change(() =>
      this.#deps.store.sessions.putProcess(this.#id, { processGroup, processStartedAt }),
    )
  }
}
