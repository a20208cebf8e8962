import Database from 'better-sqlite3'
import type { SessionId, TranscriptItem } from '../../../src/contracts/index.ts'
import { readMarks } from './marks.ts'

const everyMs = 5
/** Items looked at, from the end: what ended between two looks may hold new marks. */
const itemsLookedAt = 4

interface Row {
  id: string
  revision: number
  updatedAt: number
  content: string
}

/** Looks into the control plane's database from outside, as it is written: what is seen has been committed. */
export class DatabaseWatch {
  /** Milliseconds from the node agent's write of a revision to its commit here. */
  readonly journeys: number[] = []
  /** Milliseconds from the agent's saying of each piece to its commit here. */
  readonly ages: number[] = []
  readonly #database: Database.Database
  readonly #timer: NodeJS.Timeout
  readonly #newest: Database.Statement<[SessionId, number], Row>
  readonly #sessions: readonly SessionId[]
  readonly #seen = new Map<SessionId, { mark: number; revisions: Map<string, number> }>()
  readonly #started = Date.now()
  #version = -1

  constructor(file: string, sessions: readonly SessionId[]) {
    this.#sessions = sessions
    this.#database = new Database(file, { readonly: true })
    this.#newest = this.#database.prepare(
      `SELECT id, revision, entity ->> '$.updatedAt' AS updatedAt, entity ->> '$.content' AS content FROM items
        WHERE session_id = ? AND kind = '${'message' satisfies TranscriptItem['kind']}'
        ORDER BY position DESC LIMIT ?`,
    )
    this.#timer = setInterval(() => this.#look(), everyMs)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#database.close()
  }

  #look(): void {
    const version = this.#database.pragma('data_version', { simple: true }) as number
    if (version === this.#version) return
    this.#version = version
    for (const session of this.#sessions) {
      const rows = this.#newest.all(session, itemsLookedAt)
      this.#take(session, rows, Date.now())
    }
  }

  #take(session: SessionId, rows: readonly Row[], now: number): void {
    const seen = this.#seen.get(session) ?? { mark: -1, revisions: new Map<string, number>() }
    this.#seen.set(session, seen)
    let newest = seen.mark
    for (const { id, revision, updatedAt, content } of rows) {
      if ((seen.revisions.get(id) ?? 0) >= revision) continue
      seen.revisions.set(id, revision)
      const marks = readMarks(content).filter(
        ({ number, sentAt }) => number > seen.mark && sentAt >= this.#started,
      )
      if (marks.length === 0) continue
      this.journeys.push(now - updatedAt)
      for (const { number, sentAt } of marks) {
        this.ages.push(now - sentAt)
        newest = Math.max(newest, number)
      }
    }
    seen.mark = newest
  }
}
