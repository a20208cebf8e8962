import type {
  SessionDetail,
  SessionView,
  TranscriptItem,
  Turn,
  TurnDetail,
  TurnId,
} from '../../contracts/index.ts'

/** A turn with what it holds; `items` ascending by position. The newest plan is the plan. */
export function turnDetail(turn: Turn, items: readonly TranscriptItem[]): TurnDetail {
  const detail: TurnDetail = {
    ...turn,
    messages: [],
    toolCalls: [],
    approvals: [],
    questions: [],
    plan: null,
  }
  for (const item of items) {
    switch (item.kind) {
      case 'message':
        detail.messages.push(item)
        break
      case 'tool_call':
        detail.toolCalls.push(item)
        break
      case 'approval':
        detail.approvals.push(item)
        break
      case 'question':
        detail.questions.push(item)
        break
      case 'plan':
        detail.plan = item
        break
      default:
        item satisfies never
    }
  }
  return detail
}

/** A session with everything in it, oldest first. */
export function sessionDetail(
  { unseen: _unseen, ...session }: SessionView,
  turns: readonly Turn[],
  items: readonly TranscriptItem[],
): SessionDetail {
  const byTurn = Map.groupBy(items, (item): TurnId => item.turnId)
  return { ...session, turns: turns.map((turn) => turnDetail(turn, byTurn.get(turn.id) ?? [])) }
}
