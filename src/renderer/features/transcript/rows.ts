import type { ToolCall, TranscriptItem, Turn, TurnId } from '../../../contracts/index.ts'

/** What the transcript draws, top to bottom. */
export type Row =
  | { kind: 'item'; key: string; item: TranscriptItem; folded: boolean }
  /** Consecutive looks of the agent, folded into one line. */
  | { kind: 'looks'; key: string; calls: ToolCall[]; folded: boolean }
  /** How a turn ended, where that needs saying. */
  | { kind: 'turn-end'; key: string; turn: Turn; folded: boolean }
  /** What a turn changed in the worktrees. */
  | { kind: 'changes'; key: string; turn: Turn; folded: boolean }
  /** Turns of a branch that was left; their rows follow when it is open. */
  | { kind: 'branch'; key: string; turns: TurnId[]; open: boolean; folded: false }

const looking: ReadonlySet<string> = new Set(['read', 'search'])

/** A look that shows an image stands for itself: the image is what one wants to see. */
const isLook = (item: TranscriptItem): item is ToolCall =>
  item.kind === 'tool_call' &&
  looking.has(item.toolKind) &&
  item.status === 'completed' &&
  !item.content.some((part) => part.type === 'image')

const isEmpty = (item: TranscriptItem): boolean =>
  (item.kind === 'message' && item.complete && item.content.trim() === '' && item.attachments.length === 0) ||
  (item.kind === 'plan' && item.entries.length === 0)

/** Stop reasons and states that a person must be told of. */
const isWorthSaying = (turn: Turn): boolean =>
  turn.status === 'failed' || turn.status === 'cancelled' || turn.status === 'interrupted'

const changedFiles = ({ snapshots, status }: Turn): boolean =>
  status !== 'running' &&
  snapshots.some(({ before, after }) => before !== null && after !== null && before.commit !== after.commit)

const branchKey = (first: TranscriptItem): string => `${first.turnId}-branch`

/**
 * Rows of the items, in order; `isOpen` tells by its key whether a left branch is shown. Keys are stable while items
 * grow, so that what was measured stays measured.
 */
export function rowsOf(
  items: readonly TranscriptItem[],
  turns: ReadonlyMap<TurnId, Turn>,
  isOpen: (key: string) => boolean,
): Row[] {
  const rows: Row[] = []
  let branch: Extract<Row, { kind: 'branch' }> | null = null
  items.forEach((item, index) => {
    const turn = turns.get(item.turnId)
    const folded = turn?.folded ?? false
    if (!folded) branch = null
    else if (!branch) {
      const key = branchKey(item)
      branch = { kind: 'branch', key, turns: [], open: isOpen(key), folded: false }
      rows.push(branch)
    }
    if (branch && branch.turns.at(-1) !== item.turnId) branch.turns.push(item.turnId)
    if (branch && !branch.open) return
    const last = rows.at(-1)
    if (isLook(item) && last?.kind === 'looks' && last.calls[0]?.turnId === item.turnId) last.calls.push(item)
    else if (isLook(item)) rows.push({ kind: 'looks', key: item.id, calls: [item], folded })
    else if (!isEmpty(item)) rows.push({ kind: 'item', key: item.id, item, folded })
    const isLastOfTurn = items[index + 1]?.turnId !== item.turnId
    if (!turn || !isLastOfTurn) return
    if (changedFiles(turn)) rows.push({ kind: 'changes', key: `${turn.id}-changes`, turn, folded })
    if (isWorthSaying(turn)) rows.push({ kind: 'turn-end', key: `${turn.id}-end`, turn, folded })
  })
  return rows
}

/** Key of the left branch that holds the item at `position`; null when it is in none. */
export function branchAt(
  items: readonly TranscriptItem[],
  turns: ReadonlyMap<TurnId, Turn>,
  position: number,
): string | null {
  const isFolded = (item: TranscriptItem): boolean => turns.get(item.turnId)?.folded ?? false
  const at = items.findIndex((item) => item.position === position)
  const held = items[at]
  if (!held || !isFolded(held)) return null
  const before = items.slice(0, at).findLastIndex((item) => !isFolded(item))
  const first = items[before + 1]
  return first ? branchKey(first) : null
}

/** The newest plan of a turn and how much of it is done. */
export const planProgress = (entries: readonly { status: string }[]): string =>
  `${entries.filter((entry) => entry.status === 'completed').length} of ${entries.length}`

/** Position of what a row shows first; undefined for rows that stand between items. */
export function positionOf(row: Row | undefined): number | undefined {
  return row?.kind === 'item' ? row.item.position : row?.kind === 'looks' ? row.calls[0]?.position : undefined
}

/** Index of the row that shows the item at `position`, or the one nearest before it; 0 when there is none. */
export function rowAt(rows: readonly Row[], position: number): number {
  const index = rows.findLastIndex((row) => {
    const first = positionOf(row)
    return first !== undefined && first <= position
  })
  return Math.max(0, index)
}
