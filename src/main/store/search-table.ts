import { inArray, sql } from 'drizzle-orm'
import type { SessionId, TranscriptItem } from '../../contracts/index.ts'
import type { Orm } from './open.ts'
import { items, searchDocuments } from './schema.ts'
import { searchText } from './search-text.ts'

/** The index splits at anything but letters and digits, so the part behind the prefix is one word. */
const wordOf = (id: SessionId): string => id.slice(id.indexOf('_') + 1)

export class SearchReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  /**
   * The newest `limit` items that match `words`, newest first: of `sessions`, or of all. `words` is an expression
   * of FTS5 and must be well-formed; see `parseQuery`.
   */
  find(words: string, sessions: readonly SessionId[] | null, limit: number): TranscriptItem[] {
    if (sessions?.length === 0) return []
    const within = sessions ? `session : (${sessions.map((id) => `"${wordOf(id)}"`).join(' OR ')}) AND ` : ''
    const matched = this.orm
      .all<{ itemId: string }>(
        sql`SELECT item_id AS itemId FROM
          (SELECT rowid AS id FROM search_texts WHERE search_texts MATCH ${`${within}body : (${words})`}
            ORDER BY rowid DESC LIMIT ${limit})
          JOIN search_documents USING (id) ORDER BY id DESC`,
      )
      .map(({ itemId }) => itemId)
    const rows = this.orm.select().from(items).where(inArray(items.id, matched)).all()
    const byId = new Map(rows.map((row) => [row.id, row.entity]))
    return matched.map((id) => byId.get(id)).filter((item) => item !== undefined)
  }
}

/** Puts an item into the index when there is something to find it by; again in its place when it was there. */
export function indexItem(orm: Orm, item: TranscriptItem): void {
  const text = searchText(item)
  if (text === null) return
  const document = orm
    .insert(searchDocuments)
    .values({ itemId: item.id })
    // Changes nothing, but without it there is no row to return.
    .onConflictDoUpdate({ target: searchDocuments.itemId, set: { itemId: item.id } })
    .returning({ id: searchDocuments.id })
    .get()
  orm.run(
    sql`INSERT OR REPLACE INTO search_texts (rowid, session, body)
      VALUES (${document.id}, ${wordOf(item.sessionId)}, ${text})`,
  )
}
