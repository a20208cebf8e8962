import { sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Orm } from './open.ts'

interface FedRow {
  id: string
  revision: number
  [column: string]: unknown
}

/**
 * Writes a row told by a journal: inserted when new, overwritten when its revision is newer, else left alone.
 * Where `finalStatuses` are given, a row that has reached one keeps it: the first terminal state wins.
 * Returns whether anything changed, so that a replay publishes nothing.
 */
export function putFedRow(
  orm: Orm,
  table: SQLiteTable & { id: unknown },
  row: FedRow,
  finalStatuses: readonly string[] = [],
): boolean {
  const { id: _id, ...rest } = row
  const newer = sql`excluded.revision > ${table}.revision`
  const settled =
    finalStatuses.length > 0
      ? sql` and not (${table}.status in ${[...finalStatuses]} and excluded.status is not ${table}.status)`
      : sql``
  const result = orm
    .insert(table)
    .values(row)
    .onConflictDoUpdate({ target: table.id as never, set: rest, setWhere: sql`${newer}${settled}` })
    .run()
  return result.changes === 1
}
