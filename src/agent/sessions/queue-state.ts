import type { HeldBecause, QueuedMessage, QueuedMessageStatus } from '../../contracts/index.ts'
import { invalidMove, mayMove, type Moves } from './moves.ts'

export const queuedMessageMoves: Moves<QueuedMessageStatus> = {
  queued: ['sent', 'discarded', 'held'],
  held: ['queued', 'sent', 'discarded'],
  sent: [],
  discarded: [],
}

export type QueueCommand =
  | { type: 'send' }
  | { type: 'discard' }
  | { type: 'hold'; because: HeldBecause | null }
  | { type: 'resume' }

const targets: Readonly<Record<QueueCommand['type'], QueuedMessageStatus>> = {
  send: 'sent',
  discard: 'discarded',
  hold: 'held',
  resume: 'queued',
}

/** The message after a command; null when it is there already. Throws `invalid_transition`. */
export function moveQueued(message: QueuedMessage, command: QueueCommand, at: number): QueuedMessage | null {
  const to = targets[command.type]
  // A stopped session is the last reason: it tells that holding is for good.
  const stopped = command.type === 'hold' && command.because === 'stopped'
  if (message.status === to && !(stopped && message.heldBecause !== 'stopped')) return null
  if (message.status !== to && !mayMove(queuedMessageMoves, message.status, to))
    throw invalidMove('The queued message', message.status, to)
  return {
    ...message,
    status: to,
    heldBecause: command.type === 'hold' ? command.because : null,
    updatedAt: at,
    revision: message.revision + 1,
  }
}

/**
 * The order after `id` was put before `before` (null: at the end). An unknown `before` has left the queue
 * meanwhile: the message that was to wait for it is next then, so it goes first.
 */
export function reordered<Id extends string>(order: readonly Id[], id: Id, before: Id | null): Id[] {
  if (id === before) return [...order]
  const others = order.filter((other) => other !== id)
  const at = before === null ? others.length : Math.max(0, others.indexOf(before))
  return others.toSpliced(at, 0, id)
}
