import { setImmediate as turnOfEventLoop } from 'node:timers/promises'
import { newId } from '../../../src/base/index.ts'
import type { Session, TranscriptItem, Turn, Workspace } from '../../../src/contracts/index.ts'
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
}

export interface Filled {
  workspaces: Workspace[]
  sessions: Session[]
  /** Milliseconds it took to write all of it. */
  took: number
}

/** Bytes this may take; a leak must end the bench and not the machine. */
const mostMemory = 2 * 2 ** 30
/** Records of one transaction: what a journal batch holds at most. */
const batch = 50

/**
 * Writes sessions into the database at `file` as the control plane does when it applies a journal: through its own
 * store, in batches. The database is made when there is none.
 */
export async function fillStore(file: string, filling: Filling): Promise<Filled> {
  const { Store } = await loadSource<typeof StoreModule>('main/store/index.ts')
  const store = new Store(file, () => undefined)
  const started = performance.now()
  const nodeId = newId('node')
  const prose = proseOf(1)
  const filled: Filled = { workspaces: [], sessions: [], took: 0 }
  for (let at = 0; at < filling.sessions; at++) {
    if (at % filling.sessionsOfWorkspace === 0)
      filled.workspaces.push(workspace({ nodeId, name: `workspace ${filled.workspaces.length + 1}` }))
    const place = filled.workspaces.at(-1) as Workspace
    const chat = session({ workspaceId: place.id, title: `session ${at + 1}` })
    filled.sessions.push(chat)
    const { turns, items } = conversation(chat, filling, prose)
    store.write((writer) => {
      writer.workspaces.put(place)
      writer.sessions.put(chat)
      for (const entity of turns) writer.turns.put(entity)
    })
    for (let from = 0; from < items.length; from += batch) {
      store.write((writer) => {
        for (const item of items.slice(from, from + batch)) writer.items.put(item)
      })
      // As between two batches of a journal. Statements are only freed when the event loop turns: without this the
      // million of them would fill the machine's memory.
      await turnOfEventLoop()
    }
    if (process.memoryUsage().rss > mostMemory) throw new Error('filling the store takes too much memory')
  }
  filled.took = performance.now() - started
  store.close()
  return filled
}

function conversation(
  { id: sessionId }: Session,
  { messagesOfSession, messagesOfTurn }: Filling,
  prose: (words: number) => string,
): { turns: Turn[]; items: TranscriptItem[] } {
  const turns: Turn[] = []
  const items = Array.from({ length: messagesOfSession }, (_, at) => {
    if (at % messagesOfTurn === 0)
      turns.push(turn({ sessionId, ordinal: turns.length + 1, status: 'succeeded', endedAt: 1 }))
    const { id: turnId } = turns.at(-1) as Turn
    const role = at % messagesOfTurn === 0 ? 'user' : 'agent'
    return message({ sessionId, turnId, position: at + 1, role, content: prose(20 + (at % 40)) })
  })
  return { turns, items }
}
