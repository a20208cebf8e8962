import { eq } from 'drizzle-orm'
import type { AgentProfile, Session, SessionId, WorkspaceId } from '../../contracts/index.ts'
import { updateRow } from './entity-table.ts'
import type { Orm } from './open.ts'
import { sessions } from './schema.ts'

/** What the agent must know of a session beyond what clients see. */
export interface SessionProcess {
  acpSessionId: string | null
  /** Process group id of the agent process; null when none runs. */
  processGroup: number | null
  /** When its leader started, as the system tells it, so that a reused id is not mistaken for it. */
  processStartedAt: string | null
}

export interface SessionRow extends SessionProcess {
  profile: AgentProfile
  entity: Session
}

export class SessionsTable {
  readonly #orm: Orm

  constructor(orm: Orm) {
    this.#orm = orm
  }

  get(id: SessionId): SessionRow | undefined {
    return this.#orm.select().from(sessions).where(eq(sessions.id, id)).get() as SessionRow | undefined
  }

  list(): SessionRow[] {
    return this.#orm.select().from(sessions).all() as unknown as SessionRow[]
  }

  listIn(workspaceId: WorkspaceId): SessionRow[] {
    const rows = this.#orm.select().from(sessions).where(eq(sessions.workspaceId, workspaceId)).all()
    return rows as unknown as SessionRow[]
  }

  insert(entity: Session, profile: AgentProfile): void {
    this.#orm
      .insert(sessions)
      .values({
        id: entity.id,
        workspaceId: entity.workspaceId,
        status: entity.status,
        profile: { ...profile },
        entity,
      })
      .run()
  }

  put(entity: Session): void {
    updateRow(this.#orm, sessions, entity.id, { status: entity.status, entity })
  }

  putProcess(id: SessionId, process: Partial<SessionProcess>): void {
    updateRow(this.#orm, sessions, id, process)
  }
}
