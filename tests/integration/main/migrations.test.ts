import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, openDatabase } from '../../../src/base/index.ts'
import { ApprovalId, ItemId } from '../../../src/contracts/index.ts'
import { appMigrations, Store } from '../../../src/main/store/index.ts'
import {
  approval,
  message,
  session,
  terminal,
  toolCall,
  turn,
  workspace,
} from '../../hosts/agent/entities.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sy-'))
  file = join(folder, 'app.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('0000_initial', () => {
  it('makes a database that holds and returns whole entities', () => {
    const store = new Store(file, () => {})
    const one = workspace({ nodeId: newId('node') })
    const chat = session({ workspaceId: one.id })
    store.write((writer) => {
      writer.workspaces.put(one)
      writer.sessions.put(chat)
    })
    store.close()
    const again = new Store(file, () => {})
    expect(again.read.workspaces.list()).toEqual([one])
    expect(again.read.sessions.list()).toEqual([{ ...chat, unseen: false }])
    again.close()
  })
})

describe('0001_final_states', () => {
  it('keeps the rows of version 1 and makes what has ended final', () => {
    const old = openDatabase(file, appMigrations, 1)
    const one = workspace({ nodeId: newId('node'), status: 'deleted' })
    const ended = turn({ sessionId: newId('session'), status: 'failed' })
    const answered = approval({
      sessionId: ended.sessionId,
      turnId: ended.id,
      position: 1,
      workspaceId: one.id,
      status: 'denied',
    })
    old
      .prepare(
        'INSERT INTO workspaces (id, project_id, node_id, status, revision, entity) VALUES (?,?,?,?,?,?)',
      )
      .run(one.id, one.projectId, one.nodeId, one.status, 1, JSON.stringify(one))
    old
      .prepare('INSERT INTO turns (id, session_id, ordinal, status, revision, entity) VALUES (?,?,?,?,?,?)')
      .run(ended.id, ended.sessionId, 1, ended.status, 1, JSON.stringify(ended))
    old
      .prepare(
        'INSERT INTO items (id, session_id, turn_id, position, kind, status, revision, entity) VALUES (?,?,?,?,?,?,?,?)',
      )
      .run(answered.id, ended.sessionId, ended.id, 1, 'approval', 'denied', 1, JSON.stringify(answered))
    old.prepare("INSERT INTO audit (at, who, what, outcome) VALUES (1, 'me', 'x', 'ok')").run()
    old.close()

    new Store(file, () => {}).close()
    const database = openDatabase(file, appMigrations)
    for (const statement of [
      "UPDATE turns SET status = 'succeeded'",
      "UPDATE items SET status = 'approved'",
      "UPDATE workspaces SET status = 'running'",
    ])
      expect(() => database.exec(statement), statement).toThrow(/invalid_transition/)
    expect(() => database.exec('DELETE FROM audit')).toThrow(/audit rows are kept/)
    expect(database.prepare('SELECT status FROM turns').all()).toEqual([{ status: 'failed' }])
    database.close()
  })
})

describe('0003_search_texts', () => {
  it('finds what version 3 held, newest first, and nothing unfinished', () => {
    const old = openDatabase(file, appMigrations, 3)
    const on = { sessionId: newId('session'), turnId: newId('turn') }
    // Ids sort by time behind their prefix; of ids minted within a millisecond chance would decide.
    const minted = (n: number): string => `${n}`.padStart(20, '0')
    const whole = message({
      ...on,
      id: ItemId.parse(`itm_${minted(1)}`),
      position: 1,
      content: 'about the login',
    })
    const half = message({ ...on, position: 2, content: 'half a login', complete: false })
    const call = toolCall({
      ...on,
      id: ItemId.parse(`itm_${minted(2)}`),
      position: 3,
      title: 'Edit',
      locations: [{ path: '/login.ts', line: null }],
    })
    const running = toolCall({ ...on, position: 4, title: 'Read login', status: 'in_progress' })
    const asked = approval({
      ...on,
      id: ApprovalId.parse(`apr_${minted(3)}`),
      position: 5,
      workspaceId: newId('workspace'),
      detail: 'npm test login',
    })
    const insert = old.prepare(
      'INSERT INTO items (id, session_id, turn_id, position, kind, revision, entity) VALUES (?,?,?,?,?,?,?)',
    )
    for (const item of [whole, half, call, running, asked])
      insert.run(item.id, item.sessionId, item.turnId, item.position, item.kind, 1, JSON.stringify(item))
    old.close()

    const store = new Store(file, () => {})
    const found = () => store.read.search.find('"login"', null, 10)
    expect(found()).toEqual([asked, call, whole])
    expect(store.read.search.find('"login"', [newId('session')], 10)).toEqual([])
    // What was indexed by the migration is replaced like any other.
    store.write((writer) => writer.items.put({ ...whole, content: 'nothing', revision: 2 }))
    expect(found()).toEqual([asked, call])
    store.close()
  })
})

