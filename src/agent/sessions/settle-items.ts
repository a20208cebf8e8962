import type { TranscriptItem, TurnId } from '../../contracts/index.ts'
import type { Change } from '../store/index.ts'
import { moveApproval } from './approval-state.ts'
import type { SessionHostDeps } from './deps.ts'
import { moveQuestion } from './question-state.ts'
import { isOpen } from './tool-call.ts'

type Deps = Pick<SessionHostDeps, 'store' | 'clock'>

const isOver = (at: number | null, now: number): boolean => at !== null && at <= now

/** The item as it stays when nobody will ever continue it; null when it is settled already. */
function settled(item: TranscriptItem, now: number): TranscriptItem | null {
  const next = { updatedAt: now, revision: item.revision + 1 }
  switch (item.kind) {
    case 'message':
      return item.complete ? null : { ...item, ...next, complete: true }
    case 'tool_call':
      return isOpen(item) ? { ...item, ...next, status: 'cancelled' } : null
    case 'approval':
      return moveApproval(item, { type: isOver(item.expiresAt, now) ? 'expire' : 'cancel' }, now)
    case 'question':
      return moveQuestion(item, { type: 'cancel' }, now)
    case 'plan':
      return null
  }
}

/**
 * Ends the items of a turn as the database holds them, inside the caller's change: text is complete, and of an
 * `interrupted` turn calls, approvals and questions that still wait are given up. Doing it twice changes nothing.
 */
export function settleItems(
  { store, clock }: Deps,
  change: Change,
  turnId: TurnId,
  interrupted: boolean,
): void {
  for (const item of store.items.ofTurn(turnId)) {
    // A turn that ended well may have left calls open on purpose; text that still grew did not get its last mark.
    if (!interrupted && item.kind === 'tool_call') continue
    const last = settled(item, clock.now())
    if (!last) continue
    store.items.put(last)
    change.tell({ type: 'item', entity: last })
  }
}
