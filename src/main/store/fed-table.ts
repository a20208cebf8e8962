import { sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Orm } from './open.ts'

interface FedRow {
  id: string
  revision: number
  [column: string]: unknown
}

interface Put {
  run(row: FedRow): { changes: number }
}

/** One statement for each table, made when its first row is written. */
const puts = new WeakMap<Orm, Map<SQLiteTable, Put>>()

function preparePut(
  orm: Orm,
  table: SQLiteTable & { id: unknown },
  columns: readonly string[],
  finalStatuses: readonly string[],
): Put {
  const values = Object.fromEntries(columns.map((column) => [column, sql.placeholder(column)]))
  const { id: _id, ...rest } = values
  const newer = sql`excluded.revision > ${table}.revision`
  const settled =
    finalStatuses.length > 0
      ? sql` and not (${table}.status in ${[...finalStatuses]} and excluded.status is not ${table}.status)`
      : sql``
  return orm
    .insert(table)
    .values(values)
    .onConflictDoUpdate({
      target: table.id as never,
      set: rest as never,
      setWhere: sql`${newer}${settled}`,
    })
    .prepare()
}

/**
 * Writes a row told by a journal: inserted when new, overwritten when its revision is newer, else left alone.
 * Where `finalStatuses` are given, a row that has reached one keeps it: the first terminal state wins.
 * Returns whether anything changed, so that a replay publishes nothing. All rows of a table are given with the same
 * columns and final statuses.
 */
export function putFedRow(
  orm: Orm,
  table: SQLiteTable & { id: unknown },
  row: FedRow,
  finalStatuses: readonly string[] = [],
): boolean {
  const made = puts.get(orm) ?? new Map<SQLiteTable, Put>()
  puts.set(orm, made)
  const put = made.get(table) ?? preparePut(orm, table, Object.keys(row), finalStatuses)
  made.set(table, put)
  return put.run(row).changes === 1
}
