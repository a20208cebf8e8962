import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { agentMigrations } from '../../../src/agent/store/open.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, openDatabase, systemClock } from '../../../src/base/index.ts'
import { fileLock, message, session, terminal, turn, workspace } from '../../hosts/agent/entities.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sy-'))))
afterEach(() => rmSync(folder, { recursive: true }))

it('0002_queue chains the turns of version 2, in rows and in what the journal still has to tell', () => {
  const file = join(folder, 'agent.db')
  const old = openDatabase(file, agentMigrations, 2)
  const place = workspace({ nodeId: newId('node') })
  const chat = session({ workspaceId: place.id })
  const { parentId: _p, folded: _f, snapshots: _s, ...first } = turn({ sessionId: chat.id, ordinal: 1 })
  const {
    parentId: _q,
    folded: _g,
    snapshots: _t,
    ...second
  } = turn({
    sessionId: chat.id,
    ordinal: 2,
    status: 'failed',
  })
  const { attachments: _a, ...said } = message({ sessionId: chat.id, turnId: first.id, position: 1 })
  const insert = (sql: string, ...values: unknown[]): void => void old.prepare(sql).run(...values)
  insert(
    'INSERT INTO workspaces (id, status, entity) VALUES (?,?,?)',
    place.id,
    'running',
    JSON.stringify(place),
  )
  insert(
    "INSERT INTO sessions (id, workspace_id, status, profile, entity) VALUES (?,?,'idle','{}',?)",
    chat.id,
    place.id,
    JSON.stringify(chat),
  )
  for (const row of [first, second])
    insert(
      'INSERT INTO turns (id, session_id, ordinal, status, entity) VALUES (?,?,?,?,?)',
      row.id,
      chat.id,
      row.ordinal,
      row.status,
      JSON.stringify(row),
    )
  insert(
    "INSERT INTO items (id, session_id, turn_id, position, kind, entity) VALUES (?,?,?,1,'message',?)",
    said.id,
    chat.id,
    first.id,
    JSON.stringify(said),
  )
  const told = [
    { type: 'turn', entity: second },
    { type: 'item', entity: said },
  ]
  told.forEach((entry, index) =>
    insert(
      'INSERT INTO journal (seq, id, created_at, bytes, entry) VALUES (?,?,1,1,?)',
      index + 1,
      newId('journalRecord'),
      JSON.stringify(entry),
    ),
  )
  old.close()

  const store = new AgentStore(join(folder, 'agent.db'), systemClock, newId)
  expect(store.turns.get(first.id)).toMatchObject({ parentId: null, folded: false, snapshots: [] })
  expect(store.turns.get(second.id)).toMatchObject({ parentId: first.id })
  expect(store.items.get(said.id)).toMatchObject({ attachments: [] })
  expect(store.journal.after(0, 10).map(({ record }) => record.entry)).toMatchObject([
    { entity: { parentId: first.id, folded: false, snapshots: [] } },
    { entity: { attachments: [] } },
  ])
  store.close()
})

it('0004_used_nonces adds a table to version 4 that remembers', () => {
  openDatabase(join(folder, 'agent.db'), agentMigrations, 4).close()
  const store = new AgentStore(join(folder, 'agent.db'), systemClock, newId)
  store.change(() => store.nonces.insert('a', 10))
  store.close()
  const again = new AgentStore(join(folder, 'agent.db'), systemClock, newId)
  expect(again.nonces.all()).toEqual([{ nonce: 'a', expiresAt: 10 }])
  again.change(() => again.nonces.dropExpired(10))
  expect(again.nonces.all()).toEqual([])
  again.close()
})

