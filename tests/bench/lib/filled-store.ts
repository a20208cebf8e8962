import Database from 'better-sqlite3'
import type {
  NodeId,
  ProjectId,
  Session,
  TranscriptItem,
  Turn,
  Workspace,
} from '../../../src/contracts/index.ts'
import { message, session, turn, workspace } from '../../hosts/agent/entities.ts'
import type * as StoreModule from '../../../src/main/store/index.ts'
import { loadSource } from './load-source.ts'
import { proseOf } from './prose.ts'

/** What a filled database holds. */
export interface Filling {
  sessions: number
  messagesOfSession: number
  sessionsOfWorkspace: number
  /** Messages of one turn, the prompt included. */
  messagesOfTurn: number
  nodeId: NodeId
  projectId: ProjectId
  /** Whether the messages can be searched; that takes most of the time. */
  searchable: boolean
}

export interface Filled {
  workspaces: Workspace[]
  sessions: Session[]
  /** Milliseconds it took to write all of it. */
  took: number
}

/** Bytes this may take; a leak must end the bench and not the machine. */
const mostMemory = 2 * 2 ** 30

/**
 * Writes sessions into the control plane's database at `file`, which is made when there is none and must not be open.
 * The few rows of workspaces, sessions and turns go through the store, the messages by statements of our own: a
 * million of them would take the store ten minutes.
 */
export async function fillStore(file: string, filling: Filling): Promise<Filled> {
  const started = performance.now()
  const filled = await fillPicture(file, filling)
  const prose = proseOf(1)
  const write = openWriter(file, filling.searchable)
  for (const { chat, turns } of filled.conversations) {
    write.all(messagesOf(chat, turns, filling, prose))
    if (process.memoryUsage().rss > mostMemory) throw new Error('filling the store takes too much memory')
  }
  write.close()
  const { workspaces, conversations } = filled
  return { workspaces, sessions: conversations.map(({ chat }) => chat), took: performance.now() - started }
}

interface Conversation {
  chat: Session
  turns: Turn[]
}

async function fillPicture(
  file: string,
  filling: Filling,
): Promise<{ workspaces: Workspace[]; conversations: Conversation[] }> {
  const { sessions, sessionsOfWorkspace, messagesOfSession, messagesOfTurn, nodeId, projectId } = filling
  const workspaces = Array.from({ length: Math.ceil(sessions / sessionsOfWorkspace) }, (_, at) =>
    workspace({ nodeId, projectId, name: `workspace ${at + 1}`, branch: `work/${at + 1}` }),
  )
  const conversations = Array.from({ length: sessions }, (_, at): Conversation => {
    const { id: workspaceId } = workspaces[Math.floor(at / sessionsOfWorkspace)] as Workspace
    const chat = session({ workspaceId, title: `session ${at + 1}` })
    const turns = Array.from({ length: Math.ceil(messagesOfSession / messagesOfTurn) }, (_turn, index) =>
      turn({ sessionId: chat.id, ordinal: index + 1, status: 'succeeded', endedAt: 1 }),
    )
    return { chat, turns }
  })
  const { Store } = await loadSource<typeof StoreModule>('main/store/index.ts')
  const store = new Store(file, () => undefined)
  store.write((writer) => {
    for (const entity of workspaces) writer.workspaces.put(entity)
    for (const { chat, turns } of conversations) {
      writer.sessions.put(chat)
      for (const entity of turns) writer.turns.put(entity)
    }
  })
  store.close()
  return { workspaces, conversations }
}

function* messagesOf(
  { id: sessionId }: Session,
  turns: readonly Turn[],
  { messagesOfSession, messagesOfTurn }: Filling,
  prose: (words: number) => string,
): Generator<TranscriptItem & { kind: 'message' }> {
  for (let at = 0; at < messagesOfSession; at++) {
    const { id: turnId } = turns[Math.floor(at / messagesOfTurn)] as Turn
    const role = at % messagesOfTurn === 0 ? 'user' : 'agent'
    yield message({ sessionId, turnId, position: at + 1, role, content: prose(20 + (at % 40)) })
  }
}

interface MessageWriter {
  /** Writes them in one transaction. */
  all(messages: Iterable<TranscriptItem & { kind: 'message' }>): void
  close(): void
}

/** Rows as `ItemsWriter` and `indexItem` of the store make them. */
function openWriter(file: string, searchable: boolean): MessageWriter {
  const database = new Database(file)
  // Nothing of it need survive a crash.
  database.pragma('synchronous = OFF')
  const item = database.prepare(
    `INSERT INTO items (id, session_id, turn_id, position, kind, status, revision, entity)
      VALUES (?, ?, ?, ?, 'message', NULL, ?, ?)`,
  )
  const searchDocument = database.prepare('INSERT INTO search_documents (item_id) VALUES (?)')
  const searchText = database.prepare('INSERT INTO search_texts (rowid, session, body) VALUES (?, ?, ?)')
  const write = database.transaction((messages: Iterable<TranscriptItem & { kind: 'message' }>) => {
    for (const entity of messages) {
      const { id, sessionId, turnId, position, revision, content } = entity
      item.run(id, sessionId, turnId, position, revision, JSON.stringify(entity))
      if (!searchable) continue
      const { lastInsertRowid } = searchDocument.run(id)
      searchText.run(lastInsertRowid, sessionId.slice(sessionId.indexOf('_') + 1), content)
    }
  })
  return { all: write, close: () => void database.close() }
}
