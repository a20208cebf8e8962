import { eq } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Orm } from './open.ts'

type Row = Record<string, unknown>

/** Inserts or overwrites one row by its `id`; asserts that exactly one changed. */
export function upsertRow(orm: Orm, table: SQLiteTable & { id: unknown }, row: Row & { id: string }): void {
  const { id: _id, ...rest } = row
  const result = orm
    .insert(table)
    .values(row)
    .onConflictDoUpdate({ target: table.id as never, set: rest })
    .run()
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