it('0005_agents knows nothing yet of what agents of version 5 can do, and makes answers to questions final', () => {
  const file = join(folder, 'agent.db')
  const old = openDatabase(file, agentMigrations, 5)
  const place = workspace({ nodeId: newId('node') })
  const { capabilities: _c, authMethods: _a, ...chat } = session({ workspaceId: place.id })
  const asked = turn({ sessionId: chat.id, ordinal: 1 })
  const insert = (sql: string, ...values: unknown[]): void => void old.prepare(sql).run(...values)
  insert("INSERT INTO workspaces (id, status, entity) VALUES (?,'running','{}')", place.id)
  insert(
    "INSERT INTO sessions (id, workspace_id, status, profile, entity) VALUES (?,?,'idle',?,?)",
    chat.id,
    place.id,
    JSON.stringify({ id: 'runbook' }),
    JSON.stringify(chat),
  )
  insert(
    "INSERT INTO turns (id, session_id, ordinal, status, entity) VALUES (?,?,1,'running',?)",
    asked.id,
    chat.id,
    JSON.stringify(asked),
  )
  insert(
    'INSERT INTO journal (seq, id, created_at, bytes, entry) VALUES (1,?,1,1,?)',
    newId('journalRecord'),
    JSON.stringify({ type: 'session', entity: chat }),
  )
  old.close()

  const store = new AgentStore(file, systemClock, newId)
  const unknown = { capabilities: null, authMethods: [] }
  expect(store.sessions.get(chat.id)).toMatchObject({ profile: { mcpServers: [] }, entity: unknown })
  expect(store.journal.after(0, 10).map(({ record }) => record.entry)).toMatchObject([{ entity: unknown }])
  store.close()
  const database = openDatabase(file, agentMigrations)
  database
    .prepare(
      "INSERT INTO items (id, session_id, turn_id, position, kind, status, entity) VALUES ('q',?,?,1,'question','answered','{}')",
    )
    .run(chat.id, asked.id)
  expect(() => database.exec("UPDATE items SET status = 'pending' WHERE id = 'q'")).toThrow(
    /invalid_transition/,
  )
  database.close()
})

it('0006_terminal_sessions takes what version 6 held for agents that speak ACP and terminals of the user', () => {
  const file = join(folder, 'agent.db')
  const old = openDatabase(file, agentMigrations, 6)
  const place = workspace({ nodeId: newId('node') })
  const { terminalId: _t, attention: _a, ...chat } = session({ workspaceId: place.id })
  const { sessionId: _s, ...shell } = terminal({ workspaceId: place.id })
  const insert = (sql: string, ...values: unknown[]): void => void old.prepare(sql).run(...values)
  insert("INSERT INTO workspaces (id, status, entity) VALUES (?,'running','{}')", place.id)
  insert(
    "INSERT INTO sessions (id, workspace_id, status, profile, entity) VALUES (?,?,'idle',?,?)",
    chat.id,
    place.id,
    JSON.stringify({ id: 'runbook', args: ['a'] }),
    JSON.stringify(chat),
  )
  insert(
    "INSERT INTO terminals (id, workspace_id, status, entity) VALUES (?,?,'running',?)",
    shell.id,
    place.id,
    JSON.stringify(shell),
  )
  for (const [seq, entry] of [
    { type: 'session', entity: chat },
    { type: 'terminal', entity: shell },
    { type: 'workspace', entity: place },
  ].entries())
    insert(
      'INSERT INTO journal (seq, id, created_at, bytes, entry) VALUES (?,?,1,1,?)',
      seq + 1,
      newId('journalRecord'),
      JSON.stringify(entry),
    )
  old.close()

  const store = new AgentStore(file, systemClock, newId)
  const acp = { ...chat, terminalId: null, attention: null }
  const ofUser = { ...shell, sessionId: null }
  expect(store.sessions.get(chat.id)).toMatchObject({
    profile: { id: 'runbook', args: ['a'], kind: 'acp', promptArgs: [] },
    entity: acp,
  })
  expect(store.terminals.get(shell.id)).toEqual(ofUser)
  expect(store.journal.after(0, 10).map(({ record }) => record.entry)).toEqual([
    { type: 'session', entity: acp },
    { type: 'terminal', entity: ofUser },
    { type: 'workspace', entity: place },
  ])
  store.close()
})

