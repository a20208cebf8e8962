import { Scope } from '../../base/index.ts'
import {
  Failure,
  type AgentProfile,
  type AnsweredApproval,
  type AnswerSource,
  type Approval,
  type ApprovalId,
  type Prompted,
  type Session,
  type SessionId,
  type TurnId,
  type WhenBusy,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { SessionHost as Host } from '../hosts.ts'
import type { SessionHostDeps } from './deps.ts'
import { LiveSession } from './live-session.ts'
import { QueueHost } from './queue-host.ts'
import { AgentHost } from './agent-host.ts'
import { checkAttachments, promptFiles } from './prompt-blocks.ts'
import type { NewMessage } from './queue.ts'
import { TurnHost } from './turn-host.ts'
import { insertSession } from './insert-session.ts'
import { busy, checkAlive, checkPrompt, isFree } from './guards.ts'
import { reconcileSessions } from './reconcile.ts'
import { SessionRecords } from './session-records.ts'

interface SessionRef {
  workspaceId: WorkspaceId
  sessionId: SessionId
}

/** All sessions of this node whose agents speak ACP: `session.*` and `approval.answer` of the agent contract, entity only. */
export class SessionHost implements Omit<Host, 'restart' | 'markSeen' | 'output'> {
  readonly queue: QueueHost
  readonly turns: TurnHost
  readonly agents: AgentHost
  readonly #deps: SessionHostDeps
  readonly #records: SessionRecords
  readonly #live = new Map<SessionId, { session: LiveSession; scope: Scope }>()
  readonly #creating = new Map<SessionId, Promise<Session>>()

  /** Ends with `deps.scope`. Call `reconcile` before anything else. */
  constructor(deps: SessionHostDeps) {
    this.#deps = deps
    this.#records = new SessionRecords(deps.store, deps.clock)
    const parts = {
      ...deps,
      records: this.#records,
      live: (session: Session) => this.#liveSession(session),
    }
    this.queue = new QueueHost(parts)
    this.turns = new TurnHost(parts)
    this.agents = new AgentHost(parts)
    deps.scope.add(() => this.close())
  }

  /**
   * Records the session as `starting`, starts its agent, and returns it as `idle`, or as `error` with
   * `agent_unavailable` or `agent_failed` in it. With `resume` it goes on with that conversation of the agent. With the id of an existing session it returns that one.
   * Throws `workspace_not_found`, `workspace_not_running`, `session_limit`.
   */
  async createSession(input: {
    id: SessionId
    workspaceId: WorkspaceId
    profile: AgentProfile
    title: string | null
    resume?: string | null
  }): Promise<Session> {
    const creating = this.#creating.get(input.id)
    if (creating) return creating
    const existing = this.#deps.store.sessions.get(input.id)
    if (existing) return this.#records.conversation(input.workspaceId, input.id).entity
    const session = insertSession(this.#deps, input, { terminalId: null, resume: input.resume })
    const started = this.#liveSession(session)
      .start()
      .finally(() => this.#creating.delete(input.id))
    this.#creating.set(input.id, started)
    return started
  }

  /**
   * Records a turn with its user message and runs it, or where one runs already queues the message; returns at
   * once. With `interrupt` the running turn is cancelled first, and where none can begin yet the message goes first. A second request with the same turn id returns what
   * became of the first. Throws `session_not_found`, `session_busy`, `session_not_running`,
   * `workspace_not_running`, `invalid_input`, `limit_reached`.
   */
  async prompt(input: SessionRef & NewMessage & { whenBusy: WhenBusy }): Promise<Prompted> {
    const { entity: session } = this.#records.conversation(input.workspaceId, input.sessionId)
    const known = this.#known(session, input.turnId)
    if (known) return known
    checkPrompt(input.content, this.#deps.limits())
    checkAlive(this.#deps.store, session)
    checkAttachments(session, input.content, promptFiles(this.#deps, session))
    const live = this.#liveSession(session)
    const isPuttingBack = this.turns.isPuttingBack(session.id)
    if (isFree(session) && !isPuttingBack) return { kind: 'turn', turn: live.prompt(input) }
    if (input.whenBusy === 'refuse') throw busy(session)
    // There is no turn to interrupt while the agent starts or files are put back: it goes first after that.
    const mustWait = session.status === 'starting' || isPuttingBack
    const first = input.whenBusy === 'interrupt' && mustWait ? live.queue.first() : undefined
    const message = live.queue.add(input, 'queued', first?.id ?? null)
    if (input.whenBusy === 'queue' || mustWait) return { kind: 'queued', message }
    return { kind: 'turn', turn: await live.sendNow(message.id) }
  }

  /** Ends the running turn as `cancelled`, whether the agent listens or not. Throws `session_not_found`. */
  async cancel(input: SessionRef): Promise<Session> {
    const { entity } = this.#records.conversation(input.workspaceId, input.sessionId)
    await this.#live.get(entity.id)?.session.cancel()
    return this.#records.session(entity.id)
  }

  /** Ends turn and agent for good. Throws `session_not_found`. */
  async stop(input: SessionRef): Promise<Session> {
    const { entity } = this.#records.conversation(input.workspaceId, input.sessionId)
    if (entity.status !== 'stopped') await this.#liveSession(entity).stop()
    // Also when it was stopped before: that one may still be ending the agent's processes.
    await this.#live.get(entity.id)?.scope.close()
    this.#live.delete(entity.id)
    return this.#records.session(entity.id)
  }

  /** Throws `session_not_found`, `session_not_running`, `invalid_input`, `agent_failed`, `agent_unavailable`. */
  async setConfig(input: SessionRef & { optionId: string; value: string }): Promise<Session> {
    const { entity } = this.#records.conversation(input.workspaceId, input.sessionId)
    checkAlive(this.#deps.store, entity)
    return this.#liveSession(entity).setOption(input.optionId, input.value)
  }

  /** Throws `session_not_found`. */
  async rename(input: SessionRef & { title: string }): Promise<Session> {
    const { entity } = this.#records.find(input.workspaceId, input.sessionId)
    return this.#deps.store.change((change) =>
      this.#records.patchSession(change, entity.id, { title: input.title }),
    )
  }

  /**
   * Answers by option id or kind. A second answer, whatever it says, returns the first outcome.
   * Throws `approval_not_found`, `approval_not_pending` (nobody waits for it), `invalid_input`, `file_locked`.
   */
  async answerApproval(input: {
    workspaceId: WorkspaceId
    approvalId: ApprovalId
    optionId: string
    from: AnswerSource
  }): Promise<AnsweredApproval> {
    const item = this.#approval(input.workspaceId, input.approvalId)
    if (item.status !== 'pending') return { ...item, first: false }
    return this.#asker(item).permissions.answer(item.id, input.optionId, input.from)
  }

  /** A held approval waits no longer for file locks. Throws `approval_not_found`, `approval_not_pending`. */
  async goOn({
    workspaceId,
    approvalId,
  }: {
    workspaceId: WorkspaceId
    approvalId: ApprovalId
  }): Promise<Approval> {
    const item = this.#approval(workspaceId, approvalId)
    if (item.status !== 'pending') return item
    return this.#asker(item).permissions.goOn(item.id)
  }

  /** Whether a turn of the session runs. */
  isWorking(id: SessionId): boolean {
    return this.#live.get(id)?.session.isRunning ?? false
  }

  /** Stops every session of a workspace; resolves when nothing of their agents is left. */
  async stopAllIn(workspaceId: WorkspaceId): Promise<void> {
    const rows = this.#deps.store.sessions.listIn(workspaceId).filter(({ entity }) => !entity.terminalId)
    await Promise.all(rows.map(({ entity }) => this.stop({ workspaceId, sessionId: entity.id })))
  }

  /** Once, at the start of the daemon: settles what an earlier one left behind. */
  reconcile(): Promise<void> {
    return reconcileSessions(this.#deps, this.#records)
  }

  /** Sessions whose agent runs or is being started, and turns that run. */
  counts(): { sessions: number; runningTurns: number } {
    const live = [...this.#live.values()].map(({ session }) => session)
    return {
      sessions: live.filter((session) => session.hasAgent).length,
      runningTurns: live.filter((session) => session.isRunning).length,
    }
  }

  /** Ends all agents; running turns are `interrupted`, sessions stay. */
  async close(): Promise<void> {
    const open = [...this.#live.values()]
    this.#live.clear()
    await Promise.all(open.map(({ scope }) => scope.close()))
  }

  #approval(workspaceId: WorkspaceId, id: ApprovalId): Approval {
    const item = this.#deps.store.items.get(id)
    if (item?.kind === 'approval' && item.workspaceId === workspaceId) return item
    throw new Failure('approval_not_found', `Approval ${id} does not exist in this workspace`)
  }

  /** The session whose agent waits for the approval. */
  #asker({ id, sessionId }: Approval): LiveSession {
    const live = this.#live.get(sessionId)
    if (live) return live.session
    throw new Failure('approval_not_pending', `No agent waits for approval ${id} any more`)
  }

  #liveSession(session: Session): LiveSession {
    const known = this.#live.get(session.id)
    if (known) return known.session
    const deps = { ...this.#deps, isPuttingBack: (id: SessionId) => this.turns.isPuttingBack(id) }
    const live = new LiveSession(deps, this.#records, session)
    // Not a child: the host closes all of them side by side, a parent would one after the other.
    const scope = new Scope(`${this.#deps.scope.name}/${session.id}`)
    scope.add(() => live.shutDown())
    this.#live.set(session.id, { session: live, scope })
    return live
  }

  /** What became of the prompt with this turn id; undefined when there was none. */
  #known(session: Session, turnId: TurnId): Prompted | undefined {
    const { turns, queue } = this.#deps.store
    const turn = turns.get(turnId)
    const message = turn ? undefined : queue.ofTurn(turnId)
    const owner = turn?.sessionId ?? message?.sessionId
    if (owner !== undefined && owner !== session.id)
      throw new Failure('invalid_input', 'turnId: is a turn of another session')
    if (turn) return { kind: 'turn', turn }
    return message && { kind: 'queued', message }
  }
}
