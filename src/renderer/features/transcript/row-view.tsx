import { memo } from 'react'
import { ApprovalCard } from './approval-card.tsx'
import { MessageView } from './message-view.tsx'
import { PlanCard } from './plan-card.tsx'
import { QuestionCard } from './question-card.tsx'
import type { Row } from './rows.ts'
import { LooksCard, ToolCard } from './tool-card.tsx'
import { TurnEnd } from './turn-end.tsx'

interface RowProps {
  row: Row
  worktrees: readonly string[]
}

const sameRow = (before: RowProps, after: RowProps): boolean => {
  if (before.worktrees !== after.worktrees || before.row.kind !== after.row.kind) return false
  if (before.row.kind === 'item' && after.row.kind === 'item') return before.row.item === after.row.item
  if (before.row.kind === 'turn-end' && after.row.kind === 'turn-end')
    return before.row.turn === after.row.turn
  return false
}

/** One row; drawn again only when what it shows has changed. */
export const RowView = memo(function RowView({ row, worktrees }: RowProps) {
  if (row.kind === 'looks') return <LooksCard calls={row.calls} worktrees={worktrees} />
  if (row.kind === 'turn-end') return <TurnEnd turn={row.turn} />
  const { item } = row
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
}, sameRow)
