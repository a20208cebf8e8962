import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as JournalModule from '../../src/agent/journal/index.ts'
import type * as StoreModule from '../../src/agent/store/index.ts'
import { newId, systemClock } from '../../src/base/index.ts'
import { limitDefaults, type JournalEntry, type JournalRecord } from '../../src/contracts/index.ts'
import { message, session, turn, workspace } from '../hosts/agent/entities.ts'
import { median, sideBySide, spread, type Bench, type Result } from './lib/bench.ts'
import { loadSource } from './lib/load-source.ts'
import { proseOf } from './lib/prose.ts'
import { insertDirectly } from './lib/raw-journal.ts'

const rounds = 9
const count = 5_000
const nodeId = newId('node')

/** What a journal is made of while agents work: messages of some hundred characters. */
function makeRecords(): JournalRecord[] {
  const prose = proseOf(1)
  const { id: sessionId } = session({ workspaceId: workspace({ nodeId }).id })
  const { id: turnId } = turn({ sessionId })
  return Array.from({ length: count }, (_, at) => ({
    seq: at + 1,
    id: newId('journalRecord'),
    createdAt: systemClock.now(),
    entry: {
      type: 'item',
      entity: message({ sessionId, turnId, position: at + 1, content: prose(20 + (at % 40)) }),
    },
  }))
}

interface Modules {
  store: typeof StoreModule
  journal: typeof JournalModule
}

/** Appends all entries, `together` in a transaction. Milliseconds. */
function append(store: StoreModule.AgentStore, entries: readonly JournalEntry[], together: number): number {
  const started = performance.now()
  for (let at = 0; at < entries.length; at += together)
    store.change(({ tell }) => {
      for (const entry of entries.slice(at, at + together)) tell(entry)
    })
  return performance.now() - started
}

/** Reads all of it in batches, acknowledging each as the control plane does. Milliseconds. */
async function follow({ journal }: Modules, store: StoreModule.AgentStore): Promise<number> {
  const stop = new AbortController()
  const started = performance.now()
  const batches = journal.followJournal(
    { store, clock: systemClock, limits: () => limitDefaults, nodeId },
    0,
    stop.signal,
  )
  for await (const { records } of batches) {
    const { seq } = records.at(-1) as JournalRecord
    store.change(() => store.journal.ack(seq))
    if (seq === count) break
  }
  stop.abort()
  return performance.now() - started
}

const perSecond = (times: readonly number[]): string =>
  spread(
    times.map((taken) => count / taken),
    'thousand/s',
  )

/** The journal's part in a change, and its way to the control plane, beside a table that only grows. */
export const journal: Bench = {
  name: 'journal',
  async run(say) {
    const modules: Modules = {
      store: await loadSource('agent/store/index.ts'),
      journal: await loadSource('agent/journal/index.ts'),
    }
    const folder = mkdtempSync(join(tmpdir(), 'sy-bench-'))
    const records = makeRecords()
    const entries = records.map(({ entry }) => entry)
    let files = 0
    const nextFile = (): string => join(folder, `${++files}.db`)
    const compare = async (what: string, together: number, whole: boolean): Promise<Result> => {
      say(`${what}: ${count} records in ${rounds} rounds`)
      const ours = async (): Promise<number> => {
        const store = new modules.store.AgentStore(nextFile(), systemClock, newId)
        const appended = append(store, entries, together)
        const taken = appended + (whole ? await follow(modules, store) : 0)
        store.close()
        return taken
      }
      const theirs = async (): Promise<number> => insertDirectly(nextFile(), records, together)
      const samples = await sideBySide(rounds, ours, theirs)
      return {
        what,
        ours: perSecond(samples.ours),
        against: `SQLite alone: ${perSecond(samples.theirs)}`,
        value: median(samples.ours.map((taken, round) => (samples.theirs[round] ?? 0) / taken)),
        unit: '×',
        goal: { least: 0.25 },
      }
    }
    try {
      return [
        await compare('Journal, a record a transaction', 1, false),
        await compare('Journal, 50 records a transaction, read and acknowledged', 50, true),
      ]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}
