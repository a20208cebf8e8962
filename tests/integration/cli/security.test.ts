import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AuditEntry, Node, SessionView, Workspace } from '../../../src/contracts/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'

let installation: Installation
let workspace: Workspace
let node: Node

beforeAll(async () => {
  installation = new Installation()
  await makeRepository(join(installation.folder, 'repo'), { 'README.md': '# Demo\n' })
  await installation.json('project', 'add', './repo', '--name', 'demo')
  workspace = await installation.json('workspace', 'create', '--project', 'demo', '--branch', 'try/it')
  ;[node] = await installation.json<[Node]>('node', 'list')
})
afterAll(() => installation.remove())

it('lists and exports what was done', async () => {
  const entries = await installation.json<AuditEntry[]>('audit', 'list')
  expect(entries.map(({ what, outcome }) => [what, outcome])).toEqual([
    ['workspace.create', 'ok'],
    ['project.add', 'ok'],
  ])
  const { stdout, stderr } = await installation.cli(['audit', 'list', '--limit', '1'])
  expect(stdout).toContain('workspace.create')
  expect(stderr).toContain(`--before ${entries[0]!.id}`)
  await installation.json('audit', 'export', 'audit.csv')
  const [head, first, second] = readFileSync(join(installation.folder, 'audit.csv'), 'utf8').split('\r\n')
  expect(head).toBe('id,at,who,what,node,target,outcome,settled')
  expect(first).toContain(`workspace.create,${node.id},${workspace.id},ok`)
  expect(second).toContain('project.add')
  await installation.json('audit', 'export', 'audit.ndjson', '--format', 'ndjson', '--text', 'project')
  const lines = readFileSync(join(installation.folder, 'audit.ndjson'), 'utf8').trim().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as AuditEntry).what)).toEqual(['project.add'])
  expect(await installation.cli(['audit', 'list', '--limit', '0'])).toMatchObject({ code: 2 })
})

it('revokes a node only when told twice, which ends its work, and lets it work again when enrolled', async () => {
  const session = await installation.json<SessionView>('session', 'create', '--workspace', workspace.id)
  expect(await installation.cli(['node', 'revoke', node.name])).toMatchObject({ code: 2 })
  expect((await installation.cli(['node', 'list'])).stdout).toContain('connected')

  const { stdout } = await installation.cli(['node', 'revoke', node.name, '--yes'])
  expect(stdout).toContain(`switchyard node enrol ${node.name}`)
  expect((await installation.json<SessionView>('session', 'show', session.id)).status).toBe('stopped')
  const refused = await installation.cli(['session', 'create', '--workspace', workspace.id])
  expect(refused.stderr).toContain('node_revoked')

  // Neither a new control plane nor a new daemon makes it forget.
  await installation.stopAll()
  expect((await installation.cli(['session', 'create', '--workspace', workspace.id])).stderr).toContain(
    'node_revoked',
  )
  expect((await installation.cli(['node', 'list'])).stdout).toContain('revoked')

  await installation.json('node', 'enrol', node.id)
  expect(
    (await installation.json<SessionView>('session', 'create', '--workspace', workspace.id)).status,
  ).toBe('idle')
  const what = (await installation.json<AuditEntry[]>('audit', 'list')).map((entry) => entry.what)
  expect(what).toContain('node.revoke')
  expect(what).toContain('node.enrol')
})
