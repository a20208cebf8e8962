import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FileLocks } from '../../../src/agent/file-locks/index.ts'
import { writeClaim } from '../../../src/agent/file-locks/write-claim.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, Scope } from '../../../src/base/index.ts'
import { limitDefaults, type SessionId } from '../../../src/contracts/index.ts'
import { workspace } from '../../hosts/agent/entities.ts'
import { ManualClock } from '../../unit/agent/manual-clock.ts'
import { locksOf } from '../sessions/locks-of.ts'

let folder: string
let store: AgentStore
let scope: Scope
let clock: ManualClock
let locks: FileLocks
let working: Set<SessionId>
const place = workspace({ nodeId: newId('node') })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sy-locks-'))
  clock = new ManualClock()
  scope = new Scope('test')
  working = new Set()
  store = new AgentStore(join(folder, 'agent.db'), clock, newId)
  store.change(() => store.workspaces.put(place))
  locks = locksOf(store, scope, (id) => working.has(id), clock)
})
afterEach(async () => {
  await scope.close()
  expect(clock.pending).toBe(0)
  store.close()
  rmSync(folder, { recursive: true })
})

function claim(sessionId: SessionId, name = 'a.txt') {
  const owner = { sessionId, workspaceId: place.id, turnId: newId('turn') }
  const file = {
    key: { worktree: folder, path: name },
    path: name,
    file: join(folder, name),
    repositoryId: null,
  }
  return writeClaim(owner, 'call', [file], 'tool_call')
}

test('a holder that is lost holds its file for half a minute, not longer, and whoever waits gets it', () => {
  const [lost, alive, next] = [newId('session'), newId('session'), newId('session')]
  working.add(lost).add(alive).add(next)
  expect(locks.take(claim(lost))).toEqual([])
  expect(locks.take(claim(alive, 'b.txt'))).toEqual([])
  let isFree = false
  locks.wait(claim(next), () => (isFree = true))
  for (let n = 0; n < 10; n++) clock.tick(limitDefaults.fileLockStaleMs / 3)
  expect(store.fileLocks.list()).toHaveLength(2)

  working.delete(lost)
  clock.tick(limitDefaults.fileLockStaleMs / 3)
  clock.tick(limitDefaults.fileLockStaleMs / 3)
  expect(isFree).toBe(false)
  clock.tick(limitDefaults.fileLockStaleMs / 3)
  expect(isFree).toBe(true)
  expect(
    store.fileLocks
      .list()
      .map(({ sessionId }) => sessionId)
      .toSorted(),
  ).toEqual([alive, next].toSorted())
})

test('what could not be written is written with the next change', () => {
  const [one, other] = [newId('session'), newId('session')]
  locks.take(claim(one))
  // The end of a turn that could not be recorded: the file is free, the database does not know it yet.
  expect(() =>
    store.change((change) => {
      locks.releaseInto(change, one)
      throw new Error('disk full')
    }),
  ).toThrow('disk full')
  expect(store.fileLocks.list()).toMatchObject([{ sessionId: one }])
  expect(locks.take(claim(other))).toEqual([])
  expect(store.fileLocks.list()).toMatchObject([{ sessionId: other }])
})