describe('0004_queue', () => {
  it('chains the turns of version 4 one after another and attaches nothing to messages', () => {
    const old = openDatabase(file, appMigrations, 4)
    const sessionId = newId('session')
    const { parentId: _p, folded: _f, snapshots: _s, ...first } = turn({ sessionId, ordinal: 1 })
    const { parentId: _q, folded: _g, snapshots: _t, ...second } = turn({ sessionId, ordinal: 2 })
    const { attachments: _a, ...said } = message({ sessionId, turnId: first.id, position: 1 })
    for (const { id, ordinal, status, ...rest } of [first, second])
      old
        .prepare('INSERT INTO turns (id, session_id, ordinal, status, revision, entity) VALUES (?,?,?,?,1,?)')
        .run(id, sessionId, ordinal, status, JSON.stringify({ id, ordinal, status, ...rest }))
    old
      .prepare(
        "INSERT INTO items (id, session_id, turn_id, position, kind, revision, entity) VALUES (?,?,?,1,'message',1,?)",
      )
      .run(said.id, sessionId, first.id, JSON.stringify(said))
    old.close()

    const store = new Store(file, () => {})
    const plain = { folded: false, snapshots: [] }
    expect(store.read.turns.ofSession(sessionId)).toMatchObject([
      { parentId: null, ...plain },
      { parentId: first.id, ...plain },
    ])
    expect(store.read.items.ofSession(sessionId)).toMatchObject([{ attachments: [] }])
    store.close()
  })
})

describe('0006_audit_append_only', () => {
  it('keeps what version 6 had audited, with its outcomes', () => {
    const old = openDatabase(file, appMigrations, 6)
    const insert = old.prepare(
      'INSERT INTO audit (at, who, what, target, outcome, settled_at) VALUES (?,?,?,?,?,?)',
    )
    insert.run(1, 'me', 'project.add', 'prj', 'ok', 2)
    insert.run(3, 'me', 'session.stop', 'ses', 'forbidden', 4)
    insert.run(5, 'me', 'session.prompt', 'ses', 'pending', null)
    old.close()

    const store = new Store(file, () => {})
    const mine = { who: 'me', nodeId: null }
    expect(store.read.audit.list(9)).toEqual([
      { ...mine, id: 3, at: 5, what: 'session.prompt', target: 'ses', outcome: 'pending', settledAt: null },
      { ...mine, id: 2, at: 3, what: 'session.stop', target: 'ses', outcome: 'forbidden', settledAt: 4 },
      { ...mine, id: 1, at: 1, what: 'project.add', target: 'prj', outcome: 'ok', settledAt: 2 },
    ])
    // What a crash left open can still be settled, once.
    store.write((writer) => writer.audit.settle(3, 'ok', 6, 'ses'))
    expect(() => store.write((writer) => writer.audit.settle(3, 'ok', 7, 'ses'))).toThrow(/append only/)
    store.close()
  })
})

describe('0007_agents', () => {
  it('gives projects of version 7 no MCP servers, and makes answers to questions final', () => {
    const old = openDatabase(file, appMigrations, 7)
    const place = workspace({ nodeId: newId('node') })
    const { capabilities: _c, authMethods: _a, ...chat } = session({ workspaceId: place.id })
    old
      .prepare(
        'INSERT INTO workspaces (id, project_id, node_id, status, revision, entity) VALUES (?,?,?,?,1,?)',
      )
      .run(place.id, place.projectId, place.nodeId, place.status, JSON.stringify(place))
    old
      .prepare('INSERT INTO sessions (id, workspace_id, status, revision, entity) VALUES (?,?,?,1,?)')
      .run(chat.id, chat.workspaceId, chat.status, JSON.stringify(chat))
    old
      .prepare(
        "INSERT INTO items (id, session_id, turn_id, position, kind, status, revision, entity) VALUES ('q',?,'t',1,'question','answered',1,'{}')",
      )
      .run(chat.id)
    old.close()

    const store = new Store(file, () => {})
    expect(store.read.sessions.list()).toMatchObject([{ capabilities: null, authMethods: [] }])
    store.close()
    const database = openDatabase(file, appMigrations)
    expect(() => database.exec("UPDATE items SET status = 'pending'")).toThrow(/invalid_transition/)
    expect(
      database
        .prepare("SELECT dflt_value FROM pragma_table_info('projects') WHERE name = 'mcp_servers'")
        .get(),
    ).toEqual({ dflt_value: "'[]'" })
    database.close()
  })
})

