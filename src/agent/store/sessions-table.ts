import { eq } from 'drizzle-orm'
import type { Seal } from '../../base/index.ts'
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

  /** Variables and headers of a profile are secret: they stand sealed in the row. */
  readonly #seal: Seal

  constructor(orm: Orm, seal: Seal) {
    this.#orm = orm
    this.#seal = seal
  }

  get(id: SessionId): SessionRow | undefined {
    const row = this.#orm.select().from(sessions).where(eq(sessions.id, id)).get()
    return row && this.#whole(row)
  }

  list(): SessionRow[] {
    return this.#orm
      .select()
      .from(sessions)
      .all()
      .map((row) => this.#whole(row))
  }

  listIn(workspaceId: WorkspaceId): SessionRow[] {
    const rows = this.#orm.select().from(sessions).where(eq(sessions.workspaceId, workspaceId)).all()
    return rows.map((row) => this.#whole(row))
  }

  insert(entity: Session, profile: AgentProfile): void {
    this.#orm
      .insert(sessions)
      .values({
        id: entity.id,
        workspaceId: entity.workspaceId,
        status: entity.status,
        profile: { ...this.#seal.close(profile) },
        entity,
      })
      .run()
  }

  /** The profile it is started with from now on. */
  putProfile(id: SessionId, profile: AgentProfile): void {
    updateRow(this.#orm, sessions, id, { profile: { ...this.#seal.close(profile) } })
  }

  #whole(row: typeof sessions.$inferSelect): SessionRow {
    return { ...row, profile: this.#seal.open(row.profile) } as unknown as SessionRow
  }

  put(entity: Session): void {
    updateRow(this.#orm, sessions, entity.id, { status: entity.status, entity })
  }

  putProcess(id: SessionId, process: Partial<SessionProcess>): void {
    updateRow(this.#orm, sessions, id, process)
  }
}
