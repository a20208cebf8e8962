import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newId, openDatabase } from '../../../src/base/index.ts'
import type { ControlPlane } from '../../../src/main/control-plane.ts'
import { appMigrations, Store } from '../../../src/main/store/index.ts'
import { approval, Bench, rule } from '../../hosts/agent/index.ts'
import { workspace as workspaceOf } from '../../hosts/agent/entities.ts'

let bench: Bench
let client: ControlPlane['client']
beforeEach(async () => {
  bench = new Bench()
  await bench.agent.start()
  client = (await bench.start()).client
})
afterEach(() => bench.close())

it('shows the rules of a workspace, revokes and restores them, and says so to followers', async () => {
  const project = await client.project.add({ path: '/repos/demo' })
  const workspace = await client.workspace.create({ project: project.id, branch: 'ruled' })
  const made = rule({ workspaceId: workspace.id })
  bench.agent.append({ type: 'rule', entity: made })
  await client.workspace.rename({ workspace: workspace.id, name: 'ruled again' })
  const { rules, cursor } = await client.snapshot()
  expect(rules).toEqual([made])
  const events = await client.events.follow({ after: cursor })
  // What happens only between the two calls of a follower is told whole, not as its last state.
  expect((await events.next()).value).toMatchObject({ type: 'ready' })
  const seen: string[] = []
  const followed = (async () => {
    for await (const event of events) {
      if (event.type !== 'change') continue
      seen.push(event.change.type)
      if (event.change.type === 'workspace.removed') break
    }
  })()
  const revoked = await client.approval.revokeRule({ ruleId: made.id })
  expect(revoked.revokedAt).not.toBeNull()
  expect(await client.approval.rules({ workspace: 'ruled again' })).toEqual([])
  expect(await client.approval.rules({ workspace: workspace.id, all: true })).toEqual([revoked])
  await client.approval.restoreRule({ ruleId: made.id })
  expect((await client.snapshot()).rules).toMatchObject([{ id: made.id, revokedAt: null }])
  await client.workspace.delete({ workspace: workspace.id })
  await followed
  expect(seen.filter((type) => type.startsWith('rule'))).toEqual(['rule.removed', 'rule', 'rule.removed'])
  await expect(client.approval.revokeRule({ ruleId: newId('rule') })).rejects.toMatchObject({
    code: 'rule_not_found',
  })
})

it('0005_approval_rules keeps the approvals of version 5 and keeps the newest revision of a rule', () => {
  const file = join(bench.folder, 'old.db')
  const old = openDatabase(file, appMigrations, 5)
  const one = workspaceOf({ nodeId: newId('node') })
  old
    .prepare(
      'INSERT INTO workspaces (id, project_id, node_id, status, revision, entity) VALUES (?,?,?,?,?,?)',
    )
    .run(one.id, one.projectId, one.nodeId, one.status, 1, JSON.stringify(one))
  const asked = approval({
    sessionId: newId('session'),
    turnId: newId('turn'),
    position: 1,
    workspaceId: one.id,
  })
  const { answeredFrom: _a, rule: _b, remembers: _c, expiresAt: _d, ...before } = asked
  old
    .prepare(
      "INSERT INTO items (id, session_id, turn_id, position, kind, status, revision, entity) VALUES (?,?,?,1,'approval','pending',1,?)",
    )
    .run(asked.id, asked.sessionId, asked.turnId, JSON.stringify(before))
  old.close()

  const store = new Store(file, () => {})
  expect(store.read.items.approvals(false)).toEqual([asked])
  const made = rule({ workspaceId: one.id })
  const revoked = { ...made, revokedAt: 5, revision: 2 }
  expect(store.write((writer) => writer.rules.put(made))).toBe(true)
  expect(store.read.rules.inForce()).toEqual([made])
  store.write((writer) => writer.rules.put(revoked))
  expect(store.write((writer) => writer.rules.put(made))).toBe(false)
  expect(store.read.rules.inForce()).toEqual([])
  expect(store.read.rules.listIn(one.id)).toEqual([revoked])
  store.close()
})