it('0007_workspace_life enables every repository of version 7, in rows and in what the journal still has to tell', () => {
  const file = join(folder, 'agent.db')
  const old = openDatabase(file, agentMigrations, 7)
  const { place, before } = workspaceOfVersion7()
  const making = { ...before, id: newId('workspace'), status: 'creating' }
  for (const row of [before, making])
    old
      .prepare('INSERT INTO workspaces (id, status, entity) VALUES (?,?,?)')
      .run(row.id, row.status, JSON.stringify(row))
  old
    .prepare("INSERT INTO journal (seq, id, created_at, bytes, entry) VALUES (1,'jrn_1',1,1,?)")
    .run(JSON.stringify({ type: 'workspace', entity: before }))
  old.close()

  const store = new AgentStore(file, systemClock, newId)
  expect(store.workspaces.get(place.id)).toEqual(place)
  expect(store.workspaces.get(making.id)?.underWay).toEqual({ kind: 'create' })
  expect(store.journal.after(0, 10).map(({ record }) => record.entry)).toEqual([
    { type: 'workspace', entity: place },
  ])
  store.close()
})

it('0009_file_locks lets one session hold a file of a workspace of version 9, and keeps what was there', () => {
  const file = join(folder, 'agent.db')
  const old = openDatabase(file, agentMigrations, 9)
  const place = workspace({ nodeId: newId('node') })
  old
    .prepare('INSERT INTO workspaces (id, status, entity) VALUES (?,?,?)')
    .run(place.id, 'running', JSON.stringify(place))
  old.close()

  const store = new AgentStore(file, systemClock, newId)
  const { id: workspaceId } = place
  const [one, other] = [newId('session'), newId('session')].map((sessionId) =>
    fileLock({ workspaceId, sessionId }),
  )
  store.change(() => store.fileLocks.put(one!, 'a'))
  expect(() => store.change(() => store.fileLocks.put(other!, 'a'))).toThrow(/UNIQUE/)
  store.change(() => store.fileLocks.put(other!, 'b'))
  expect(
    store.fileLocks
      .listIn(workspaceId)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([one!.id, other!.id].toSorted())
  expect(store.workspaces.get(place.id)).toEqual(place)
  store.close()
})

function workspaceOfVersion7() {
  const repository = {
    repositoryId: newId('repository'),
    name: 'shop',
    source: '/shop',
    worktree: '/managed/one/shop',
    branch: 'try/one',
    baseBranch: 'main',
    baseCommit: 'abc',
  }
  const place = workspace({
    nodeId: newId('node'),
    repositories: [{ ...repository, enabled: true, branchMade: true, aside: null }],
  })
  const { activeRepositoryId: _a, workingDirectory: _w, underWay: _u, ...rest } = place
  return { place, before: { ...rest, repositories: [repository] } }
}

it('0008_viewed_files begins without marks, and keeps one for each file', () => {
  const file = join(folder, 'agent.db')
  openDatabase(file, agentMigrations, 8).close()
  const store = new AgentStore(file, systemClock, newId)
  const [workspaceId, repositoryId] = [newId('workspace'), newId('repository')]
  const mark = (path: string, content: string, at: number) =>
    store.change(() => store.viewed.put({ workspaceId, repositoryId, path }, content, at, 2))
  expect(store.viewed.of(workspaceId, repositoryId)).toEqual(new Map())
  mark('a', 'first', 1)
  mark('a', 'second', 2)
  mark('b', 'x', 3)
  expect(store.viewed.of(workspaceId, repositoryId)).toEqual(
    new Map([
      ['a', 'second'],
      ['b', 'x'],
    ]),
  )
  // The oldest mark of a workspace gives way.
  mark('c', 'y', 4)
  expect([...store.viewed.of(workspaceId, repositoryId).keys()]).toEqual(['b', 'c'])
  store.change(() => store.viewed.dropWorkspace(workspaceId))
  expect(store.viewed.of(workspaceId, repositoryId).size).toBe(0)
  store.close()
})
