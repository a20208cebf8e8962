import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { agentMigrations } from '../../../src/agent/store/open.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, openDatabase, systemClock } from '../../../src/base/index.ts'
import { rule, workspace } from '../../hosts/agent/entities.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sy-'))
  file = join(folder, 'agent.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('0003_approval_rules keeps the rows of version 3; two rules in force cannot share a key', () => {
  const one = workspace({ nodeId: newId('node') })
  const old = openDatabase(file, agentMigrations, 3)
  old
    .prepare('INSERT INTO workspaces (id, name_key, status, entity) VALUES (?,?,?,?)')
    .run(one.id, 'one', one.status, JSON.stringify(one))
  old.close()

  const store = new AgentStore(file, systemClock, newId)
  const [first, second] = [rule({ workspaceId: one.id }), rule({ workspaceId: one.id })]
  store.change(() => store.rules.put(first, 'key'))
  expect(() => store.change(() => store.rules.put(second, 'key'))).toThrow(/UNIQUE/)
  store.change(() => {
    store.rules.put({ ...first, revokedAt: 5 }, 'key')
    store.rules.put(second, 'key')
  })
  expect(store.rules.inForce(one.id)).toEqual([second])
  expect(store.rules.get(first.id)?.revokedAt).toBe(5)
  expect(() => store.change(() => store.rules.put(rule({ workspaceId: newId('workspace') }), 'key'))).toThrow(
    /FOREIGN KEY/,
  )
  expect(store.workspaces.get(one.id)).toEqual(one)
  store.close()
})
