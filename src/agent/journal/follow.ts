import type { Clock } from '../../base/index.ts'
import type { JournalBatch, JournalRecord, Limits, NodeId } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'
import { fillGaps } from './fill-gaps.ts'
import { Wake } from './wake.ts'

export interface FollowDeps {
  store: AgentStore
  clock: Clock
  limits: () => Limits
  nodeId: NodeId
}

/**
 * Where a reader may start: after the last acknowledged record (compaction leaves holes, which are filled for
 * readers, so the oldest row kept says nothing), and the newest ever written. Both 0 when there never was one.
 */
export function journalExtent({ journal }: AgentStore): { first: number; last: number } {
  const last = journal.lastSeq()
  return last === 0 ? { first: 0, last: 0 } : { first: journal.ackedSeq() + 1, last }
}

/**
 * Records after seq `after`, dense and in order: what is kept, page by page, then what comes. After a pause the
 * first batch goes out at once; then records gather for `journalBatchWaitMs`, or until there are
 * `journalBatchRecords`. A batch holds at most `journalBatchBytes`, or one record.
 * Where the reader asks for what was acknowledged and forgotten, a `journal.truncated` record is written and the
 * stream starts with the oldest record kept.
 */
export async function* followJournal(
  deps: FollowDeps,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<JournalBatch, void, void> {
  const { store, clock } = deps
  const wake = new Wake(store.appended, signal)
  let cursor = startAfter(store, after)
  let quietUntil = 0
  while (!signal.aborted) {
    const seen = wake.count
    const records = nextBatch(deps, cursor)
    const last = records.at(-1)
    if (last) {
      yield { records }
      cursor = last.seq
      quietUntil = clock.now() + deps.limits().journalBatchWaitMs
      continue
    }
    if (wake.count === seen) await wake.next()
    if (wake.ended) return
    await gather(deps, wake, cursor, quietUntil, signal)
  }
}

function startAfter(store: AgentStore, after: number): number {
  const { first, last } = journalExtent(store)
  // A cursor from another life of this database: the reader learns of it by the handshake.
  if (after > last) return last
  if (first === 0 || after >= first - 1) return after
  store.change(({ tell }) =>
    tell({
      type: 'journal.truncated',
      entity: { from: after + 1, to: first - 1, what: 'Acknowledged records were asked for again' },
    }),
  )
  return first - 1
}

/** The next dense run of records after `cursor`, within the limits of one batch. */
function nextBatch({ store, limits, nodeId }: FollowDeps, cursor: number): JournalRecord[] {
  const { journalBatchRecords, journalBatchBytes } = limits()
  const batch: JournalRecord[] = []
  let bytes = 0
  for (const row of store.journal.after(cursor, journalBatchRecords)) {
    bytes += row.bytes
    if (batch.length > 0 && bytes > journalBatchBytes) break
    batch.push(row.record)
  }
  return fillGaps(batch, cursor, nodeId).slice(0, journalBatchRecords)
}

/** Waits until `until`, unless a batch is full earlier. */
async function gather(
  { store, clock, limits }: FollowDeps,
  wake: Wake<JournalRecord>,
  cursor: number,
  until: number,
  signal: AbortSignal,
): Promise<void> {
  // Never longer than one pause: the clock may have been set back.
  const wait = Math.min(until - clock.now(), limits().journalBatchWaitMs)
  if (wait <= 0) return
  const { promise: due, resolve } = Promise.withResolvers<'due'>()
  const finish = (): void => resolve('due')
  const cancel = clock.after(wait, finish)
  signal.addEventListener('abort', finish, { once: true })
  while (!wake.ended && store.journal.lastSeq() - cursor < limits().journalBatchRecords)
    if ((await Promise.race([due, wake.next()])) === 'due') break
  cancel()
  signal.removeEventListener('abort', finish)
}
