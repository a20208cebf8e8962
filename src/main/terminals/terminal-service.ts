import type { Clock, NewId } from '../../base/index.ts'
import {
  Failure,
  type RepositoryId,
  type SessionId,
  type Terminal,
  type TerminalId,
  type TerminalSize,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import { reserveId, type Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  store: Store
  audit: Audit
  workspaces: WorkspaceService
  clock: Clock
  newId: NewId
}

export interface CreateTerminal {
  workspace: string
  repositoryId?: RepositoryId | undefined
  size: TerminalSize
  idempotencyKey?: string | undefined
}

export interface SignIn {
  sessionId: SessionId
  methodId: string
  size: TerminalSize
  idempotencyKey?: string | undefined
}

export class TerminalService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  list(workspace?: string): Terminal[] {
    const { terminals } = this.#deps.store.read
    return workspace === undefined
      ? terminals.list()
      : terminals.listIn(this.#deps.workspaces.find(workspace).id)
  }

  /** Throws `terminal_not_found`. */
  get(id: TerminalId): Terminal {
    const terminal = this.#deps.store.read.terminals.get(id)
    if (!terminal) throw new Failure('terminal_not_found', `There is no terminal ${id}`)
    return terminal
  }

  create({ workspace: reference, repositoryId, size, idempotencyKey }: CreateTerminal): Promise<Terminal> {
    const { store, audit, workspaces, clock, newId } = this.#deps
    const workspace = workspaces.find(reference)
    return audit.record({ what: 'terminal.create', nodeId: workspace.nodeId }, async () => {
      const request = { operation: 'terminal.create', key: idempotencyKey, at: clock.now() }
      const id = reserveId(store, request, () => newId('terminal'))
      const first = store.read.terminals.get(id)
      if (first) return first
      const link = workspaces.link(workspace)
      const create = { id, workspaceId: workspace.id, repositoryId: repositoryId ?? null, size }
      const entity = await link.command((client) => client.terminal.create(create))
      return store.read.terminals.get(id) ?? entity
    })
  }

  /** A terminal in which the agent of a session signs the user in. */
  signIn({ sessionId, methodId, size, idempotencyKey }: SignIn): Promise<Terminal> {
    const { store, audit, workspaces, clock, newId } = this.#deps
    const session = store.read.sessions.get(sessionId)
    if (!session) throw new Failure('session_not_found', `There is no session ${sessionId}`)
    const workspace = workspaces.find(session.workspaceId)
    const act = { what: 'session.signInTerminal', nodeId: workspace.nodeId, target: sessionId }
    return audit.record(act, async () => {
      const request = { operation: `${act.what} ${sessionId}`, key: idempotencyKey, at: clock.now() }
      const id = reserveId(store, request, () => newId('terminal'))
      const first = store.read.terminals.get(id)
      if (first) return first
      const target = { workspaceId: workspace.id, sessionId, methodId, id, size }
      const entity = await workspaces
        .link(workspace)
        .command((client) => client.session.signInTerminal(target))
      return store.read.terminals.get(id) ?? entity
    })
  }

  close(id: TerminalId): Promise<Terminal> {
    const { store, audit, workspaces } = this.#deps
    const { workspaceId } = this.get(id)
    const workspace = workspaces.find(workspaceId)
    return audit.record({ what: 'terminal.close', nodeId: workspace.nodeId, target: id }, async () => {
      const link = workspaces.link(workspace)
      const entity = await link.command((client) => client.terminal.close({ workspaceId, terminalId: id }))
      return store.read.terminals.get(id) ?? entity
    })
  }
}
