import type { JournalRecord, JournalRecordId, NodeId } from '../../contracts/index.ts'

/**
 * Makes a run of kept records dense again: for each seq given up by compaction (see `keeper.ts`) there is a tiny
 * `journal.truncated` record. All of a node's carry one id, so that a reader who shows them shows one.
 */
export function fillGaps(kept: readonly JournalRecord[], after: number, nodeId: NodeId): JournalRecord[] {
  const dense: JournalRecord[] = []
  let expected = after + 1
  for (const record of kept) {
    for (; expected < record.seq; expected++) dense.push(placeholder(expected, record.createdAt, nodeId))
    dense.push(record)
    expected = record.seq + 1
  }
  return dense
}

const placeholder = (seq: number, createdAt: number, nodeId: NodeId): JournalRecord => ({
  seq,
  id: nodeId.replace(/^node_/, 'jrn_') as JournalRecordId,
  createdAt,
  entry: {
    type: 'journal.truncated',
    entity: { from: seq, to: seq, what: 'only the newest state of what changed often was kept' },
  },
})