describe('0008_terminal_sessions', () => {
  it('takes what version 8 held for agents that speak ACP and terminals of the user', () => {
    const old = openDatabase(file, appMigrations, 8)
    const place = workspace({ nodeId: newId('node') })
    const { terminalId: _t, attention: _a, ...chat } = session({ workspaceId: place.id })
    const { sessionId: _s, ...shell } = terminal({ workspaceId: place.id })
    old
      .prepare(
        'INSERT INTO workspaces (id, project_id, node_id, status, revision, entity) VALUES (?,?,?,?,1,?)',
      )
      .run(place.id, place.projectId, place.nodeId, place.status, JSON.stringify(place))
    for (const [table, entity] of [
      ['sessions', chat],
      ['terminals', shell],
    ] as const)
      old
        .prepare(`INSERT INTO ${table} (id, workspace_id, status, revision, entity) VALUES (?,?,?,1,?)`)
        .run(entity.id, entity.workspaceId, entity.status, JSON.stringify(entity))
    const profile = { id: 'mine', name: 'Mine', command: '/bin/mine', args: [], env: {}, versionArgs: null }
    old
      .prepare('INSERT INTO settings (one, entity) VALUES (1, ?)')
      .run(JSON.stringify({ customAgents: [{ ...profile, install: null, homepage: null }] }))
    old.close()

    const store = new Store(file, () => {})
    expect(store.read.sessions.list()).toMatchObject([{ ...chat, terminalId: null, attention: null }])
    expect(store.read.terminals.list()).toEqual([{ ...shell, sessionId: null }])
    expect(store.read.settings.get().customAgents).toMatchObject([
      { id: 'mine', kind: 'acp', promptArgs: [] },
    ])
    store.close()
  })
})

describe('0009_restored_nodes', () => {
  it('keeps what a node forgot, beside what it says anew in the same place', () => {
    const insert = (database: ReturnType<typeof openDatabase>, id: string): unknown =>
      database
        .prepare('INSERT INTO turns (id, session_id, ordinal, status, revision, entity) VALUES (?,?,2,?,1,?)')
        .run(id, 'ses_one', 'succeeded', '{}')
    const old = openDatabase(file, appMigrations, 9)
    insert(old, 'trn_before')
    expect(() => insert(old, 'trn_anew')).toThrow(/UNIQUE/)
    old.close()
    const database = openDatabase(file, appMigrations)
    insert(database, 'trn_anew')
    expect(database.prepare('SELECT id FROM turns ORDER BY id').pluck().all()).toEqual([
      'trn_anew',
      'trn_before',
    ])
    database.close()
  })
})

describe('0010_workspace_life', () => {
  it('enables every repository of the workspaces of version 10', () => {
    const old = openDatabase(file, appMigrations, 10)
    const repository = { repositoryId: newId('repository'), name: 'shop', worktree: '/managed/one/shop' }
    const place = workspace({ nodeId: newId('node') })
    const { activeRepositoryId: _a, workingDirectory: _w, underWay: _u, ...rest } = place
    old
      .prepare(
        'INSERT INTO workspaces (id, project_id, node_id, status, revision, entity) VALUES (?,?,?,?,1,?)',
      )
      .run(
        place.id,
        place.projectId,
        place.nodeId,
        place.status,
        JSON.stringify({ ...rest, repositories: [repository, repository] }),
      )
    old.close()

    const store = new Store(file, () => {})
    const whole = { ...repository, enabled: true, branchMade: true, aside: null }
    expect(store.read.workspaces.get(place.id)).toEqual({ ...place, repositories: [whole, whole] })
    store.close()
  })
})
