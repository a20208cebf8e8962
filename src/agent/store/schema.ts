import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type {
  ApprovalRule,
  FileLock,
  JournalEntry,
  QueuedMessage,
  Session,
  Terminal,
  TranscriptItem,
  Turn,
  Workspace,
} from '../../contracts/index.ts'

/**
 * The node agent's own database. Rows hold the contract's entity whole (`entity`, JSON) beside the columns that
 * queries and constraints need; the journal is written in the same transaction as the row it tells of.
 */
export const workspaces = sqliteTable(
  'workspaces',
  {
    id: text().primaryKey(),
    /** Lower-cased display name; null once deleted, so that names can be used again. */
    nameKey: text(),
    status: text().notNull(),
    entity: text({ mode: 'json' }).$type<Workspace>().notNull(),
  },
  (table) => [uniqueIndex('workspaces_name').on(table.nameKey)],
)

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    workspaceId: text()
      .notNull()
      .references(() => workspaces.id),
    status: text().notNull(),
    /** ACP's own id of the conversation, to load it again. */
    acpSessionId: text(),
    /** Process group of the agent process and when the leader started, to find it after a crash. */
    processGroup: integer(),
    processStartedAt: text(),
    /** The profile it was started with, to start it again. */
    profile: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    entity: text({ mode: 'json' }).$type<Session>().notNull(),
  },
  (table) => [index('sessions_workspace').on(table.workspaceId)],
)

export const turns = sqliteTable(
  'turns',
  {
    id: text().primaryKey(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id),
    ordinal: integer().notNull(),
    status: text().notNull(),
    /** ACP's id of the conversation it was part of; null when the agent never got the prompt. */
    acpSessionId: text(),
    entity: text({ mode: 'json' }).$type<Turn>().notNull(),
  },
  (table) => [
    uniqueIndex('turns_ordinal').on(table.sessionId, table.ordinal),
    // One turn at a time in a session, whatever the code above does.
    uniqueIndex('turns_one_running')
      .on(table.sessionId)
      .where(sql`status = 'running'`),
  ],
)

export const items = sqliteTable(
  'items',
  {
    id: text().primaryKey(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id),
    turnId: text()
      .notNull()
      .references(() => turns.id),
    position: integer().notNull(),
    kind: text().notNull(),
    /** An approval's status; null for other kinds. */
    status: text(),
    /** The agent's id of a tool call or approval's call. */
    toolCallId: text(),
    entity: text({ mode: 'json' }).$type<TranscriptItem>().notNull(),
  },
  (table) => [
    uniqueIndex('items_position').on(table.sessionId, table.position),
    index('items_turn').on(table.turnId),
    index('items_pending')
      .on(table.status)
      .where(sql`status = 'pending'`),
  ],
)

export const queuedMessages = sqliteTable(
  'queued_messages',
  {
    id: text().primaryKey(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id),
    /** The turn it is to become: a retry of the prompt that made it finds it by this. */
    turnId: text().notNull().unique(),
    status: text().notNull(),
    place: integer().notNull(),
    entity: text({ mode: 'json' }).$type<QueuedMessage>().notNull(),
  },
  (table) => [
    index('queued_messages_waiting')
      .on(table.sessionId, table.place)
      .where(sql`status in ('queued', 'held')`),
  ],
)

export const approvalRules = sqliteTable(
  'approval_rules',
  {
    id: text().primaryKey(),
    workspaceId: text()
      .notNull()
      .references(() => workspaces.id),
    /** Agent, tool kind and match as one text; null once revoked. */
    key: text(),
    entity: text({ mode: 'json' }).$type<ApprovalRule>().notNull(),
  },
  // One rule in force for one kind of request: two answers at once cannot both leave one.
  (table) => [uniqueIndex('approval_rules_key').on(table.workspaceId, table.key)],
)

/** Files that sessions hold; a row goes when its file is free. */
export const fileLocks = sqliteTable(
  'file_locks',
  {
    id: text().primaryKey(),
    workspaceId: text()
      .notNull()
      .references(() => workspaces.id),
    /** Worktree and real path, as one text. */
    key: text().notNull(),
    entity: text({ mode: 'json' }).$type<FileLock>().notNull(),
  },
  // One holder of one file, whatever the code above does.
  (table) => [uniqueIndex('file_locks_key').on(table.workspaceId, table.key)],
)

export const terminals = sqliteTable(
  'terminals',
  {
    id: text().primaryKey(),
    workspaceId: text()
      .notNull()
      .references(() => workspaces.id),
    status: text().notNull(),
    entity: text({ mode: 'json' }).$type<Terminal>().notNull(),
  },
  (table) => [index('terminals_workspace').on(table.workspaceId)],
)

export const journal = sqliteTable('journal', {
  seq: integer().primaryKey(),
  id: text().notNull().unique(),
  createdAt: integer().notNull(),
  bytes: integer().notNull(),
  entry: text({ mode: 'json' }).$type<JournalEntry>().notNull(),
})

/** One row: what must outlive pruned journal rows. */
export const journalState = sqliteTable(
  'journal_state',
  {
    one: integer().primaryKey(),
    lastSeq: integer().notNull(),
    ackedSeq: integer().notNull(),
  },
  (table) => [check('journal_state_one', sql`${table.one} = 1`)],
)

/** Nonces of job tokens that were used and are not expired, so that none works twice, also after a restart. */
export const usedNonces = sqliteTable(
  'used_nonces',
  {
    nonce: text().primaryKey(),
    /** Milliseconds since the epoch. */
    expiresAt: integer().notNull(),
  },
  (table) => [index('used_nonces_expiry').on(table.expiresAt)],
)

/** Files the user has viewed, at the content he saw. */
export const viewedFiles = sqliteTable(
  'viewed_files',
  {
    workspaceId: text().notNull(),
    repositoryId: text().notNull(),
    /** Its bytes, one letter each: names need not be UTF-8. */
    path: text().notNull(),
    content: text().notNull(),
    viewedAt: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.repositoryId, table.path] }),
    index('viewed_files_age').on(table.workspaceId, table.viewedAt),
  ],
)
