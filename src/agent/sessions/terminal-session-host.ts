import { Scope } from '../../base/index.ts'
import {
  Failure,
  type AgentProfile,
  type Prompted,
  type PromptContent,
  type Session,
  type SessionId,
  type TurnId,
  type WhenBusy,
  type WorkspaceId,
  type Approve,
} from '../../contracts/index.ts'
import type { TerminalSessionDeps } from './deps.ts'
import { insertSession } from './insert-session.ts'
import { checkPrompt, checkSessionLimit, runningWorkspace } from './guards.ts'
import { SessionRecords } from './session-records.ts'
import { notRunning } from './terminal-failures.ts'
import { reconcileTerminalSessions } from './terminal-reconcile.ts'
import { TerminalSession } from './terminal-session.ts'
import { isAlive } from './terminal-session-state.ts'

interface SessionRef {
  workspaceId: WorkspaceId
  sessionId: SessionId
}

/** All sessions in terminals of this node: programs that speak no ACP, with the same lifecycle as agents that do. */
export class TerminalSessionHost {
  readonly #deps: TerminalSessionDeps
  readonly #records: SessionRecords
  readonly #live = new Map<SessionId, { session: TerminalSession; scope: Scope }>()

  /** Ends with `deps.scope`. Call `reconcile` before anything else. */
  constructor(deps: TerminalSessionDeps) {
    this.#deps = deps
    this.#records = new SessionRecords(deps.store, deps.clock)
    deps.scope.add(() => this.close())
  }

  /**
   * Records the session as `starting`, starts its program with the prompt, and returns it as `running`, or as `error`
   * with `agent_unavailable` or `agent_failed` in it. With the id of an existing session it returns that one.
   * Throws `workspace_not_found`, `workspace_not_running`, `session_limit`, `invalid_input`.
   */
  async createSession(input: {
    id: SessionId
    workspaceId: WorkspaceId
    profile: AgentProfile
    title: string | null
    prompt?: string | null
  }): Promise<Session> {
    const known = this.#live.get(input.id)
    if (known) return known.session.settled()
    if (this.#deps.store.sessions.get(input.id)) return this.#records.find(input.workspaceId, input.id).entity
    const prompt = input.prompt ?? null
    if (prompt !== null) checkPrompt({ text: prompt, attachments: [] }, this.#deps.limits())
    return this.#liveSession(
      insertSession(this.#deps, input, { terminalId: this.#deps.newId('terminal') }),
    ).start(prompt)
  }

  /**
   * Types the prompt into the terminal, and Enter. With the turn id of an earlier prompt it types nothing. Throws
   * `session_not_found`, `session_not_running`, `workspace_not_running`, `invalid_input`.
   */
  async prompt(
    input: SessionRef & { turnId: TurnId; content: PromptContent; approve: Approve; whenBusy: WhenBusy },
  ): Promise<Prompted> {
    const { entity } = this.#records.find(input.workspaceId, input.sessionId)
    checkPrompt(input.content, this.#deps.limits())
    checkTypable(input)
    runningWorkspace(this.#deps.store, entity.workspaceId)
    const live = this.#live.get(entity.id)
    if (!live || !isAlive(entity)) throw notRunning(entity)
    const pasted = await live.session.type(input.turnId, input.content.text)
    const { terminalId } = this.#records.session(entity.id)
    if (terminalId === null) throw new Error(`session ${entity.id} has no terminal`)
    return { kind: 'typed', terminalId, pasted }
  }

  /** Ends the program; it can be started again. Throws `session_not_found`. */
  async stop(input: SessionRef): Promise<Session> {
    const { entity } = this.#records.find(input.workspaceId, input.sessionId)
    await this.#liveSession(entity).stop()
    return this.#records.session(entity.id)
  }

  /** Starts the program again, after ending it where it runs. Throws `workspace_not_running`, `session_limit`. */
  async restart(input: SessionRef & { profile?: AgentProfile | null }): Promise<Session> {
    const { store } = this.#deps
    const { entity } = this.#records.find(input.workspaceId, input.sessionId)
    const { profile } = input
    if (profile) store.change(() => store.sessions.putProfile(entity.id, profile))
    runningWorkspace(this.#deps.store, entity.workspaceId)
    if (!isAlive(entity)) checkSessionLimit(this.#deps.store, this.#deps.limits(), entity.workspaceId)
    return this.#liveSession(entity).startAgain()
  }

  /** The user has seen what it rang for. Throws `session_not_found`. */
  markSeen(input: SessionRef): Session {
    const { entity } = this.#records.find(input.workspaceId, input.sessionId)
    return this.#live.get(entity.id)?.session.seen() ?? entity
  }

  /** The last lines of what its terminal shows. Throws `session_not_found`. */
  async output(input: SessionRef & { lines: number }): Promise<{ text: string }> {
    const { entity } = this.#records.find(input.workspaceId, input.sessionId)
    if (entity.terminalId === null) return { text: '' }
    const text = await this.#deps.terminals.text(entity.terminalId, input.lines)
    return { text: this.#deps.redactor.text(text) }
  }

  /** Stops every session of a workspace; resolves when nothing of their programs is left. */
  async stopAllIn(workspaceId: WorkspaceId): Promise<void> {
    const rows = this.#deps.store.sessions.listIn(workspaceId).filter(({ entity }) => entity.terminalId)
    await Promise.all(rows.map(({ entity }) => this.stop({ workspaceId, sessionId: entity.id })))
  }

  /** Once, at the start of the daemon: settles what an earlier one left behind. */
  reconcile(): Promise<void> {
    return reconcileTerminalSessions(this.#deps, this.#records)
  }

  counts(): { sessions: number } {
    return { sessions: [...this.#live.values()].filter(({ session }) => session.hasProgram).length }
  }

  /** Ends all programs; their sessions say that the node agent ended. */
  async close(): Promise<void> {
    const open = [...this.#live.values()]
    this.#live.clear()
    await Promise.all(open.map(({ scope }) => scope.close()))
  }

  #liveSession(session: Session): TerminalSession {
    const known = this.#live.get(session.id)
    if (known) return known.session
    const live = new TerminalSession(this.#deps, this.#records, session)
    // Not a child: the host closes all of them side by side, a parent would one after the other.
    const scope = new Scope(`${this.#deps.scope.name}/${session.id}`)
    scope.add(() => live.shutDown())
    this.#live.set(session.id, { session: live, scope })
    return live
  }
}

/** What cannot be typed is refused. Throws `invalid_input`. */
function checkTypable({ content, approve, whenBusy }: Parameters<TerminalSessionHost['prompt']>[0]): void {
  const refuse = (path: string, what: string, hint: string): never => {
    throw new Failure('invalid_input', `${path}: ${what}`, { hint, details: { path } })
  }
  if (content.attachments.some(({ kind }) => kind === 'image'))
    refuse('attachments', 'an image cannot be typed', 'Name a file of the workspace instead.')
  if (approve !== 'ask') refuse('approve', 'the program asks in its own terminal', 'Answer it there.')
  if (whenBusy === 'interrupt')
    refuse('whenBusy', 'there is no turn to cancel in a terminal', 'Interrupt the program in its terminal.')
}
