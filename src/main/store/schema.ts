import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type {
  ApprovalRule,
  Event,
  JournalEntry,
  McpServers,
  Node,
  PullRequest,
  PullRequestComment,
  QueuedMessage,
  ReviewThread,
  Session,
  Settings,
  Terminal,
  TranscriptItem,
  Turn,
  Workspace,
} from '../../contracts/index.ts'

/** What a node row remembers; health and link are facts of the moment and never stored. */
export type StoredNode = Omit<Node, 'health' | 'link' | 'linkReason'>
export type StoredBackup = Extract<JournalEntry, { type: 'backup' }>['entity']

/**
 * The control plane's database. Two kinds of tables: what it owns (nodes, projects, repositories, settings,
 * audit, idempotency), guarded by foreign keys; and its copy of what the node agents own, fed by their journals.
 * The copy has no foreign keys: the agent's database is the authority, and a truncated journal may leave out a
 * parent without that being a reason to refuse the child.
 */
export const nodes = sqliteTable('nodes', {
  id: text().primaryKey(),
  entity: text({ mode: 'json' }).$type<StoredNode>().notNull(),
})

export const projects = sqliteTable(
  'projects',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** The name folded for comparing; backs "unique without regard to case". */
    nameKey: text().notNull(),
    defaultAgent: text().notNull(),
    branchPrefix: text().notNull(),
    mcpServers: text({ mode: 'json' }).$type<McpServers>().notNull().default([]),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [uniqueIndex('projects_name').on(table.nameKey)],
)

export const repositories = sqliteTable(
  'repositories',
  {
    id: text().primaryKey(),
    projectId: text()
      .notNull()
      .references(() => projects.id),
    nodeId: text()
      .notNull()
      .references(() => nodes.id),
    name: text().notNull(),
    path: text().notNull(),
    defaultBranch: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [
    index('repositories_project').on(table.projectId),
    // One repository belongs to one project: two at once cannot both add it.
    uniqueIndex('repositories_path').on(table.nodeId, table.path),
  ],
)

export const workspaces = sqliteTable(
  'workspaces',
  {
    id: text().primaryKey(),
    projectId: text().notNull(),
    nodeId: text().notNull(),
    status: text().notNull(),
    revision: integer().notNull(),
    entity: text({ mode: 'json' }).$type<Workspace>().notNull(),
  },
  (table) => [index('workspaces_project').on(table.projectId)],
)

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    workspaceId: text().notNull(),
    status: text().notNull(),
    revision: integer().notNull(),
    /** The last ended turn a person has looked at; the control plane's own fact. */
    seenTurn: text(),
    entity: text({ mode: 'json' }).$type<Session>().notNull(),
  },
  (table) => [index('sessions_workspace').on(table.workspaceId)],
)

export const turns = sqliteTable(
  'turns',
  {
    id: text().primaryKey(),
    sessionId: text().notNull(),
    ordinal: integer().notNull(),
    status: text().notNull(),
    revision: integer().notNull(),
    entity: text({ mode: 'json' }).$type<Turn>().notNull(),
  },
  (table) => [
    index('turns_ordinal').on(table.sessionId, table.ordinal),
    index('turns_running')
      .on(table.status)
      .where(sql`status = 'running'`),
  ],
)

export const items = sqliteTable(
  'items',
  {
    id: text().primaryKey(),
    sessionId: text().notNull(),
    turnId: text().notNull(),
    position: integer().notNull(),
    kind: text().notNull(),
    /** An approval's status; null for other kinds. */
    status: text(),
    revision: integer().notNull(),
    entity: text({ mode: 'json' }).$type<TranscriptItem>().notNull(),
  },
  (table) => [
    index('items_position').on(table.sessionId, table.position),
    index('items_turn').on(table.turnId),
    index('items_pending')
      .on(table.status)
      .where(sql`status = 'pending'`),
  ],
)

/**
 * What the full-text index holds: its row of this number is the text of this item. Numbers grow with the time of
 * indexing, so the newest come first without sorting. The index itself, `search_texts`, is a virtual table that
 * only its migration knows; it keeps no text, which stands in `items`.
 */
