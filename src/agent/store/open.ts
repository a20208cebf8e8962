import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { openDatabase, type SqliteDatabase } from '../../base/index.ts'
import * as schema from './schema.ts'

export type Orm = BetterSQLite3Database<typeof schema>

/** The node agent's migrations, inlined by the build. */
export const agentMigrations = import.meta.glob('../../../resources/migrations/agent/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Opens the agent database at its newest version. The caller closes `sqlite`. */
export function openAgentDatabase(file: string): { sqlite: SqliteDatabase; orm: Orm } {
  const sqlite = openDatabase(file, agentMigrations)
  return { sqlite, orm: drizzle(sqlite, { schema, casing: 'snake_case' }) }
}
