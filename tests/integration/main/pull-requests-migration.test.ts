import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, openDatabase } from '../../../src/base/index.ts'
import { appMigrations, Store } from '../../../src/main/store/index.ts'
import { pullRequest, workspace } from '../../hosts/agent/entities.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sy-'))
  file = join(folder, 'app.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('0012_pull_requests', () => {
  it('keeps the workspaces of version 12 and then what a host told of their pull requests', () => {
    const one = workspace({ nodeId: newId('node') })
    const old = openDatabase(file, appMigrations, 12)
    old
      .prepare(
        'INSERT INTO workspaces (id, project_id, node_id, status, revision, entity) VALUES (?,?,?,?,1,?)',
      )
      .run(one.id, one.projectId, one.nodeId, one.status, JSON.stringify(one))
    old.close()
    const pull = pullRequest({ workspaceId: one.id, repositoryId: newId('repository') })
    const store = new Store(file, () => {})
    store.write((writer) => writer.pullRequests.put(pull, []))
    store.close()
    const again = new Store(file, () => {})
    expect(again.read.workspaces.list()).toEqual([one])
    expect(again.read.pullRequests.list(one.id)).toEqual([pull])
    expect(again.read.pullRequests.openOf(one.id)).toEqual([pull])
    again.close()
  })
})