export const searchDocuments = sqliteTable(
  'search_documents',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    itemId: text().notNull(),
  },
  (table) => [uniqueIndex('search_documents_item').on(table.itemId)],
)

export const queuedMessages = sqliteTable(
  'queued_messages',
  {
    id: text().primaryKey(),
    sessionId: text().notNull(),
    status: text().notNull(),
    place: integer().notNull(),
    revision: integer().notNull(),
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
    workspaceId: text().notNull(),
    /** Null while it is in force. */
    revokedAt: integer(),
    revision: integer().notNull(),
    entity: text({ mode: 'json' }).$type<ApprovalRule>().notNull(),
  },
  (table) => [index('approval_rules_workspace').on(table.workspaceId)],
)

export const terminals = sqliteTable(
  'terminals',
  {
    id: text().primaryKey(),
    workspaceId: text().notNull(),
    status: text().notNull(),
    revision: integer().notNull(),
    entity: text({ mode: 'json' }).$type<Terminal>().notNull(),
  },
  (table) => [index('terminals_workspace').on(table.workspaceId)],
)

export const events = sqliteTable(
  'events',
  {
    id: text().primaryKey(),
    nodeId: text().notNull(),
    workspaceId: text(),
    createdAt: integer().notNull(),
    entity: text({ mode: 'json' }).$type<Event>().notNull(),
  },
  (table) => [
    index('events_time').on(table.createdAt),
    index('events_workspace').on(table.workspaceId, table.createdAt),
  ],
)

export const backups = sqliteTable(
  'backups',
  {
    workspaceId: text().notNull(),
    repositoryId: text().notNull(),
    ref: text().notNull(),
    createdAt: integer().notNull(),
    entity: text({ mode: 'json' }).$type<StoredBackup>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.repositoryId, table.ref] })],
)

/** Review comments. Owned by the control plane; kept when their workspace is deleted. */
export const reviewThreads = sqliteTable(
  'review_threads',
  {
    id: text().primaryKey(),
    workspaceId: text().notNull(),
    entity: text({ mode: 'json' }).$type<ReviewThread>().notNull(),
  },
  (table) => [index('review_threads_workspace').on(table.workspaceId)],
)

/** Pull requests of workspaces as their hosts last told of them; the control plane's own. */
export const pullRequests = sqliteTable(
  'pull_requests',
  {
    workspaceId: text().notNull(),
    repositoryId: text().notNull(),
    entity: text({ mode: 'json' }).$type<PullRequest>().notNull(),
    comments: text({ mode: 'json' }).$type<PullRequestComment[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.repositoryId] })],
)

/** Who did what, on which node, when. Rows are only ever added; `audit_outcomes` tells how an act ended. */
export const audit = sqliteTable(
  'audit',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    who: text().notNull(),
    /** The contract path, such as `session.prompt`. */
    what: text().notNull(),
    nodeId: text(),
    /** Id of the workspace, session, project … acted on. */
    target: text(),
  },
  (table) => [index('audit_time').on(table.at)],
)

/** How an audited act ended; an act without a row was cut off by a crash. Rows are only ever added. */
export const auditOutcomes = sqliteTable('audit_outcomes', {
  auditId: integer()
    .primaryKey()
    .references(() => audit.id),
  /** `ok` or an error code. */
  outcome: text().notNull(),
  settledAt: integer().notNull(),
  /** Id of what the act made or acted on; null when it made nothing. */
  target: text(),
})

export const settings = sqliteTable(
  'settings',
  {
    one: integer().primaryKey(),
    entity: text({ mode: 'json' }).$type<Partial<Settings>>().notNull(),
  },
  (table) => [check('settings_one', sql`${table.one} = 1`)],
)

/** Key of a request that makes something → the id made for it, written before the node agent is asked. */
export const idempotency = sqliteTable(
  'idempotency',
  {
    operation: text().notNull(),
    key: text().notNull(),
    resultId: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.operation, table.key] })],
)

/** How far each node's journal has been applied, written in the transaction that applies it. */
export const journalCursors = sqliteTable('journal_cursors', {
  nodeId: text().primaryKey(),
  seq: integer().notNull(),
})
