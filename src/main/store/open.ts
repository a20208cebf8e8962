import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { openDatabase, type SqliteDatabase } from '../../base/index.ts'
import * as schema from './schema.ts'

export type Orm = BetterSQLite3Database<typeof schema>

/** The control plane's migrations, inlined by the build. */
export const appMigrations = import.meta.glob('../../../resources/migrations/app/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Opens the app database at its newest version. The caller closes `sqlite`. */
export function openAppDatabase(file: string): { sqlite: SqliteDatabase; orm: Orm } {
  const sqlite = openDatabase(file, appMigrations)
  return { sqlite, orm: drizzle(sqlite, { schema, casing: 'snake_case' }) }
}
