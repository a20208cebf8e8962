import Database from 'better-sqlite3'
import type { Home } from '../../../src/base/index.ts'

/** Pid of a session's agent process, as the node agent remembers it. */
export function agentProcessOf(home: Home, sessionId: string): number {
  const database = new Database(home.agent.database, { readonly: true })
  try {
    const row = database.prepare('SELECT process_group AS pid FROM sessions WHERE id = ?').get(sessionId)
    return (row as { pid: number }).pid
  } finally {
    database.close()
  }
}
