import { memo } from 'react'
import { ApprovalCard } from './approval-card.tsx'
import { MessageView } from './message-view.tsx'
import { PlanCard } from './plan-card.tsx'
import { QuestionCard } from './question-card.tsx'
import type { Row } from './rows.ts'
import { LooksCard, ToolCard } from './tool-card.tsx'
import { TurnEnd } from './turn-end.tsx'
import { FoldedTurns, TurnChanges } from './turns/index.ts'

interface RowProps {
  row: Row
  worktrees: readonly string[]
  /** Opens or closes a left branch, by the row's key. */
  onToggle(key: string): void
}

const sameRow = (before: RowProps, after: RowProps): boolean => {
  const [a, b] = [before.row, after.row]
  if (before.worktrees !== after.worktrees || a.kind !== b.kind || a.folded !== b.folded) return false
  if (a.kind === 'item' && b.kind === 'item') return a.item === b.item
  if (a.kind === 'turn-end' && b.kind === 'turn-end') return a.turn === b.turn
  if (a.kind === 'changes' && b.kind === 'changes') return a.turn === b.turn
  return false
}

/** One row; drawn again only when what it shows has changed. Rows of a left branch stand back. */
export const RowView = memo(function RowView(props: RowProps) {
  return props.row.folded ? (
    <div className="border-l-2 border-line pl-3 opacity-70">
      <Content {...props} />
    </div>
  ) : (
    <Content {...props} />
  )
}, sameRow)

function Content({ row, worktrees, onToggle }: RowProps) {
  switch (row.kind) {
    case 'looks':
      return <LooksCard calls={row.calls} worktrees={worktrees} />
    case 'turn-end':
      return <TurnEnd turn={row.turn} />
    case 'changes':
      return <TurnChanges turn={row.turn} />
    case 'branch':
      return <FoldedTurns turns={row.turns} open={row.open} onToggle={() => onToggle(row.key)} />
    case 'item':
      return <ItemView row={row} worktrees={worktrees} />
    default:
      return row satisfies never
  }
}

function ItemView({
  row: { item },
  worktrees,
}: {
  row: Extract<Row, { kind: 'item' }>
  worktrees: readonly string[]
}) {
  switch (item.kind) {
    case 'message':
      return <MessageView message={item} />
    case 'tool_call':
      return <ToolCard call={item} worktrees={worktrees} />
    case 'plan':
      return <PlanCard plan={item} />
    case 'approval':
      return <ApprovalCard approval={item} />
    case 'question':
      return <QuestionCard question={item} />
    default:
      return item satisfies never
  }
}
