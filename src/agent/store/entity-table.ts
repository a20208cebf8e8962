import { eq, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Orm } from './open.ts'

type Row = Record<string, unknown>

interface Upsert {
  run(row: Row): { changes: number }
}

/** One statement for each table, made when its first row is written. */
const upserts = new WeakMap<Orm, Map<SQLiteTable, Upsert>>()

function prepareUpsert(orm: Orm, table: SQLiteTable & { id: unknown }, columns: readonly string[]): Upsert {
  const values = Object.fromEntries(columns.map((column) => [column, sql.placeholder(column)]))
  const { id: _id, ...rest } = values
  return orm
    .insert(table)
    .values(values)
    .onConflictDoUpdate({ target: table.id as never, set: rest as never })
    .prepare()
}

/**
 * Inserts or overwrites one row by its `id`; asserts that exactly one changed. All rows of a table are given with the
 * same columns.
 */
export function upsertRow(orm: Orm, table: SQLiteTable & { id: unknown }, row: Row & { id: string }): void {
  const made = upserts.get(orm) ?? new Map<SQLiteTable, Upsert>()
  upserts.set(orm, made)
  const upsert = made.get(table) ?? prepareUpsert(orm, table, Object.keys(row))
  made.set(table, upsert)
  const result = upsert.run(row)
  if (result.changes !== 1) throw new Error(`upsert of ${row.id} changed ${result.changes} rows`)
}

/** Sets columns of one row by its `id`; asserts that it exists. */
export function updateRow(orm: Orm, table: SQLiteTable & { id: unknown }, id: string, set: Row): void {
  const result = orm
    .update(table)
    .set(set)
    .where(eq(table.id as never, id))
    .run()
  if (result.changes !== 1) throw new Error(`update of ${id} changed ${result.changes} rows`)
}
