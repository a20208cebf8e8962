import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import type { JournalEntry, JournalRecord, TurnStatus } from '../../../src/contracts/index.ts'
import { applyJournal } from '../../../src/main/nodes/apply-journal.ts'
import { Store, type Told } from '../../../src/main/store/index.ts'
import { message, session, turn, workspace } from '../../hosts/agent/entities.ts'

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'sy-'))))
afterAll(() => rmSync(folder, { recursive: true }))

const nodeId = newId('node')
const record = (seq: number, entry: JournalEntry): JournalRecord => ({
  seq,
  id: newId('journalRecord'),
  createdAt: seq,
  entry,
})

/** A journal as an agent writes it: messages of one turn growing by revisions, then the turn's end. */
function journal(messages: number, revisions: number): JournalRecord[] {
  const one = workspace({ nodeId })
  const chat = session({ workspaceId: one.id })
  const running = turn({ sessionId: chat.id })
  const entries: JournalEntry[] = [
    { type: 'workspace', entity: one },
    { type: 'session', entity: chat },
    { type: 'turn', entity: running },
  ]
  for (let position = 1; position <= messages; position++) {
    const first = message({ sessionId: chat.id, turnId: running.id, position, content: '' })
    for (let revision = 1; revision <= revisions; revision++)
      entries.push({ type: 'item', entity: { ...first, revision, content: 'x'.repeat(revision) } })
  }
  entries.push({ type: 'turn', entity: { ...running, status: 'succeeded', revision: 2 } })
  return entries.map((entry, index) => record(index + 1, entry))
}

describe('applying a journal', () => {
  it('ends in the same picture however it is cut, repeated and interrupted, and tells each change once', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('batch' as const), size: fc.integer({ min: 1, max: 8 }) }),
      // Starts this many records before the cursor: a replay after a crash.
      fc.record({ kind: fc.constant('replay' as const), back: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ kind: fc.constant('gap' as const), skip: fc.integer({ min: 1, max: 5 }) }),
      // The process dies inside the transaction, after so many records of the batch.
      fc.record({ kind: fc.constant('crash' as const), after: fc.integer({ min: 0, max: 5 }) }),
    )
    let run = 0
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 40 }),
        (messages, revisions, steps) => {
          const records = journal(messages, revisions)
          const file = join(folder, `${run++}.db`)
          const told: Told[] = []
          let store = new Store(file, (changes) => told.push(...changes))
          const cursor = (): number => store.read.nodes.cursor(nodeId)
          for (const each of steps) {
            const at = cursor()
            if (each.kind === 'batch') applyJournal(store, nodeId, records.slice(at, at + each.size))
            if (each.kind === 'replay') {
              // What is new in a replayed batch counts.
              const again = records.slice(Math.max(0, at - each.back), at + 1)
              const next = Math.min(at + 1, records.length)
              expect(applyJournal(store, nodeId, again)).toEqual({ kind: 'applied', cursor: next })
            }
            if (each.kind === 'gap') {
              const skipped = records.slice(at + each.skip, at + each.skip + 3)
              const applied = applyJournal(store, nodeId, skipped)
              expect(applied).toEqual(
                skipped[0]
                  ? { kind: 'gap', cursor: at, got: at + each.skip + 1 }
                  : { kind: 'applied', cursor: at },
              )
              expect(cursor()).toBe(at)
            }
            if (each.kind === 'crash') {
              const dying = records.slice(at, at + each.after)
              expect(() => applyJournal(store, nodeId, [...dying, poison(at + dying.length + 1)])).toThrow()
              expect(cursor()).toBe(at)
              store.close()
              store = new Store(file, (changes) => told.push(...changes))
            }
          }
          applyJournal(store, nodeId, records.slice(cursor()))
          const [chat] = store.read.sessions.list()
          const [running] = store.read.turns.ofSession(chat!.id)
          expect(cursor()).toBe(records.length)
          expect(running).toMatchObject({ status: 'succeeded', revision: 2 })
          expect(store.read.items.ofSession(chat!.id).map((item) => [item.position, item.revision])).toEqual(
            Array.from({ length: messages }, (_, index) => [index + 1, revisions]),
          )
          // Every record of this journal is one change: each told once and in order.
          expect(
            told.map(({ change }) => (change as { entity: { revision: number } }).entity.revision),
          ).toEqual(records.map(({ entry }) => (entry.entity as { revision: number }).revision))
          store.close()
        },
      ),
      { numRuns: 60 },
    )
  })

  it('lets the first end of a turn win', () => {
    const store = new Store(join(folder, 'ends.db'), () => {})
    const first = turn({ sessionId: newId('session') })
    const ends: TurnStatus[] = ['interrupted', 'succeeded', 'failed']
    applyJournal(store, nodeId, [
      record(1, { type: 'turn', entity: first }),
      ...ends.map((status, index) =>
        record(index + 2, { type: 'turn', entity: { ...first, status, revision: index + 2 } }),
      ),
    ])
    expect(store.read.turns.get(first.id)).toMatchObject({ status: 'interrupted', revision: 2 })
    expect(store.read.nodes.cursor(nodeId)).toBe(4)
    store.close()
  })

  it('never lets an older revision overwrite a newer one', () => {
    const store = new Store(join(folder, 'older.db'), () => {})
    const one = workspace({ nodeId, revision: 5, name: 'new' })
    applyJournal(store, nodeId, [
      record(1, { type: 'workspace', entity: one }),
      record(2, { type: 'workspace', entity: { ...one, revision: 4, name: 'old' } }),
    ])
    expect(store.read.workspaces.get(one.id)?.name).toBe('new')
    store.close()
  })

  it('records what a full journal gave up as one event, also when replayed', () => {
    const told: Told[] = []
    const store = new Store(join(folder, 'full.db'), (changes) => told.push(...changes))
    const lost = record(1, {
      type: 'journal.truncated',
      entity: { from: 1, to: 9, what: '9 revisions of live output' },
    })
    applyJournal(store, nodeId, [lost])
    store.write((writer) => writer.nodes.setCursor(nodeId, 0))
    applyJournal(store, nodeId, [lost])
    expect(store.read.events.list(null, 10)).toMatchObject([{ type: 'journal.truncated', level: 'warning' }])
    expect(told).toHaveLength(1)
    store.close()
  })

  it('takes a deleted workspace with its sessions out of the picture', () => {
    const told: Told[] = []
    const store = new Store(join(folder, 'deleted.db'), (changes) => told.push(...changes))
    const one = workspace({ nodeId })
    const chat = session({ workspaceId: one.id })
    applyJournal(store, nodeId, [
      record(1, { type: 'workspace', entity: one }),
      record(2, { type: 'session', entity: chat }),
      record(3, { type: 'workspace', entity: { ...one, status: 'deleted', revision: 2 } }),
      record(4, { type: 'session', entity: { ...chat, status: 'stopped', revision: 2 } }),
    ])
    expect(told.slice(2).map(({ change }) => change.type)).toEqual(['session.removed', 'workspace.removed'])
    expect([store.read.workspaces.list(), store.read.sessions.list()]).toEqual([[], []])
    store.close()
  })
})

/** A record that breaks the transaction it is applied in. */
function poison(seq: number): JournalRecord {
  const broken = message({ sessionId: newId('session'), turnId: newId('turn'), position: 1 })
  return record(seq, { type: 'item', entity: { ...broken, position: null as never } })
}
