import type { Clock, Redactor } from '../../base/index.ts'
import {
  Failure,
  WorkspaceId,
  type ExportedSession,
  type ExportFormat,
  type HistoryHit,
  type HistoryResults,
  type PlacedSession,
  type SessionId,
  type SessionPlace,
  type SessionView,
  type TranscriptItem,
} from '../../contracts/index.ts'
import { searchText, type Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import { exportSession } from './export-session.ts'
import { parseQuery, type Term } from './parse-query.ts'
import { snippetOf } from './snippet.ts'

interface Deps {
  store: Store
  workspaces: WorkspaceService
  clock: Clock
  redactor: Redactor
}

export interface Search {
  query: string
  workspace?: string | undefined
  limit: number
}

/** What was said and done in all sessions, those of deleted workspaces included. Reads only. */
export class HistoryService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Throws `workspace_not_found`; no query is refused. */
  search({ query, workspace, limit }: Search): HistoryResults {
    const { search, sessions } = this.#deps.store.read
    const within =
      workspace === undefined ? null : sessions.listIn(this.#workspaceId(workspace)).map(({ id }) => id)
    const parsed = parseQuery(query)
    if (!parsed) return { hits: [], more: false }
    const found = search.find(parsed.match, within, limit + 1)
    const known = new Map<SessionId, PlacedSession | undefined>()
    const placed = (id: SessionId): PlacedSession | undefined => {
      if (!known.has(id)) known.set(id, this.#placed(sessions.get(id)))
      return known.get(id)
    }
    const hits = found.slice(0, limit).flatMap((item) => {
      const at = placed(item.sessionId)
      return at ? [hitOf(item, at, parsed.terms)] : []
    })
    return { hits, more: found.length > limit }
  }

  /** Of deleted workspaces, last touched first. */
  sessions(limit: number): { sessions: PlacedSession[]; more: boolean } {
    const found = this.#deps.store.read.sessions.listDeleted(limit + 1)
    const sessions = found.slice(0, limit).map((session) => this.#placed(session))
    return { sessions: sessions.filter((placed) => placed !== undefined), more: found.length > limit }
  }

  /** Throws `session_not_found`. */
  session(id: SessionId): PlacedSession {
    const placed = this.#placed(this.#deps.store.read.sessions.get(id))
    if (!placed) throw new Failure('session_not_found', `There is no session ${id}`)
    return placed
  }

  /** Throws `session_not_found`. */
  export(id: SessionId, format: ExportFormat): ExportedSession {
    const { store, clock, redactor } = this.#deps
    const placed = this.session(id)
    const items = Map.groupBy(store.read.items.ofSession(id), ({ turnId }) => turnId)
    const turns = store.read.turns.ofSession(id).map((turn) => ({ ...turn, items: items.get(turn.id) ?? [] }))
    // What the user wrote is kept as it was written, and may hold secrets; a file that leaves the app may not.
    return exportSession(redactor.deep({ ...placed, turns, exportedAt: clock.now() }), format)
  }

  #workspaceId(reference: string): WorkspaceId {
    const id = WorkspaceId.safeParse(reference)
    const known = id.success ? this.#deps.store.read.workspaces.get(id.data) : undefined
    return (known ?? this.#deps.workspaces.find(reference)).id
  }

  /** Undefined where the session is, or a truncated journal told nothing of its workspace. */
  #placed(session: SessionView | undefined): PlacedSession | undefined {
    const { workspaces, projects } = this.#deps.store.read
    const workspace = session && workspaces.get(session.workspaceId)
    if (!session || !workspace) return undefined
    const place: SessionPlace = {
      workspaceId: workspace.id,
      workspaceName: workspace.name,
      branch: workspace.branch,
      worktrees: workspace.repositories.map(({ worktree }) => worktree),
      deletedAt: workspace.status === 'deleted' ? workspace.updatedAt : null,
      projectId: workspace.projectId,
      projectName: projects.get(workspace.projectId)?.name ?? null,
    }
    return { session, place }
  }
}

function hitOf(item: TranscriptItem, { session, place }: PlacedSession, terms: readonly Term[]): HistoryHit {
  return {
    sessionId: item.sessionId,
    sessionTitle: session.title,
    agentName: session.agentName,
    place,
    turnId: item.turnId,
    itemId: item.id,
    position: item.position,
    kind: kindOf(item),
    snippet: snippetOf(searchText(item) ?? '', terms),
    createdAt: item.createdAt,
  }
}

function kindOf(item: TranscriptItem): HistoryHit['kind'] {
  if (item.kind === 'message') return item.role
  if (item.kind === 'plan') throw new Error('plans are not searched')
  return item.kind
}
