import type { ToolCall, TranscriptItem, Turn, TurnId } from '../../../contracts/index.ts'

/** What the transcript draws, top to bottom. */
export type Row =
  | { kind: 'item'; key: string; item: TranscriptItem }
  /** Consecutive looks of the agent, folded into one line. */
  | { kind: 'looks'; key: string; calls: ToolCall[] }
  /** How a turn ended, where that needs saying. */
  | { kind: 'turn-end'; key: string; turn: Turn }

const looking: ReadonlySet<string> = new Set(['read', 'search'])

const isLook = (item: TranscriptItem): item is ToolCall =>
  item.kind === 'tool_call' && looking.has(item.toolKind) && item.status === 'completed'

const isEmpty = (item: TranscriptItem): boolean =>
  (item.kind === 'message' && item.complete && item.content.trim() === '') ||
  (item.kind === 'plan' && item.entries.length === 0)

/** Stop reasons and states that a person must be told of. */
const isWorthSaying = (turn: Turn): boolean =>
  turn.status === 'failed' || turn.status === 'cancelled' || turn.status === 'interrupted'

/** Rows of the items, in order. Keys are stable while items grow, so that what was measured stays measured. */
export function rowsOf(items: readonly TranscriptItem[], turns: ReadonlyMap<TurnId, Turn>): Row[] {
  const rows: Row[] = []
  items.forEach((item, index) => {
    const last = rows.at(-1)
    if (isLook(item) && last?.kind === 'looks' && last.calls[0]?.turnId === item.turnId) last.calls.push(item)
    else if (isLook(item)) rows.push({ kind: 'looks', key: item.id, calls: [item] })
    else if (!isEmpty(item)) rows.push({ kind: 'item', key: item.id, item })
    const turn = turns.get(item.turnId)
    const isLastOfTurn = items[index + 1]?.turnId !== item.turnId
    if (turn && isLastOfTurn && isWorthSaying(turn))
      rows.push({ kind: 'turn-end', key: `${turn.id}-end`, turn })
  })
  return rows
}

/** The newest plan of a turn and how much of it is done. */
export const planProgress = (entries: readonly { status: string }[]): string =>
  `${entries.filter((entry) => entry.status === 'completed').length} of ${entries.length}`

/** Index of the row that shows the item at `position`, or the one nearest before it; 0 when there is none. */
export function rowAt(rows: readonly Row[], position: number): number {
  const index = rows.findLastIndex((row) => {
    if (row.kind === 'turn-end') return false
    const first = row.kind === 'item' ? row.item.position : row.calls[0]?.position
    return first !== undefined && first <= position
  })
  return Math.max(0, index)
}
