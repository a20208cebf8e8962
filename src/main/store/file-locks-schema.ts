import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileLock } from '../../contracts/index.ts'

/** Files that sessions hold; a row goes when its file is free. */
export const fileLocks = sqliteTable(
  'file_locks',
  {
    id: text().primaryKey(),
    workspaceId: text().notNull(),
    sessionId: text().notNull(),
    revision: integer().notNull(),
    entity: text({ mode: 'json' }).$type<FileLock>().notNull(),
  },
  (table) => [index('file_locks_workspace').on(table.workspaceId)],
)
