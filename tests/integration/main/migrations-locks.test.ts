import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, openDatabase } from '../../../src/base/index.ts'
import { appMigrations, Store } from '../../../src/main/store/index.ts'
import { fileLock, session } from '../../hosts/agent/entities.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sy-'))
  file = join(folder, 'app.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('0013_file_locks', () => {
  it('shows the files of version 13 that sessions at work hold, and forgets what is free', () => {
    const old = openDatabase(file, appMigrations, 13)
    const chats = (['running', 'idle'] as const).map((status) =>
      session({ workspaceId: newId('workspace'), status }),
    )
    for (const chat of chats)
      old
        .prepare('INSERT INTO sessions (id, workspace_id, status, revision, entity) VALUES (?,?,?,1,?)')
        .run(chat.id, chat.workspaceId, chat.status, JSON.stringify(chat))
    old.close()

    const store = new Store(file, () => {})
    const [held, left] = chats.map(({ id, workspaceId }) => fileLock({ workspaceId, sessionId: id }))
    store.write(({ fileLocks }) => [held!, left!].forEach((lock) => fileLocks.put(lock)))
    expect(store.read.fileLocks.held()).toEqual([held])
    expect(store.read.fileLocks.held(left!.workspaceId)).toEqual([])
    store.write(({ fileLocks }) => fileLocks.delete(held!.id))
    expect(store.read.fileLocks.held()).toEqual([])
    store.close()
  })
})
