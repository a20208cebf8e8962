import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, openDatabase } from '../../../src/base/index.ts'
import { appMigrations, Store } from '../../../src/main/store/index.ts'
import { workspace } from '../../hosts/agent/entities.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sy-'))
  file = join(folder, 'app.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('0011_review_threads', () => {
  it('adds a table for comments to version 11 and keeps its workspaces', () => {
    const old = openDatabase(file, appMigrations, 11)
    const place = workspace({ nodeId: newId('node') })
    old
      .prepare(
        'INSERT INTO workspaces (id, project_id, node_id, status, revision, entity) VALUES (?,?,?,?,1,?)',
      )
      .run(place.id, place.projectId, place.nodeId, place.status, JSON.stringify(place))
    expect(() => old.prepare('SELECT * FROM review_threads')).toThrow(/no such table/)
    old.close()
    const store = new Store(file, () => {})
    expect(store.read.threads.ofLiving()).toEqual([])
    expect(store.read.workspaces.list()).toEqual([place])
    store.close()
  })
})
