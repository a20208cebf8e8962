import { z } from 'zod'
import { QueuedMessageId, SessionId, Timestamp, TurnId, WorkspaceId } from './ids.ts'
import { Approve, PromptContent } from './prompt.ts'

export const QueuedMessageStatus = z.enum(['queued', 'held', 'sent', 'discarded'])
export type QueuedMessageStatus = z.infer<typeof QueuedMessageStatus>

/** How the turn ended that the held messages waited for; `stopped` when the session was. */
export const HeldBecause = z.enum(['failed', 'cancelled', 'interrupted', 'stopped'])
export type HeldBecause = z.infer<typeof HeldBecause>

/** A message the user sent while a turn ran. It waits for its turn, durably, on the node. */
export const QueuedMessage = PromptContent.extend({
  id: QueuedMessageId,
  sessionId: SessionId,
  workspaceId: WorkspaceId,
  /** The id of the turn it becomes when it is sent. */
  turnId: TurnId,
  approve: Approve,
  status: QueuedMessageStatus,
  heldBecause: HeldBecause.nullable(),
  /** Its place among the waiting messages of its session: the smallest goes first. */
  place: z.number().int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  revision: z.number().int(),
})
export type QueuedMessage = z.infer<typeof QueuedMessage>

/** Whether a message still waits, to be sent or to be decided on. */
export const isWaiting = ({ status }: QueuedMessage): boolean => status === 'queued' || status === 'held'
