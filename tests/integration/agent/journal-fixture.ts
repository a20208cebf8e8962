import { join } from 'node:path'
import { afterEach } from 'vitest'
import { followJournal } from '../../../src/agent/journal/index.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, systemClock, type Clock } from '../../../src/base/index.ts'
import {
  resolveLimits,
  type ItemId,
  type JournalEntry,
  type JournalRecord,
  type LimitOverrides,
  type TranscriptItem,
} from '../../../src/contracts/index.ts'
import { temporaryFolder } from '../../hosts/git/index.ts'

/** Makes agent databases that are gone after each test of the file. */
export function useStores(): { open(): AgentStore; closing(close: () => void): void } {
  const closers: (() => void)[] = []
  afterEach(() => {
    for (const close of closers.splice(0).toReversed()) close()
  })
  const open = (): AgentStore => {
    const { path, remove } = temporaryFolder('journal')
    closers.push(remove)
    const store = new AgentStore(join(path, 'agent.db'), systemClock, newId)
    closers.push(() => store.close())
    return store
  }
  return { open, closing: (close) => void closers.push(close) }
}

const nodeId = newId('node')

export const depsOf = (store: AgentStore, overrides: LimitOverrides = {}, clock: Clock = systemClock) => ({
  store,
  clock,
  limits: () => resolveLimits({}, overrides),
  nodeId,
})

const base = {
  sessionId: newId('session'),
  turnId: newId('turn'),
  position: 1,
  createdAt: 0,
  updatedAt: 0,
}
export const message = (id: ItemId, revision: number, content: string): TranscriptItem => ({
  ...base,
  kind: 'message',
  id,
  revision,
  role: 'agent',
  content,
  complete: false,
  attachments: [],
  truncated: false,
})
export const toolCall = (id: ItemId, revision: number, rawOutput: string): TranscriptItem => ({
  ...base,
  kind: 'tool_call',
  id,
  revision,
  toolCallId: id,
  title: 'run',
  toolKind: 'execute',
  status: 'completed',
  locations: [],
  content: [],
  rawInput: null,
  rawOutput,
})
export const item = (entity: TranscriptItem): JournalEntry => ({ type: 'item', entity })
export const event = (text: string): JournalEntry => ({
  type: 'event',
  entity: {
    id: newId('event'),
    workspaceId: null,
    level: 'info',
    type: 'test',
    message: text,
    details: {},
    createdAt: 0,
  },
})
export const append = (store: AgentStore, ...entries: JournalEntry[]): void =>
  store.change(({ tell }) => {
    for (const entry of entries) tell(entry)
  })

/** Reads until `seq` has arrived; the batches. */
export async function readTo(store: AgentStore, after: number, seq: number, overrides: LimitOverrides = {}) {
  const stop = new AbortController()
  const batches: JournalRecord[][] = []
  for await (const { records } of followJournal(depsOf(store, overrides), after, stop.signal)) {
    batches.push(records)
    if ((records.at(-1)?.seq ?? 0) >= seq) break
  }
  stop.abort()
  return batches
}
