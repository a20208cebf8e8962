import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, openDatabase, systemClock } from '../../../src/base/index.ts'
import { Failure, type AuditEntry, type Event } from '../../../src/contracts/index.ts'
import { Audit } from '../../../src/main/audit/index.ts'
import { appMigrations, Store } from '../../../src/main/store/index.ts'
import { Bench } from '../../hosts/agent/index.ts'

let bench: Bench
beforeEach(() => (bench = new Bench()))
afterEach(() => bench.close())

const all = async (filter: { text?: string; outcome?: 'any' | 'ok' | 'failed' | 'pending' } = {}) =>
  (await bench.client().audit.list({ ...filter, limit: 500 })).entries
const whats = (entries: AuditEntry[]) => entries.map(({ what, outcome }) => `${what} ${outcome}`)

describe('the audit log', () => {
  it('holds who did what to what and how it ended, newest first, and is found by words and by outcome', async () => {
    await bench.agent.start()
    await bench.start()
    const client = bench.client()
    const project = await client.project.add({ path: '/repos/demo', name: 'Demo' })
    await client.settings.set({ theme: 'dark' })
    await client.project.remove({ project: 'nothing' }).catch(() => undefined)
    expect(await all()).toMatchObject([
      { what: 'project.remove', target: 'nothing', outcome: 'project_not_found', who: 'tester' },
      { what: 'settings.set', target: 'theme', outcome: 'ok' },
      {
        what: 'project.add',
        target: project.id,
        outcome: 'ok',
        nodeId: bench.controlPlane && expect.any(String),
      },
    ])
    expect(whats(await all({ outcome: 'failed' }))).toEqual(['project.remove project_not_found'])
    expect(whats(await all({ text: 'SETTINGS' }))).toEqual(['settings.set ok'])
    expect(whats(await all({ text: project.id }))).toEqual(['project.add ok'])
    expect(await all({ text: '%' })).toEqual([])
    expect(await all({ outcome: 'pending' })).toEqual([])
  })

  it('is read in pages without a gap or a repetition', async () => {
    await bench.start()
    const client = bench.client()
    for (let n = 0; n < 7; n++) await client.settings.set({ theme: 'dark' })
    const seen: number[] = []
    for (let before: number | undefined; ;) {
      const { entries, more } = await client.audit.list({ limit: 3, before })
      seen.push(...entries.map(({ id }) => id))
      before = entries.at(-1)?.id
      if (!more) break
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1])
  })

  it('says pending of an act that a crash cut off', async () => {
    const store = new Store(bench.home.appDatabase, () => {})
    const audit = new Audit(store, systemClock, 'me')
    void audit.record({ what: 'session.stop' }, () => new Promise(() => {}))
    await expect(
      audit.record({ what: 'x' }, () => {
        throw new Failure('forbidden', 'no')
      }),
    ).rejects.toThrow('no')
    expect(whats(audit.list({ text: '', outcome: 'pending', limit: 9 }).entries)).toEqual([
      'session.stop pending',
    ])
    store.close()
  })

  it('cannot be changed, removed or replaced in the database', async () => {
    const store = new Store(bench.home.appDatabase, () => {})
    const audit = new Audit(store, systemClock, 'me')
    await audit.record({ what: 'settings.set' }, () => ({ id: 'made' }))
    const before = audit.list({ text: '', outcome: 'any', limit: 9 })
    const database = openDatabase(bench.home.appDatabase, appMigrations)
    for (const statement of [
      "UPDATE audit SET who = 'somebody'",
      'DELETE FROM audit',
      "INSERT OR REPLACE INTO audit (id, at, who, what) VALUES (1, 1, 'somebody', 'x')",
      "UPDATE audit_outcomes SET outcome = 'ok'",
      'DELETE FROM audit_outcomes',
      "INSERT OR REPLACE INTO audit_outcomes (audit_id, outcome, settled_at) VALUES (1, 'internal', 1)",
    ])
      expect(() => database.exec(statement), statement).toThrow(/append only|are kept/)
    database.close()
    expect(audit.list({ text: '', outcome: 'any', limit: 9 })).toEqual(before)
    store.close()
  })

  it('takes in what a node agent refused, once', async () => {
    await bench.agent.start()
    await bench.start()
    const refused: Event = {
      id: newId('event'),
      workspaceId: null,
      level: 'warning',
      type: 'job.refused',
      message: 'A call was refused: session.prompt. This job token was used before',
      details: { code: 'replayed_job', op: 'session.prompt', subject: 'mallory', count: 1 },
      createdAt: 5,
    }
    const client = bench.client()
    const events = await client.events.follow({ after: null })
    bench.agent.append({ type: 'event', entity: refused })
    bench.agent.append({ type: 'event', entity: refused })
    for await (const event of events)
      if (event.type === 'change' && event.change.type === 'event') {
        expect(event.change.entity).toEqual(refused)
        break
      }
    await expect
      .poll(() => all({ text: 'job.refused' }))
      .toMatchObject([
        { what: 'job.refused', who: 'mallory', target: 'session.prompt', outcome: 'replayed_job', at: 5 },
      ])
  })
})

describe('revoking a node', () => {
  it('stops new work at once, is kept over a restart, and is taken back by enrolling again', async () => {
    await bench.agent.start()
    await bench.start()
    const client = bench.client()
    await client.project.add({ path: '/repos/demo' })
    const workspace = await client.workspace.create({ project: 'demo', branch: 'b' })
    const revoked = await client.node.revoke({ node: 'bench' })
    expect(revoked).toMatchObject({ revokedAt: expect.any(Number), link: 'offline' })
    expect(bench.agent.calls.some(({ op }) => op === 'revoke')).toBe(true)
    const refused = async (): Promise<void> => {
      const calls = bench.client()
      for (const call of [
        calls.workspace.stop({ workspace: workspace.id }),
        calls.session.create({ workspace: workspace.id, agent: 'runbook' }),
        calls.terminal.create({ workspace: workspace.id }),
        calls.repository.inspect({ path: '/repos/demo' }),
      ])
        await expect(call).rejects.toMatchObject({ code: 'node_revoked' })
    }
    await refused()
    await bench.controlPlane!.close()
    await bench.start()
    await refused()
    const key = bench.agent.jobs.seen.length
    const enrolled = await bench.client().node.enrol({ node: revoked.id })
    expect(enrolled.revokedAt).toBe(null)
    await bench.client().workspace.stop({ workspace: workspace.id })
    expect(bench.agent.jobs.seen.length).toBeGreaterThan(key)
    expect(whats(await all({ text: 'node.' }))).toEqual(['node.enrol ok', 'node.revoke ok'])
    expect(whats(await all({ text: 'node_revoked' })).length).toBeGreaterThan(0)
  })

  it('is decided here also while the node cannot be reached, and told when it can', async () => {
    await bench.start()
    const client = bench.client()
    expect((await client.node.revoke({ node: 'bench' })).revokedAt).not.toBe(null)
    await expect(client.repository.inspect({ path: '/' })).rejects.toMatchObject({ code: 'node_revoked' })
    await bench.agent.start()
    await expect.poll(() => bench.agent.calls.some(({ op }) => op === 'revoke')).toBe(true)
  })

  it('refuses a node that is not there', async () => {
    await bench.start()
    await expect(bench.client().node.revoke({ node: 'nowhere' })).rejects.toMatchObject({
      code: 'node_not_found',
    })
  })
})
