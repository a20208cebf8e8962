import type { Clock, NewId } from '../../base/index.ts'
import {
  Failure,
  type AgentConversations,
  type Approve,
  type Attachment,
  type Cursor,
  type Limits,
  type Prompted,
  type Session,
  type SessionDetail,
  type SessionEvent,
  type SessionId,
  type SessionView,
  type Turn,
  type TurnDetail,
  type TurnId,
  type WhenBusy,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { EventLog } from '../events/index.ts'
import type { AgentClient } from '../nodes/index.ts'
import { reserveId, type ItemsPage, type Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import type { AgentCatalog } from './agent-catalog.ts'
import { checkPromptSize } from './prompt-size.ts'
import { profileFor, profileOf } from './session-profile.ts'
import { sessionDetail, turnDetail } from './transcript.ts'

interface Deps {
  store: Store
  audit: Audit
  events: EventLog
  workspaces: WorkspaceService
  catalog: AgentCatalog
  clock: Clock
  newId: NewId
  limits: Limits
}

export interface CreateSession {
  workspace: string
  agent?: string | undefined
  title?: string | undefined
  /** What an agent in a terminal begins with. */
  prompt?: string | undefined
  /** An earlier conversation of the agent. */
  resume?: string | undefined
  idempotencyKey?: string | undefined
}

export interface Prompt {
  sessionId: SessionId
  text: string
  attachments: Attachment[]
  approve: Approve
  whenBusy: WhenBusy
  idempotencyKey?: string | undefined
}

/** Which items: before a position (null: the last ones), after one, or around one. */
export interface PageRequest {
  sessionId: SessionId
  before: number | null
  after?: number | undefined
  around?: number | undefined
  limit: number
}

interface Target {
  workspaceId: WorkspaceId
  sessionId: SessionId
}

export class SessionService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  list(workspace?: string): SessionView[] {
    const { sessions } = this.#deps.store.read
    return workspace === undefined
      ? sessions.list()
      : sessions.listIn(this.#deps.workspaces.find(workspace).id)
  }

  /** Throws `session_not_found`. */
  get(id: SessionId): SessionView {
    const session = this.#deps.store.read.sessions.get(id)
    if (!session) throw new Failure('session_not_found', `There is no session ${id}`)
    return session
  }

  show(id: SessionId): SessionDetail {
    const { turns, items } = this.#deps.store.read
    return sessionDetail(this.get(id), turns.ofSession(id), items.ofSession(id))
  }

  turn(sessionId: SessionId, turnId: TurnId): TurnDetail {
    const { turns, items } = this.#deps.store.read
    const turn = turns.get(turnId)
    if (turn?.sessionId !== sessionId)
      throw new Failure('turn_not_found', `Session ${sessionId} has no turn ${turnId}`)
    return turnDetail(turn, items.ofTurn(turnId))
  }

  /** A page of the transcript and the turns it touches; the page at the end also has the newest turn. */
  items({
    sessionId,
    before,
    after,
    around,
    limit,
  }: PageRequest): ItemsPage & { cursor: Cursor; turns: Turn[] } {
    const { store, events } = this.#deps
    const { lastTurn } = this.get(sessionId)
    const { items, turns } = store.read
    const page =
      around !== undefined
        ? items.pageAround(sessionId, around, limit)
        : after !== undefined
          ? items.pageAfter(sessionId, after, limit)
          : items.page(sessionId, before, limit)
    const touched = new Set(page.items.map((item) => item.turnId))
    if (!page.moreAfter && lastTurn) touched.add(lastTurn.id)
    return { cursor: events.cursor(), ...page, turns: turns.some([...touched]) }
  }

  follow(sessionId: SessionId, after: Cursor | null, signal?: AbortSignal): AsyncGenerator<SessionEvent> {
    this.get(sessionId)
    return this.#deps.events.followSession(sessionId, after, signal)
  }

  create({
    workspace: reference,
    agent,
    title,
    prompt,
    resume,
    idempotencyKey,
  }: CreateSession): Promise<SessionView> {
    const { store, audit, workspaces, clock, newId, limits } = this.#deps
    const workspace = workspaces.find(reference)
    const profile = profileFor(this.#deps, workspace.id, agent)
    if (prompt !== undefined) {
      checkPromptSize(prompt, limits)
      if (profile.kind !== 'terminal') throw promptLater(profile.name)
    }
    return audit.record({ what: 'session.create', nodeId: workspace.nodeId }, async () => {
      const request = { operation: 'session.create', key: idempotencyKey, at: clock.now() }
      const id = reserveId(store, request, () => newId('session'))
      const first = store.read.sessions.get(id)
      if (first) return first
      const entity = await workspaces.link(workspace).command((client) =>
        client.session.create({
          id,
          workspaceId: workspace.id,
          profile,
          title: title ?? null,
          prompt: prompt ?? null,
          resume: resume ?? null,
        }),
      )
      return this.#view(entity)
    })
  }

  /** Earlier conversations of an agent in a workspace's folders. Throws `agent_unavailable`, `agent_failed`. */
  conversations(reference: string, agent?: string): Promise<AgentConversations> {
    const { workspaces } = this.#deps
    const workspace = workspaces.find(reference)
    const profile = profileFor(this.#deps, workspace.id, agent)
    if (profile.kind === 'terminal')
      return Promise.resolve({ offered: false, agentName: profile.name, conversations: [] })
    return workspaces
      .link(workspace)
      .call((client) => client.session.conversations({ workspaceId: workspace.id, profile }))
  }

  /** Starts a turn, or queues the message where one runs. With the key of an earlier prompt it returns what became of it. */
  prompt({ sessionId, text, attachments, approve, whenBusy, idempotencyKey }: Prompt): Promise<Prompted> {
    const { store, audit, workspaces, clock, newId, limits } = this.#deps
    const { workspaceId } = this.get(sessionId)
    checkPromptSize(text, limits)
    const workspace = workspaces.find(workspaceId)
    return audit.record({ what: 'session.prompt', nodeId: workspace.nodeId, target: sessionId }, async () => {
      const request = { operation: `session.prompt ${sessionId}`, key: idempotencyKey, at: clock.now() }
      const turnId = reserveId(store, request, () => newId('turn'))
      const first = store.read.turns.get(turnId)
      if (first) return { kind: 'turn', turn: first }
      const content = { text, attachments }
      const prompted = await workspaces
        .link(workspace)
        .command((client) =>
          client.session.prompt({ workspaceId, sessionId, turnId, content, approve, whenBusy }),
        )
      const turn = store.read.turns.get(turnId)
      return turn ? { kind: 'turn', turn } : prompted
    })
  }

  cancel(id: SessionId): Promise<SessionView> {
    return this.#command('session.cancel', id, (client, target) => client.session.cancel(target))
  }

  stop(id: SessionId): Promise<SessionView> {
    return this.#command('session.stop', id, (client, target) => client.session.stop(target))
  }

  setConfig(id: SessionId, optionId: string, value: string): Promise<SessionView> {
    return this.#command('session.setConfig', id, (client, target) =>
      client.session.setConfig({ ...target, optionId, value }),
    )
  }

  authenticate(id: SessionId, methodId: string): Promise<SessionView> {
    return this.#command('session.authenticate', id, (client, target) =>
      client.session.authenticate({ ...target, methodId }),
    )
  }

  /** By its agent's profile as it is now: variables and MCP servers may have been changed since. */
  restart(id: SessionId): Promise<SessionView> {
    const profile = profileOf(this.#deps, this.get(id))
    return this.#command('session.restart', id, (client, target) =>
      client.session.restart({ ...target, profile }),
    )
  }

  rename(id: SessionId, title: string): Promise<SessionView> {
    return this.#command('session.rename', id, (client, target) =>
      client.session.rename({ ...target, title }),
    )
  }

  /** The last lines of what the terminal of a session shows, as plain text; empty for one without. */
  output(id: SessionId, lines: number): Promise<{ text: string }> {
    const { workspaceId } = this.get(id)
    const { workspaces, store } = this.#deps
    // Also of a deleted one: what was shown can still be read.
    return workspaces
      .link(store.read.workspaces.get(workspaceId) ?? workspaces.find(workspaceId))
      .call((client) => client.session.output({ workspaceId, sessionId: id, lines }))
  }

  /**
   * A person has looked at the newest ended turn, or at what a session in a terminal rang for. Not audited: looking
   * changes nothing of anyone's work.
   */
  async markSeen(id: SessionId): Promise<SessionView> {
    const { lastTurn, unseen, attention, workspaceId } = this.get(id)
    if (attention) {
      const { workspaces } = this.#deps
      const link = workspaces.link(workspaces.find(workspaceId))
      return this.#view(
        await link.command((client) => client.session.markSeen({ workspaceId, sessionId: id })),
      )
    }
    if (!unseen || !lastTurn) return this.get(id)
    return this.#deps.store.write((writer) => {
      writer.sessions.markSeen(id, lastTurn.id)
      const entity = this.get(id)
      writer.tell({ type: 'session', entity })
      return entity
    })
  }

  #command(
    what: string,
    id: SessionId,
    work: (client: AgentClient, target: Target) => Promise<{ entity: Session; journalSeq: number }>,
  ): Promise<SessionView> {
    const { workspaceId } = this.get(id)
    const workspace = this.#deps.workspaces.find(workspaceId)
    return this.#deps.audit.record({ what, nodeId: workspace.nodeId, target: id }, async () => {
      const link = this.#deps.workspaces.link(workspace)
      return this.#view(await link.command((client) => work(client, { workspaceId, sessionId: id })))
    })
  }

  #view(entity: Session): SessionView {
    return this.#deps.store.read.sessions.get(entity.id) ?? { ...entity, unseen: false }
  }
}

const promptLater = (agent: string): Failure =>
  new Failure('invalid_input', `prompt: ${agent} is prompted once its session is there`, {
    hint: 'Send it as a prompt of the session.',
    details: { path: 'prompt' },
  })
