import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it, vi, type MockInstance } from 'vitest'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, systemClock } from '../../../src/base/index.ts'
import { Store } from '../../../src/main/store/index.ts'

let folder: string
let prepare: MockInstance<Database.Database['prepare']>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-plans-'))
  // Before a database is opened, which may keep the method for itself.
  prepare = vi.spyOn(Database.prototype, 'prepare')
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

/** How SQLite goes about what `read` asks of the database in `file`. */
function planOf(file: string, read: () => unknown): string {
  read()
  const [sql = ''] = prepare.mock.lastCall ?? []
  const database = new Database(file, { readonly: true })
  try {
    const rows = database.prepare(`explain query plan ${sql.replaceAll('?', "'x'")}`).all()
    return rows.map((row) => (row as { detail: string }).detail).join('\n')
  } finally {
    database.close()
  }
}

it('waiting messages are found by their index, however many were sent', () => {
  const session = newId('session')
  const [agentFile, appFile] = [join(folder, 'agent.db'), join(folder, 'app.db')]
  const agent = new AgentStore(agentFile, systemClock, newId)
  const app = new Store(appFile, () => undefined)
  expect(planOf(agentFile, () => agent.queue.waiting(session))).toContain('queued_messages_waiting')
  expect(planOf(appFile, () => app.read.queue.waiting(session))).toContain('queued_messages_waiting')
  expect(planOf(appFile, () => app.read.queue.waiting())).toContain('queued_messages_waiting')
  agent.close()
  app.close()
})
