import type { QueuedMessage, SessionView } from '../../../contracts/index.ts'

const reasons: Record<NonNullable<QueuedMessage['heldBecause']>, string> = {
  failed: 'The turn failed.',
  cancelled: 'You stopped the turn.',
  interrupted: 'The turn was interrupted.',
  stopped: 'The session was stopped.',
}

export interface HeldChoice {
  /** Why they wait, and how many. */
  text: string
  /** False when nothing can be sent in this session any more. */
  sendable: boolean
}

/** What to tell of held messages; null when none is held. `queue` in the order in which they go. */
export function heldChoice(session: SessionView, queue: readonly QueuedMessage[]): HeldChoice | null {
  const held = queue.filter(({ status }) => status === 'held')
  const [first] = held
  if (!first) return null
  const waiting = held.length === 1 ? '1 message waits' : `${held.length} messages wait`
  const reason = first.heldBecause === null ? '' : `${reasons[first.heldBecause]} `
  return { text: `${reason}${waiting} for your decision.`, sendable: session.status !== 'stopped' }
}

/** The message before which `id` goes to move one place up or down; undefined when it is at that end. */
export function neighbour(
  queue: readonly QueuedMessage[],
  id: QueuedMessage['id'],
  direction: 'up' | 'down',
): { before: QueuedMessage['id'] | null } | undefined {
  const at = queue.findIndex((message) => message.id === id)
  if (direction === 'up') {
    const above = queue[at - 1]
    return above && { before: above.id }
  }
  if (at === -1 || at === queue.length - 1) return undefined
  return { before: queue[at + 2]?.id ?? null }
}
